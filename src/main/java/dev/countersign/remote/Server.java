package dev.countersign.remote;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// Serves one object to other processes of the same user: a thread per connection, one call at a time on each. A client that does
/// not read holds up its own connection and nobody else's.
final class Server implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Server.class.getName());
    private static final long PATIENCE_SECONDS = 10;
    private static final int MOST = 256;
    private static final long PAUSE_NANOS = 100_000_000;

    private final Path socket;
    private final ServerSocketChannel listening;
    private final Hello own;
    private final Served served;
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final Phaser busy = new Phaser(1);
    private volatile boolean closed;

    /// What is served.
    record Served(Class<?> port, Object target, Ports ports, Codec codec) {}

    /// Listens at `socket`, in the place of what a dead process left there. Only for who has the right to that name.
    Server(Path socket, Hello own, Served served) throws IOException {
        this.socket = socket;
        this.own = own;
        this.served = served;
        Files.deleteIfExists(socket);
        this.listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listening.bind(UnixDomainSocketAddress.of(socket));
            if (socket.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException | RuntimeException e) {
            listening.close();
            throw e;
        }
        Thread.ofPlatform().daemon().name("remote-accept").start(this::accept);
    }

    private void accept() {
        while (!closed) {
            try {
                SocketChannel channel = listening.accept();
                if (wires.size() >= MOST) {
                    channel.close();
                    continue;
                }
                Wire wire;
                try {
                    wire = new Wire(channel, Hello.LARGEST);
                } catch (IOException e) {
                    channel.close();
                    throw e;
                }
                wires.add(wire);
                Thread.ofPlatform().daemon().name("remote-call").start(() -> serve(wire));
            } catch (IOException e) {
                if (closed || !listening.isOpen()) {
                    return;
                }
                // Too many open files, say: that passes.
                LOG.log(System.Logger.Level.WARNING, "A connection could not be accepted", e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void serve(Wire wire) {
        try (wire) {
            if (welcome(wire)) {
                while (!closed) {
                    Wire.Frame frame = wire.receive();
                    if (frame.kind() == Frames.CALL) {
                        answer(wire, frame);
                    } else if (frame.kind() != Frames.CANCEL) {
                        // A cancel may cross the answer on its way; anything else is no call.
                        throw new IOException("what came is no call");
                    }
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A connection ended", e);
        } finally {
            wires.remove(wire);
        }
    }

    private void answer(Wire wire, Wire.Frame frame) throws IOException {
        if (busy.register() < 0) {
            throw new IOException("this process is closing");
        }
        try {
            new Answer(wire, served).to(frame.in());
        } finally {
            busy.arriveAndDeregister();
        }
    }

    private boolean welcome(Wire wire) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        Wire.Frame frame = wire.receive(1_000, () -> {
            if (System.nanoTime() > end) {
                throw new IOException("no hello came");
            }
        });
        if (frame.kind() != Frames.HELLO) {
            throw new IOException("what came is no hello");
        }
        Hello hello = Hello.read(frame.in());
        if (!Wire.same(own.token(), hello.token())) {
            wire.send(Frames.REFUSED, new Out().u8(Hello.Refusal.TOKEN.ordinal()).text(""));
            return false;
        }
        if (!Wire.same(own.schema(), hello.schema())) {
            wire.send(Frames.REFUSED, new Out().u8(Hello.Refusal.VERSION.ordinal()).text(own.version()));
            return false;
        }
        wire.trust();
        wire.send(Frames.WELCOME, new Out());
        return true;
    }

    /// Takes no more calls, lets those that run come to their end for a while, and hangs up.
    @Override
    public void close() throws IOException {
        closed = true;
        listening.close();
        Files.deleteIfExists(socket);
        int phase = busy.arriveAndDeregister();
        try {
            if (phase >= 0) {
                busy.awaitAdvanceInterruptibly(phase, PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, "A call of another process did not end", e);
        }
        for (Wire wire : wires) {
            wire.close();
        }
    }
}
