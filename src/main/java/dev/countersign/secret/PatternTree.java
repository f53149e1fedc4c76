package dev.countersign.secret;

import java.util.Arrays;
import java.util.List;

/// Byte patterns as a prefix tree, with the words that say which secret a pattern belongs to. Immutable once built.
final class PatternTree {
    private static final int NONE = -1;

    private final int[] roots = new int[256];
    private byte[] label = new byte[1024];
    private int[] child = new int[1024];
    private int[] sibling = new int[1024];
    private int[] word = new int[1024];
    private int size;

    /// @param patterns none empty
    PatternTree(List<byte[]> patterns, List<Integer> words) {
        Arrays.fill(roots, NONE);
        for (int i = 0; i < patterns.size(); i++) {
            add(patterns.get(i), words.get(i));
        }
    }

    private void add(byte[] pattern, int name) {
        int node = roots[pattern[0] & 0xff];
        if (node == NONE) {
            node = roots[pattern[0] & 0xff] = make(pattern[0]);
        }
        for (int i = 1; i < pattern.length; i++) {
            int next = next(node, pattern[i]);
            if (next == NONE) {
                next = make(pattern[i]);
                sibling[next] = child[node];
                child[node] = next;
            }
            node = next;
        }
        if (word[node] == NONE) {
            word[node] = name;
        }
    }

    private int make(byte b) {
        if (size == label.length) {
            label = Arrays.copyOf(label, 2 * size);
            child = Arrays.copyOf(child, 2 * size);
            sibling = Arrays.copyOf(sibling, 2 * size);
            word = Arrays.copyOf(word, 2 * size);
        }
        label[size] = b;
        child[size] = NONE;
        sibling[size] = NONE;
        word[size] = NONE;
        return size++;
    }

    private int next(int node, byte b) {
        int next = child[node];
        while (next != NONE && label[next] != b) {
            next = sibling[next];
        }
        return next;
    }

    /// The longest pattern that begins at `from`.
    ///
    /// @return its length in the upper, its word in the lower half; -1 for none
    long longest(byte[] text, int from, int to) {
        int node = from < to ? roots[text[from] & 0xff] : NONE;
        long found = -1;
        for (int i = from + 1; node != NONE; i++) {
            if (word[node] != NONE) {
                found = (long) (i - from) << 32 | word[node];
            }
            node = i < to ? next(node, text[i]) : NONE;
        }
        return found;
    }

    /// Whether a pattern may begin at `from` and end behind `to`.
    boolean goesOn(byte[] text, int from, int to) {
        int node = roots[text[from] & 0xff];
        for (int i = from + 1; node != NONE && i < to; i++) {
            node = next(node, text[i]);
        }
        return node != NONE && child[node] != NONE;
    }
}
