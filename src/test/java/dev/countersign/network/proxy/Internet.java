package dev.countersign.network.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A stand-in for everything outside: names that lead where a test says, and one server on this machine behind every address that is
/// dialled. It remembers who was looked up and dialled, and what arrived.
final class Internet implements Way, AutoCloseable {
    private final ServerSocket server;
    private final Map<String, Deque<List<InetAddress>>> names = new HashMap<>();
    private final List<String> looked = new ArrayList<>();
    private final List<String> dialled = new ArrayList<>();
    private final List<ByteArrayOutputStream> arrived = new ArrayList<>();

    Internet() throws IOException {
        server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    /// Whichever stands in at the moment.
    static Way switchboard(Supplier<Internet> now) {
        return new Way() {
            @Override
            public List<InetAddress> resolve(String host) throws IOException {
                return now.get().resolve(host);
            }

            @Override
            public SocketChannel dial(InetSocketAddress to, Duration limit) throws IOException {
                return now.get().dial(to, limit);
            }
        };
    }

    /// Each answer is for one look-up; the last one for all that follow.
    @SafeVarargs
    final Internet name(String host, List<String>... answers) {
        var all = new ArrayDeque<List<InetAddress>>();
        for (List<String> answer : answers) {
            all.add(answer.stream().map(InetAddress::ofLiteral).toList());
        }
        names.put(host, all);
        return this;
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public synchronized List<InetAddress> resolve(String host) throws IOException {
        looked.add(host);
        Deque<List<InetAddress>> answers = names.get(host);
        if (answers == null) {
            throw new UnknownHostException(host);
        }
        return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    }

    @Override
    public SocketChannel dial(InetSocketAddress to, Duration limit) throws IOException {
        synchronized (this) {
            dialled.add(to.getAddress().getHostAddress() + ":" + to.getPort());
        }
        return SocketChannel.open(server.getLocalSocketAddress());
    }

    private void serve() {
        while (true) {
            try {
                Socket socket = server.accept();
                var bytes = new ByteArrayOutputStream();
                synchronized (this) {
                    arrived.add(bytes);
                }
                Thread.ofVirtual().start(() -> answer(socket, bytes));
            } catch (IOException e) {
                return;
            }
        }
    }

    /// To TLS it says "reached" in plain words; to HTTP it answers once the request is there.
    private static void answer(Socket socket, ByteArrayOutputStream bytes) {
        try (socket) {
            socket.setSoTimeout(5000);
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[65536];
            while (true) {
                int n = in.read(buffer);
                if (n < 0) {
                    return;
                }
                synchronized (bytes) {
                    bytes.write(buffer, 0, n);
                }
                String text = bytes.toString(ISO_8859_1);
                if (text.charAt(0) == 22) {
                    socket.getOutputStream().write("reached".getBytes(ISO_8859_1));
                    socket.shutdownOutput();
                } else if (text.startsWith("GET /redirect") && text.contains("\r\n\r\n")) {
                    socket.getOutputStream().write("HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .getBytes(ISO_8859_1));
                    return;
                } else if (text.startsWith("GET /much")) {
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
                    for (int i = 0; i < 400; i++) {
                        socket.getOutputStream().write(new byte[16384]);
                    }
                    return;
                } else if (text.contains("\r\n\r\n") && !text.startsWith("GET /hang")
                        && (!text.startsWith("POST") || text.endsWith("end") || text.endsWith("0\r\n\r\n"))) {
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nreached".getBytes(ISO_8859_1));
                    socket.shutdownOutput();
                    // Whatever else comes is to be seen.
                    socket.setSoTimeout(500);
                }
            }
        } catch (IOException e) {
            // The other side is gone.
        }
    }

    synchronized List<String> looked() {
        return List.copyOf(looked);
    }

    synchronized List<String> dialled() {
        return List.copyOf(dialled);
    }

    /// What came over each connection.
    synchronized List<String> arrived() {
        return arrived.stream().map(each -> {
            synchronized (each) {
                return each.toString(ISO_8859_1);
            }
        }).toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
