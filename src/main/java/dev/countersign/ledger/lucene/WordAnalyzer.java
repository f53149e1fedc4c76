package dev.countersign.ledger.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/// Cuts prose and code into words: runs of letters, digits and `_`, in lower case, and each sign beyond ASCII. What is longer than
/// [#LONGEST] is cut.
final class WordAnalyzer extends Analyzer {
    /// Characters of a word at most.
    static final int LONGEST = 100;

    /// A word and where it stands, in UTF-16 columns.
    record Word(String text, int start, int end) {}

    static List<Word> words(String text) {
        var words = new ArrayList<Word>();
        int start = -1;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            boolean inside = isOfWord(point);
            if (start >= 0 && (!inside || i - start >= LONGEST)) {
                words.add(new Word(lower(text.substring(start, i)), start, i));
                start = -1;
            }
            if (inside && start < 0) {
                start = i;
            } else if (!inside && isSign(point)) {
                words.add(new Word(text.substring(i, next), i, next));
            }
            i = next;
        }
        if (start >= 0) {
            words.add(new Word(lower(text.substring(start)), start, text.length()));
        }
        return words;
    }

    private static boolean isOfWord(int point) {
        return Character.isLetterOrDigit(point) || point == '_' || Character.getType(point) == Character.NON_SPACING_MARK;
    }

    /// A sign beyond ASCII stands for itself; ASCII's only part words, or code would be mostly signs.
    private static boolean isSign(int point) {
        return point > 0x7f && Character.isDefined(point) && !Character.isWhitespace(point) && !Character.isSpaceChar(point)
                && !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE;
    }

    private static String lower(String word) {
        for (int i = 0; ; i++) {
            if (i == word.length()) {
                return word;
            }
            char c = word.charAt(i);
            if (c > 0x7f || c >= 'A' && c <= 'Z') {
                break;
            }
        }
        var out = new StringBuilder(word.length());
        word.codePoints().map(Character::toLowerCase).forEach(out::appendCodePoint);
        return out.toString();
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        return new TokenStreamComponents(new Words());
    }

    @Override
    public int getPositionIncrementGap(String field) {
        // A phrase does not reach from one line into the next.
        return 100;
    }

    private static final class Words extends Tokenizer {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
        private final char[] buffer = new char[4_096];
        private final StringBuilder text = new StringBuilder();
        private List<Word> words = List.of();
        private int next;
        private int end;

        @Override
        public void reset() throws IOException {
            super.reset();
            text.setLength(0);
            for (int n = input.read(buffer); n > 0; n = input.read(buffer)) {
                text.append(buffer, 0, n);
            }
            words = words(text.toString());
            next = 0;
            end = text.length();
        }

        @Override
        public boolean incrementToken() {
            clearAttributes();
            if (next == words.size()) {
                return false;
            }
            Word word = words.get(next++);
            term.append(word.text());
            offset.setOffset(correctOffset(word.start()), correctOffset(word.end()));
            return true;
        }

        @Override
        public void end() throws IOException {
            super.end();
            offset.setOffset(correctOffset(end), correctOffset(end));
        }
    }
}
