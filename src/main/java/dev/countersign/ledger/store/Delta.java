package dev.countersign.ledger.store;

import com.github.luben.zstd.ZstdException;
import dev.countersign.workspace.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The stored bytes of a content that is kept as its difference from another one.
///
/// A base lies always nearer to whole content than what is made with it, so a chain ends after [#DEEPEST] steps, whatever a damaged
/// or forged pack says.
///
/// @param base  the content that the frame was made with
/// @param depth 1 where the base is whole, else at least one more than the base's, up to [#DEEPEST]
/// @param frame one zstd frame
record Delta(Sha256 base, int depth, byte[] frame) {
    /// Deltas between a content and one that is kept whole.
    static final int DEEPEST = 16;
    /// Bytes of a content or base from which no delta is made.
    static final int LARGEST = Vault.CHUNK;
    static final int FRONT = Sha256.BYTES + 1;

    /// @throws ZstdException where these are no such bytes
    static Delta read(byte[] stored) {
        if (stored.length <= FRONT) {
            throw new ZstdException(0, "too short for a delta");
        }
        var in = ByteBuffer.wrap(stored);
        var base = new Sha256(in.getLong(), in.getLong(), in.getLong(), in.getLong());
        int depth = in.get() & 0xff;
        if (depth < 1 || depth > DEEPEST) {
            throw new ZstdException(0, "no depth of a delta");
        }
        return new Delta(base, depth, Arrays.copyOfRange(stored, FRONT, stored.length));
    }

    int size() {
        return FRONT + frame.length;
    }

    byte[] bytes() {
        return ByteBuffer.allocate(FRONT + frame.length).put(base.bytes()).put((byte) depth).put(frame).array();
    }
}
