package dev.countersign.network.proxy;

import dev.countersign.network.Connection;
import dev.countersign.network.Gateway;
import dev.countersign.network.Metered;
import dev.countersign.network.ModelEndpoint;
import dev.countersign.network.NetworkRules;
import dev.countersign.network.Objections;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// An HTTP proxy on a Unix domain socket of its own for each call: `CONNECT` for TLS, absolute addresses for plain HTTP, and a model
/// below its path. It opens no port.
public final class UnixGateway implements Gateway {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private final Path folder;
    private final Way way;
    private final ProxyLimits limits;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final HttpClient client;
    private final AtomicBoolean swept = new AtomicBoolean();

    /// @param folder short, for this user alone; made when it is needed
    /// @param random names the sockets
    public UnixGateway(Path folder, Way way, ProxyLimits limits, InstantSource clock, RandomGenerator random) {
        this.folder = folder;
        this.way = way;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.dial()).build();
    }

    @Override
    public Passage open(NetworkRules rules, List<ModelEndpoint> models, Objections objections, Consumer<Connection> heard) throws IOException {
        Path socket = mine().resolve("net-" + word(8));
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket), 128);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return new SocketPassage(socket, server, rules, models, objections, heard);
        } catch (IOException e) {
            server.close();
            Files.deleteIfExists(socket);
            throw e;
        }
    }

    private String word(int bytes) {
        byte[] word = new byte[bytes];
        random.nextBytes(word);
        return HexFormat.of().formatHex(word);
    }

    /// The folder, after a look at whose it is: the place for temporary files is everybody's.
    private Path mine() throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName().equals(System.getProperty("user.name"))
                || !PosixFilePermissions.toString(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)).equals("rwx------")) {
            throw new IOException(folder + " is not a folder of this user alone");
        }
        if (swept.compareAndSet(false, true)) {
            sweep();
        }
        return folder;
    }

    /// Deletes sockets that a killed process left: nobody listens there.
    private void sweep() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "net-*")) {
            for (Path socket : left) {
                try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                    // Another of our processes serves it.
                } catch (IOException e) {
                    Files.deleteIfExists(socket);
                }
            }
        }
    }

    private final class SocketPassage implements Passage {
        private final Path socket;
        private final ServerSocketChannel server;
        private final Dialer dialer;
        private final Account account = new Account(limits);
        private final String token;
        private final List<ModelDoor> doors;
        private final Consumer<Connection> heard;
        private final Map<Exchange, Thread> open = new ConcurrentHashMap<>();
        private final Thread accepting;
        private final Thread looking;
        private volatile boolean closed;

        SocketPassage(Path socket, ServerSocketChannel server, NetworkRules rules, List<ModelEndpoint> models, Objections objections,
                      Consumer<Connection> heard) {
            this.socket = socket;
            this.server = server;
            this.dialer = new Dialer(rules, objections, way, limits);
            this.token = "countersign-" + word(24);
            this.doors = models.stream().map(endpoint -> new ModelDoor(endpoint, token, client, account)).toList();
            this.heard = heard;
            accepting = Thread.ofVirtual().name("network").start(this::accept);
            looking = Thread.ofVirtual().name("network-limits").start(this::look);
        }

        @Override
        public Path socket() {
            return socket;
        }

        @Override
        public String token() {
            return token;
        }

        @Override
        public Metered metered() {
            // A program is gone as soon as it has what it wants, which may be before the end of an answer came.
            long until = System.nanoTime() + SETTLING.toNanos();
            try {
                for (Thread thread : open.values()) {
                    thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return account.metered();
        }

        @Override
        public boolean isCut() {
            return account.isCut();
        }

        private void accept() {
            while (!closed) {
                try {
                    SocketChannel program = server.accept();
                    var exchange = new Exchange(program, dialer, doors, limits, account, clock.instant(), this::told);
                    open.put(exchange, Thread.ofVirtual().name("network-connection").start(exchange));
                } catch (IOException e) {
                    return;
                }
            }
        }

        private synchronized void told(Connection connection) {
            heard.accept(connection);
        }

        private void look() {
            while (!closed) {
                open.forEach((exchange, thread) -> {
                    if (thread.getState() == Thread.State.TERMINATED) {
                        open.remove(exchange);
                    } else {
                        exchange.look();
                    }
                });
                try {
                    Thread.sleep(LOOK);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        @Override
        public void close() {
            closed = true;
            try {
                server.close();
                Files.deleteIfExists(socket);
            } catch (IOException e) {
                // A socket that nobody listens at does no harm.
            }
            looking.interrupt();
            join(accepting);
            open.forEach((exchange, _) -> exchange.cut("ended: the call is over"));
            open.values().forEach(SocketPassage.this::join);
        }

        private void join(Thread thread) {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
