package dev.countersign.sandbox.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// A program of its own: passes connections to a port of the loopback device on to a Unix domain socket. It is one class, so that it
/// can be laid anywhere; no lambdas, since these take longest to start.
final class LoopbackForwarder extends Thread {
    private static final int BUFFER = 32 << 10;

    private final SocketChannel from;
    private final SocketChannel to;
    private final boolean first;

    private LoopbackForwarder(SocketChannel from, SocketChannel to, boolean first) {
        this.from = from;
        this.to = to;
        this.first = first;
    }

    /// @param arguments the socket's path, the port
    public static void main(String[] arguments) throws IOException {
        UnixDomainSocketAddress socket = UnixDomainSocketAddress.of(arguments[0]);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET);
        server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), Integer.parseInt(arguments[1])), 128);
        System.out.print("ready");
        System.out.close();
        while (true) {
            SocketChannel program = server.accept();
            try {
                SocketChannel proxy = SocketChannel.open(socket);
                new LoopbackForwarder(program, proxy, true).start();
            } catch (IOException | OutOfMemoryError e) {
                program.close();
            }
        }
    }

    @Override
    public void run() {
        LoopbackForwarder other = new LoopbackForwarder(to, from, false);
        if (first) {
            other.start();
        }
        try {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close();
        }
        if (first) {
            try {
                other.join();
            } catch (InterruptedException e) {
                interrupt();
            }
            close();
        }
    }

    private void close() {
        try {
            from.close();
            to.close();
        } catch (IOException e) {
            // Both are gone in any case.
        }
    }
}
