package dev.countersign.secret;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/// Takes the values of secrets out of texts, in all [Spellings], and puts `[REDACTED:NAME]` in their place. Values that overlap become one
/// such word, that of the longest: nothing of any of them stays.
///
/// One pass over the bytes: a table of shifts over blocks of three bytes (Wu and Manber, "A fast algorithm for multi-pattern
/// searching", 1994) passes over what cannot end a pattern, a prefix tree decides the rest. Immutable; safe for use by several threads.
public final class Redactor {
    /// Shorter values would be found all over, so they are not looked for.
    public static final int SHORTEST = 8;

    /// Knows no secrets.
    public static final Redactor NONE = of(List.of());

    private static final int BLOCK = 3;
    private static final int BITS = 16;

    private final List<String> words;
    private final PatternTree tree;
    private final byte[] shift;
    private final int shortest;
    private final int longest;

    /// @param name stands in the text in place of the value
    public record Known(String name, String value) {
        @Override
        public String toString() {
            return "[REDACTED:" + name + "]";
        }
    }

    private Redactor(List<String> words, PatternTree tree, byte[] shift, int shortest, int longest) {
        this.words = words;
        this.tree = tree;
        this.shift = shift;
        this.shortest = shortest;
        this.longest = longest;
    }

    /// Of several names for one value the first by its letters is shown. Values shorter than [#SHORTEST] are left out.
    public static Redactor of(Collection<Known> secrets) {
        var byValue = new TreeMap<String, String>();
        secrets.stream().filter(secret -> secret.value().strip().length() >= SHORTEST)
                .forEach(secret -> byValue.merge(secret.value().strip(), secret.name(), (a, b) -> a.compareTo(b) <= 0 ? a : b));
        var words = new ArrayList<String>();
        var patterns = new ArrayList<byte[]>();
        var owners = new ArrayList<Integer>();
        // Longest first: where two secrets share a spelling, it is that of the longer.
        byValue.entrySet().stream().sorted((a, b) -> b.getKey().length() - a.getKey().length()).forEach(secret -> {
            for (byte[] pattern : Spellings.of(secret.getKey())) {
                patterns.add(pattern);
                owners.add(words.size());
            }
            words.add("[REDACTED:" + secret.getValue() + "]");
        });
        int shortest = patterns.stream().mapToInt(p -> p.length).min().orElse(Integer.MAX_VALUE);
        int longest = patterns.stream().mapToInt(p -> p.length).max().orElse(0);
        return new Redactor(List.copyOf(words), new PatternTree(patterns, owners), shifts(patterns, shortest), shortest, longest);
    }

    private static byte[] shifts(List<byte[]> patterns, int shortest) {
        byte[] shift = new byte[1 << BITS];
        int most = Math.min(shortest, Byte.MAX_VALUE) - BLOCK + 1;
        Arrays.fill(shift, (byte) most);
        for (byte[] pattern : patterns) {
            int window = Math.min(shortest, Byte.MAX_VALUE);
            for (int end = BLOCK - 1; end < window; end++) {
                int at = hash(pattern, end);
                shift[at] = (byte) Math.min(shift[at], window - 1 - end);
            }
        }
        return shift;
    }

    private static int hash(byte[] text, int end) {
        int block = (text[end - 2] & 0xff) << 16 | (text[end - 1] & 0xff) << 8 | text[end] & 0xff;
        return block * 0x9E3779B1 >>> 32 - BITS;
    }

    /// Whether it knows nothing to look for.
    public boolean isIdle() {
        return words.isEmpty();
    }

    /// @return `text` itself where there is nothing to redact
    public String redact(String text) {
        // A character has at most three bytes for each of its units.
        if (isIdle() || 3L * text.length() < shortest) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] redacted = redact(bytes);
        return redacted == bytes ? text : new String(redacted, StandardCharsets.UTF_8);
    }

    /// @return `text` itself where there is nothing to redact
    public byte[] redact(byte[] text) {
        Spans spans = scan(text, text.length, 0);
        if (spans.isEmpty()) {
            return text;
        }
        var out = new ByteArrayOutputStream(text.length);
        int end = spans.writeTo(out, text, 0, text.length, words);
        out.write(text, end, text.length - end);
        return out.toByteArray();
    }

    /// Redacts what comes in pieces. The result is the same wherever the pieces are cut.
    public Stream stream() {
        return new Stream(this);
    }

    /// @param covered how much at the beginning belongs to a secret whose word was written already
    private Spans scan(byte[] text, int to, int covered) {
        var spans = new Spans();
        if (covered > 0) {
            spans.add(0, covered, Spans.CONTINUED);
        }
        int window = Math.min(shortest, Byte.MAX_VALUE);
        byte[] table = shift;
        for (int end = window - 1; end < to; ) {
            int skip = table[hash(text, end)];
            if (skip > 0) {
                end += skip;
                continue;
            }
            long found = tree.longest(text, end - window + 1, to);
            if (found >= 0) {
                spans.add(end - window + 1, end - window + 1 + (int) (found >>> 32), (int) found);
            }
            end++;
        }
        return spans;
    }

    /// The first place from which on a pattern may go on behind the end.
    private int open(byte[] text, int to) {
        for (int from = Math.max(0, to - longest + 1); from < to; from++) {
            if (tree.goesOn(text, from, to)) {
                return from;
            }
        }
        return to;
    }

    /// A text in pieces. What may be the beginning of a secret is held back until it is clear. For one thread at a time.
    public static final class Stream {
        private static final byte[] NOTHING = {};

        private final Redactor redactor;
        private final int most;
        private byte[] held = NOTHING;
        private int covered;

        private Stream(Redactor redactor) {
            this.redactor = redactor;
            this.most = Math.max(4096, 2 * redactor.longest);
        }

        /// Takes a piece; returns what is clear now.
        public byte[] write(byte[] piece) {
            if (redactor.isIdle()) {
                return piece;
            }
            byte[] text = held.length == 0 ? piece : Arrays.copyOf(held, held.length + piece.length);
            if (held.length > 0) {
                System.arraycopy(piece, 0, text, held.length, piece.length);
            }
            return clear(text, redactor.open(text, text.length));
        }

        /// The same for text; a character is never cut.
        public String write(String piece) {
            return redactor.isIdle() ? piece : new String(write(piece.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        }

        /// No more comes.
        public byte[] end() {
            byte[] last = clear(held, held.length);
            held = NOTHING;
            covered = 0;
            return last;
        }

        /// No more comes.
        public String endOfText() {
            return new String(end(), StandardCharsets.UTF_8);
        }

        private byte[] clear(byte[] text, int safe) {
            Spans spans = redactor.scan(text, text.length, covered);
            int upTo = spans.startOfOneAcross(safe);
            // Secrets that overlap without end would be held without end: the word is written, the rest is known to be covered.
            boolean flood = upTo < safe && text.length - upTo > most;
            int stop = flood ? safe : upTo;
            if (spans.isEmpty() && stop == text.length) {
                held = NOTHING;
                return text;
            }
            var out = new ByteArrayOutputStream(stop + 64);
            int end = spans.writeTo(out, text, 0, stop, redactor.words);
            if (end < stop) {
                out.write(text, end, stop - end);
                end = stop;
            }
            covered = Math.max(0, Math.max(end, covered) - stop);
            held = Arrays.copyOfRange(text, stop, text.length);
            return out.toByteArray();
        }
    }
}
