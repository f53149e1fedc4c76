package dev.countersign.ledger.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/// Zstandard frames (RFC 8878) that name their content size, alone or with another content as raw dictionary. Nothing larger than
/// `most` bytes is ever unpacked, whatever a frame says of itself.
final class Frames {
    private static final int LEVEL = 3;
    private static final int DELTA_LEVEL = 9;
    /// What a formatted dictionary begins with (RFC 8878 §5). Such content would not be taken as raw bytes.
    private static final byte[] FORMATTED = {0x37, (byte) 0xa4, 0x30, (byte) 0xec};
    private static final int LEAST = 8;

    private Frames() {}

    static byte[] pack(byte[] plain) {
        return Zstd.compress(plain, LEVEL);
    }

    static byte[] pack(byte[] plain, byte[] base) {
        try (var context = new ZstdCompressCtx()) {
            context.setLevel(DELTA_LEVEL).setContentSize(true).setDictID(false).loadDict(base);
            return context.compress(plain);
        }
    }

    /// Whether a content can be the raw dictionary of another.
    static boolean isBase(byte[] content) {
        return content.length >= LEAST && !Arrays.equals(content, 0, FORMATTED.length, FORMATTED, 0, FORMATTED.length);
    }

    /// @throws ZstdException where it is no whole frame with its content size, or larger than `most`
    static byte[] unpack(byte[] frame, long most) {
        return whole(Zstd.decompress(frame, size(frame, most)), frame);
    }

    static byte[] unpack(byte[] frame, byte[] base, long most) {
        int size = size(frame, most);
        try (var context = new ZstdDecompressCtx()) {
            return whole(context.loadDict(base).decompress(frame, size), frame);
        }
    }

    private static int size(byte[] frame, long most) {
        long size = Zstd.getFrameContentSize(frame);
        if (size < 0 || size > most) {
            throw new ZstdException(0, "no usable content size");
        }
        return (int) size;
    }

    private static byte[] whole(byte[] plain, byte[] frame) {
        if (plain.length != Zstd.getFrameContentSize(frame)) {
            throw new ZstdException(0, "shorter than its content size");
        }
        return plain;
    }
}
