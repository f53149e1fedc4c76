package dev.countersign.remote;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;

/// One connection: frames out and in. For one thread at a time; [#close] from any. An interrupt does not cut a frame short: it is kept
/// for later, since a connection that was interrupted half-way would leave the outcome of a call unknown.
final class Wire implements AutoCloseable {
    /// The largest piece of a stream.
    static final int CHUNK = 64 << 10;
    private static final int LARGEST = 1 << 30;
    private static final int HEAD = 5;

    record Frame(Frames kind, byte[] payload) {
        In in() {
            return new In(payload);
        }
    }

    /// Asked every now and then while a frame is awaited; throws to give up.
    interface Waiting {
        void tick() throws IOException;
    }

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocateDirect(CHUNK + 64).flip();
    private final ByteBuffer out = ByteBuffer.allocateDirect(CHUNK + 64);
    private int largest;

    /// @param largest the largest frame that is taken, in bytes; see [#trust]
    Wire(SocketChannel channel, int largest) throws IOException {
        this.channel = channel;
        this.largest = largest;
        channel.configureBlocking(false);
        this.selector = Selector.open();
        this.key = channel.register(selector, SelectionKey.OP_READ);
    }

    static Wire connect(UnixDomainSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        try {
            return new Wire(channel, LARGEST);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// The other has shown who it is.
    void trust() {
        largest = LARGEST;
    }

    void send(Frames kind, Out payload) throws IOException {
        send(kind, payload.array(), payload.size());
    }

    void send(Frames kind, byte[] payload, int length) throws IOException {
        out.clear().putInt(length).put((byte) kind.ordinal());
        int from = 0;
        do {
            int piece = Math.min(out.remaining(), length - from);
            out.put(payload, from, piece);
            from += piece;
            out.flip();
            while (out.hasRemaining()) {
                if (channel.write(out) == 0) {
                    await(SelectionKey.OP_WRITE, 1_000);
                }
            }
            out.clear();
        } while (from < length);
    }

    /// The next frame; waits for it.
    ///
    /// @throws EOFException where the other has closed
    Frame receive(long tickMillis, Waiting waiting) throws IOException {
        while (true) {
            Optional<Frame> frame = poll();
            if (frame.isPresent()) {
                return frame.get();
            }
            await(SelectionKey.OP_READ, tickMillis);
            waiting.tick();
        }
    }

    Frame receive() throws IOException {
        return receive(10_000, () -> { });
    }

    private byte[] partial = new byte[0];
    private int have;
    private Frames kind = Frames.END;
    private boolean inFrame;

    /// The next frame where it is there already.
    Optional<Frame> poll() throws IOException {
        while (true) {
            if (!inFrame && in.remaining() >= HEAD) {
                int length = in.getInt();
                int ordinal = in.get();
                if (length < 0 || length > largest || ordinal < 0 || ordinal >= Frames.values().length) {
                    throw new IOException("what came is no message");
                }
                partial = new byte[length];
                have = 0;
                kind = Frames.values()[ordinal];
                inFrame = true;
            }
            if (inFrame) {
                int piece = Math.min(in.remaining(), partial.length - have);
                in.get(partial, have, piece);
                have += piece;
                if (have == partial.length) {
                    inFrame = false;
                    byte[] whole = partial;
                    partial = new byte[0];
                    return Optional.of(new Frame(kind, whole));
                }
            }
            in.compact();
            int n;
            try {
                n = channel.read(in);
            } finally {
                in.flip();
            }
            if (n < 0) {
                throw new EOFException("the other process closed the connection");
            }
            if (n == 0) {
                return Optional.empty();
            }
        }
    }

    private void await(int operation, long millis) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            key.interestOps(operation);
            selector.select(millis);
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException | java.nio.channels.CancelledKeyException e) {
            throw new IOException("the connection was closed", e);
        } finally {
            if (Thread.interrupted() || interrupted) {
                // A thread that is marked does not wait in a selector: the mark is kept for the end of the call.
                marked = true;
            }
        }
    }

    private boolean marked;

    /// Marks the thread that was interrupted meanwhile; at the end of a call.
    void settle() {
        if (marked) {
            marked = false;
            Thread.currentThread().interrupt();
        }
    }

    /// Whether nothing was said unasked, and the other is still there.
    boolean isUsable() {
        try {
            return poll().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    boolean isClosed() {
        return !channel.isOpen();
    }

    static boolean same(byte[] one, byte[] other) {
        return java.security.MessageDigest.isEqual(Arrays.copyOf(one, one.length), other);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
