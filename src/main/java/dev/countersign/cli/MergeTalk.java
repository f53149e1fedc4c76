package dev.countersign.cli;

import dev.countersign.changeset.LineRange;
import dev.countersign.changeset.Merge;
import dev.countersign.changeset.Merge.Resolution;
import dev.countersign.changeset.TextFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The conflicts of one text, put to the person one by one.
final class MergeTalk {
    /// What the sides are called, and what can be answered.
    ///
    /// @param choices letters that may be answered: k, t, b, o, e settle the conflict, any other ends the talk
    record Names(String ours, String base, String theirs, String question, String choices) {}

    private final Terminal terminal;
    private final Names names;
    private char ended = 'q';

    MergeTalk(Terminal terminal, Names names) {
        this.terminal = terminal;
        this.names = names;
    }

    /// @return empty where the person ended it, by [#ended]
    Optional<Map<Integer, Resolution>> conflicts(Merge merge) {
        Map<Integer, Resolution> resolutions = new LinkedHashMap<>();
        for (Merge.Conflict conflict : merge.conflicts()) {
            show(merge, conflict);
            char answer = answer(names.question, names.choices);
            switch (answer) {
                case 'k' -> resolutions.put(conflict.index(), new Resolution.Ours());
                case 't' -> resolutions.put(conflict.index(), new Resolution.Theirs());
                case 'b' -> resolutions.put(conflict.index(), new Resolution.OursThenTheirs());
                case 'o' -> resolutions.put(conflict.index(), new Resolution.TheirsThenOurs());
                case 'e' -> resolutions.put(conflict.index(), new Resolution.Own(own()));
                default -> {
                    ended = answer;
                    return Optional.empty();
                }
            }
        }
        return Optional.of(resolutions);
    }

    /// The letter that ended the last talk.
    char ended() {
        return ended;
    }

    void show(Merge merge, Merge.Conflict conflict) {
        terminal.say("Conflict " + (conflict.index() + 1) + " of " + merge.conflicts().size());
        part(names.ours, merge.ours(), conflict.ours());
        part(names.base, merge.base(), conflict.base());
        part(names.theirs, merge.theirs(), conflict.theirs());
    }

    /// What either side changed, where nothing conflicts.
    void changes(Merge merge) {
        for (Merge.Chunk chunk : merge.chunks()) {
            if (chunk instanceof Merge.Settled settled) {
                switch (settled.origin()) {
                    case UNCHANGED -> { }
                    case OURS, BOTH -> part(names.ours, merge.ours(), settled.ours());
                    case THEIRS -> part(names.theirs, merge.theirs(), settled.theirs());
                }
            }
        }
    }

    private void part(String name, TextFile file, LineRange range) {
        terminal.say(terminal.tint(Terminal.Tone.QUIET, "  " + name + (range.isEmpty() ? ": nothing"
                : ", lines " + (range.from() + 1) + " to " + range.to())));
        file.lines().subList(range.from(), range.to()).forEach(line -> terminal.say("    " + line));
    }

    private String own() {
        terminal.say("Write the lines, then a line with only a full stop.");
        var text = new StringBuilder();
        for (Optional<String> line = terminal.ask(""); line.isPresent() && !line.get().equals("."); line = terminal.ask("")) {
            text.append(line.get()).append('\n');
        }
        return text.toString();
    }

    /// One of the `allowed` letters; the last of them where there is nobody to answer.
    char answer(String question, String allowed) {
        while (true) {
            Optional<String> answer = terminal.ask(question);
            if (answer.isEmpty()) {
                return allowed.charAt(allowed.length() - 1);
            }
            String word = answer.get().strip();
            if (!word.isEmpty() && allowed.indexOf(word.charAt(0)) >= 0) {
                return word.charAt(0);
            }
        }
    }
}
