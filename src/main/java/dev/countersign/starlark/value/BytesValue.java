package dev.countersign.starlark.value;

import java.util.Arrays;

/// A sequence of bytes that never changes.
public final class BytesValue implements Value {
    private final byte[] octets;

    private BytesValue(byte[] octets) {
        this.octets = octets;
    }

    public static BytesValue of(byte... octets) {
        return new BytesValue(octets.clone());
    }

    /// A copy of the bytes.
    public byte[] octets() {
        return octets.clone();
    }

    byte[] shared() {
        return octets;
    }

    static BytesValue sharing(byte[] octets) {
        return new BytesValue(octets);
    }

    public int length() {
        return octets.length;
    }

    /// The byte at `index`, from 0 to 255.
    public int at(int index) {
        return octets[index] & 0xff;
    }

    @Override
    public String type() {
        return "bytes";
    }

    @Override
    public boolean truth() {
        return octets.length > 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BytesValue that && Arrays.equals(octets, that.octets);
    }

    /// FNV-1a over the bytes, 32 bits.
    @Override
    public int hashCode() {
        int hash = 0x811c9dc5;
        for (byte octet : octets) {
            hash = (hash ^ octet & 0xff) * 0x01000193;
        }
        return hash;
    }
}
