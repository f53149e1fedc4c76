package dev.countersign.ledger.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Zstandard frames (RFC 8878) that name their content size, alone or with another content as raw dictionary. Nothing larger than
/// `most` bytes is ever unpacked, whatever a frame says of itself. Keeps a few contexts: making one costs more than what it is used for.
/// Safe for use by several threads.
final class Frames implements AutoCloseable {
    private static final int LEVEL = 3;
    private static final int DELTA_LEVEL = 6;
    private static final int KEPT = 2;
    /// What a formatted dictionary begins with (RFC 8878 §5). Such content would not be taken as raw bytes.
    private static final byte[] FORMATTED = {0x37, (byte) 0xa4, 0x30, (byte) 0xec};
    private static final int LEAST = 8;

    private final Pool<ZstdCompressCtx> packers = new Pool<>(() -> new ZstdCompressCtx().setLevel(LEVEL).setContentSize(true), ZstdCompressCtx::close);
    private final Pool<ZstdCompressCtx> deltaPackers =
            new Pool<>(() -> new ZstdCompressCtx().setLevel(DELTA_LEVEL).setContentSize(true).setDictID(false), ZstdCompressCtx::close);
    private final Pool<ZstdDecompressCtx> unpackers = new Pool<>(ZstdDecompressCtx::new, ZstdDecompressCtx::close);
    private final Pool<ZstdDecompressCtx> deltaUnpackers = new Pool<>(ZstdDecompressCtx::new, ZstdDecompressCtx::close);

    private static final class Pool<C> {
        private final Supplier<C> make;
        private final Consumer<C> close;
        private final BlockingQueue<C> free = new ArrayBlockingQueue<>(KEPT);
        private volatile boolean closed;

        Pool(Supplier<C> make, Consumer<C> close) {
            this.make = make;
            this.close = close;
        }

        /// A context that failed is not used again.
        byte[] use(Function<C, byte[]> work) {
            C context = Optional.ofNullable(free.poll()).orElseGet(make);
            boolean good = false;
            try {
                byte[] result = work.apply(context);
                good = true;
                return result;
            } finally {
                if (!good || closed || !free.offer(context)) {
                    close.accept(context);
                }
            }
        }

        void close() {
            closed = true;
            for (C context = free.poll(); context != null; context = free.poll()) {
                close.accept(context);
            }
        }
    }

    byte[] pack(byte[] plain) {
        return packers.use(context -> context.compress(plain));
    }

    byte[] pack(byte[] plain, byte[] base) {
        return deltaPackers.use(context -> context.loadDict(base).compress(plain));
    }

    /// Whether a content can be the raw dictionary of another.
    static boolean isBase(byte[] content) {
        return content.length >= LEAST && !Arrays.equals(content, 0, FORMATTED.length, FORMATTED, 0, FORMATTED.length);
    }

    /// @throws ZstdException where it is no whole frame with its content size, or larger than `most`
    byte[] unpack(byte[] frame, long most) {
        int size = size(frame, most);
        return whole(unpackers.use(context -> context.decompress(frame, size)), size);
    }

    byte[] unpack(byte[] frame, byte[] base, long most) {
        int size = size(frame, most);
        return whole(deltaUnpackers.use(context -> context.loadDict(base).decompress(frame, size)), size);
    }

    /// Without a context that is kept: for what is rare.
    static byte[] unpackOnce(byte[] frame, long most) {
        int size = size(frame, most);
        return whole(Zstd.decompress(frame, size), size);
    }

    private static int size(byte[] frame, long most) {
        long size = Zstd.getFrameContentSize(frame);
        if (size < 0 || size > most) {
            throw new ZstdException(0, "no usable content size");
        }
        return (int) size;
    }

    private static byte[] whole(byte[] plain, int size) {
        if (plain.length != size) {
            throw new ZstdException(0, "shorter than its content size");
        }
        return plain;
    }

    @Override
    public void close() {
        packers.close();
        deltaPackers.close();
        unpackers.close();
        deltaUnpackers.close();
    }
}
