package dev.countersign.remote;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes being written.
final class Out {
    private byte[] bytes = new byte[256];
    private int size;

    private void room(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int) Math.min(Integer.MAX_VALUE - 16L, bytes.length * 2L)));
        }
    }

    Out u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    Out i64(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    /// LEB128 of the unsigned value.
    Out count(int value) {
        int left = value;
        while ((left & ~0x7f) != 0) {
            u8(left & 0x7f | 0x80);
            left >>>= 7;
        }
        return u8(left);
    }

    Out raw(byte[] value, int from, int length) {
        room(length);
        System.arraycopy(value, from, bytes, size, length);
        size += length;
        return this;
    }

    Out bytes(byte[] value) {
        return count(value.length).raw(value, 0, value.length);
    }

    /// UTF-8; text that is no valid UTF-16 keeps its chars, two bytes each.
    Out text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        if (new String(utf8, StandardCharsets.UTF_8).equals(value)) {
            return u8(0).bytes(utf8);
        }
        u8(1).count(value.length());
        for (int i = 0; i < value.length(); i++) {
            u8(value.charAt(i) >>> 8).u8(value.charAt(i));
        }
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }
}
