package dev.countersign.secret;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/// What is to be replaced in a text: spans in order, none touching another. Those that overlap become one, with the word of the longest.
final class Spans {
    /// The word of this span was written before.
    static final int CONTINUED = -1;

    private int[] from = new int[8];
    private int[] to = new int[8];
    private int[] word = new int[8];
    private int[] longest = new int[8];
    private int size;

    /// @param start not before that of the span added last
    void add(int start, int end, int name) {
        if (size > 0 && start < to[size - 1]) {
            int last = size - 1;
            to[last] = Math.max(to[last], end);
            if (word[last] != CONTINUED && end - start > longest[last]) {
                longest[last] = end - start;
                word[last] = name;
            }
            return;
        }
        if (size == from.length) {
            from = Arrays.copyOf(from, 2 * size);
            to = Arrays.copyOf(to, 2 * size);
            word = Arrays.copyOf(word, 2 * size);
            longest = Arrays.copyOf(longest, 2 * size);
        }
        from[size] = start;
        to[size] = end;
        word[size] = name;
        longest[size] = end - start;
        size++;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// Where the span begins that lies across `place`; `place` itself where none does.
    int startOfOneAcross(int place) {
        for (int i = size - 1; i >= 0; i--) {
            if (from[i] < place && to[i] > place) {
                return from[i];
            }
        }
        return place;
    }

    /// Writes what begins before `stop`, redacted.
    ///
    /// @return up to where the text is dealt with: the end of the last span; may lie behind `stop`
    int writeTo(ByteArrayOutputStream out, byte[] text, int begin, int stop, List<String> words) {
        int at = begin;
        for (int i = 0; i < size && from[i] < stop; i++) {
            out.write(text, at, from[i] - at);
            if (word[i] != CONTINUED) {
                out.writeBytes(words.get(word[i]).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            at = to[i];
        }
        return at;
    }
}
