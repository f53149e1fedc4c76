package dev.countersign.ledger.store;

import dev.countersign.workspace.Sha256;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The layout of one record of a pack: a head of 40 bytes and the stored bytes.
///
/// Head: SHA-256 of the content; a word of 2 bits kind and 30 bits length of the stored bytes; CRC-32C of the 36 bytes before
/// it and the stored bytes. All numbers big-endian.
final class Pack {
    static final int HEAD = 40;
    static final int LARGEST_STORED = (1 << 30) - 1;

    private Pack() {}

    /// What the stored bytes are.
    enum Kind {
        /// One zstd frame with its content size.
        WHOLE,
        /// Digest of the base (32 bytes), depth (1 byte), one zstd frame made with the base as dictionary; see [Delta].
        DELTA,
        /// One zstd frame of a list: total length (64 bits), then the digest of each chunk. The chunks are records of their own.
        LIST,
        /// Never written.
        RESERVED
    }

    record Head(Sha256 content, Kind kind, int stored, int crc) {
        static Head read(ByteBuffer in) {
            var content = new Sha256(in.getLong(), in.getLong(), in.getLong(), in.getLong());
            int word = in.getInt();
            return new Head(content, Kind.values()[word >>> 30], word & LARGEST_STORED, in.getInt());
        }
    }

    static ByteBuffer record(Sha256 content, Kind kind, byte[] stored) {
        var record = ByteBuffer.allocate(HEAD + stored.length);
        record.put(content.bytes()).putInt(kind.ordinal() << 30 | stored.length).putInt(0).put(stored);
        record.putInt(HEAD - 4, crc(record.array()));
        return record.flip();
    }

    /// The checksum of a record of this head and these stored bytes.
    static int crc(byte[] head, byte[] stored) {
        var crc = new CRC32C();
        crc.update(head, 0, HEAD - 4);
        crc.update(stored, 0, stored.length);
        return (int) crc.getValue();
    }

    /// The checksum of a whole record.
    static int crc(byte[] record) {
        var crc = new CRC32C();
        crc.update(record, 0, HEAD - 4);
        crc.update(record, HEAD, record.length - HEAD);
        return (int) crc.getValue();
    }
}
