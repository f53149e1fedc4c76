package dev.countersign.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes being read.
final class In {
    private final byte[] bytes;
    private int at;

    In(byte[] bytes) {
        this.bytes = bytes;
    }

    private int take(int length) throws IOException {
        if (length < 0 || length > bytes.length - at) {
            throw new IOException("a message ends too early");
        }
        int from = at;
        at += length;
        return from;
    }

    int u8() throws IOException {
        return bytes[take(1)] & 0xff;
    }

    long i64() throws IOException {
        long value = 0;
        for (int from = take(8), end = from + 8; from < end; from++) {
            value = value << 8 | bytes[from] & 0xff;
        }
        return value;
    }

    int count() throws IOException {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = u8();
            value |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("a message holds a number that is too long");
    }

    /// A count of things that take at least one byte each.
    int length() throws IOException {
        int count = count();
        if (count < 0 || count > bytes.length - at) {
            throw new IOException("a message announces more than it holds");
        }
        return count;
    }

    byte[] raw(int length) throws IOException {
        int from = take(length);
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    byte[] bytes() throws IOException {
        return raw(count());
    }

    String text() throws IOException {
        if (u8() == 0) {
            return new String(bytes(), StandardCharsets.UTF_8);
        }
        char[] chars = new char[length()];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) (u8() << 8 | u8());
        }
        return new String(chars);
    }

    boolean isAtEnd() {
        return at == bytes.length;
    }
}
