package dev.countersign.ledger.lucene;

import dev.countersign.ledger.lucene.WordAnalyzer.Word;
import dev.countersign.ledger.query.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What somebody typed to search for. Any text is one: words, each of which may be the beginning of a longer one, and what stands
/// in double quotes as a phrase of whole words. All must be found. Signs of ASCII only part words; a text of nothing else finds
/// nothing.
///
/// @param parts each the words of one part in order
record SearchText(List<Part> parts) {
    private static final int PIECE = 160;
    private static final int PASSAGES = 3;
    private static final List<String> ORDER = List.of("summary", "task", "note", "feedback", "words", "added", "removed", "rejected", "file",
            "node", "agent", "model", "run");

    /// @param open whether the last word may go on
    record Part(List<String> words, boolean open) {}

    static SearchText of(String text) {
        var parts = new ArrayList<Part>();
        String[] pieces = text.split("\"", -1);
        for (int i = 0; i < pieces.length; i++) {
            // A quote that is not closed is as if it were not there.
            if (i % 2 == 1 && i < pieces.length - 1) {
                add(parts, pieces[i], false);
            } else {
                for (String word : pieces[i].split("\\s+")) {
                    add(parts, word, true);
                }
            }
        }
        return new SearchText(List.copyOf(parts));
    }

    private static void add(List<Part> parts, String text, boolean open) {
        List<String> words = WordAnalyzer.words(text).stream().map(Word::text).toList();
        if (!words.isEmpty()) {
            parts.add(new Part(words, open));
        }
    }

    /// Where it stands in what was read of an entry: one line for each place, the places in order of interest.
    List<Found.Passage> in(Map<String, List<String>> lines) {
        record Hit(int rank, Found.Passage passage) {}
        var hits = new ArrayList<Hit>();
        lines.forEach((where, texts) -> {
            Found.Passage best = null;
            for (String line : texts) {
                Found.Passage passage = in(where, line);
                if (!passage.marks().isEmpty() && (best == null || passage.marks().size() > best.marks().size())) {
                    best = passage;
                }
            }
            if (best != null) {
                hits.add(new Hit(ORDER.indexOf(where), best));
            }
        });
        return hits.stream().sorted(Comparator.comparingInt(Hit::rank)).limit(PASSAGES).map(Hit::passage).toList();
    }

    private Found.Passage in(String where, String line) {
        List<Word> words = WordAnalyzer.words(line);
        var marks = new ArrayList<Found.Mark>();
        for (int i = 0; i < words.size(); i++) {
            for (Part part : parts) {
                int end = matches(part, words, i);
                if (end > i && (marks.isEmpty() || marks.getLast().end() <= words.get(i).start())) {
                    int last = words.get(end - 1).start() + (part.open() && end - i == part.words().size()
                            ? Math.min(part.words().getLast().length(), words.get(end - 1).text().length()) : words.get(end - 1).text().length());
                    marks.add(new Found.Mark(words.get(i).start(), Math.min(line.length(), Math.max(last, words.get(i).start() + 1))));
                }
            }
        }
        return cut(where, line, marks);
    }

    private static int matches(Part part, List<Word> words, int at) {
        int count = part.words().size();
        if (at + count > words.size()) {
            return at;
        }
        for (int i = 0; i < count; i++) {
            String word = words.get(at + i).text();
            String wanted = part.words().get(i);
            if (!(word.equals(wanted) || i == count - 1 && part.open() && word.startsWith(wanted))) {
                return at;
            }
        }
        return at + count;
    }

    /// A piece of a long line around its first mark.
    private static Found.Passage cut(String where, String line, List<Found.Mark> marks) {
        int from = line.length() <= PIECE || marks.isEmpty() ? 0 : Math.max(0, Math.min(marks.getFirst().start() - 40, line.length() - PIECE));
        from = from > 0 && Character.isLowSurrogate(line.charAt(from)) ? from - 1 : from;
        int to = Math.min(line.length(), from + PIECE);
        int start = from;
        String indent = line.substring(from, to);
        int blank = indent.length() - indent.stripLeading().length();
        int base = start + Math.min(blank, marks.isEmpty() ? blank : Math.max(0, marks.getFirst().start() - start));
        List<Found.Mark> inside = marks.stream().filter(m -> m.start() >= base && m.end() <= to)
                .map(m -> new Found.Mark(m.start() - base, m.end() - base)).toList();
        return new Found.Passage(where, line.substring(base, to), inside);
    }
}
