package dev.countersign.ledger.entry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes the part of CBOR that leaves use, in the one deterministic form (RFC 8949 §4.2.1): shortest heads, definite lengths.
/// The caller writes map keys in ascending order.
final class CborWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    CborWriter unsigned(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("not an unsigned number: " + value);
        }
        return head(0, value);
    }

    CborWriter bytes(byte[] value) {
        head(2, value.length).out.writeBytes(value);
        return this;
    }

    CborWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        head(3, utf8.length).out.writeBytes(utf8);
        return this;
    }

    CborWriter array(int items) {
        return head(4, items);
    }

    CborWriter map(int pairs) {
        return head(5, pairs);
    }

    CborWriter nothing() {
        out.write(0xf6);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private CborWriter head(int major, long value) {
        int type = major << 5;
        if (value < 24) {
            out.write(type | (int) value);
        } else if (value < 1L << 8) {
            out.write(type | 24);
            bigEndian(value, 1);
        } else if (value < 1L << 16) {
            out.write(type | 25);
            bigEndian(value, 2);
        } else if (value < 1L << 32) {
            out.write(type | 26);
            bigEndian(value, 4);
        } else {
            out.write(type | 27);
            bigEndian(value, 8);
        }
        return this;
    }

    private void bigEndian(long value, int width) {
        for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }
}
