package dev.countersign.network.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The answer to a program that is refused, and the time to read it. A socket that is closed with something unread in it takes back what
/// was answered (RFC 9112, 9.6), so what still comes is read for a moment.
final class Parting {
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private Parting() {}

    static void say(SocketChannel program, Refused.Why why, byte[] body) throws IOException {
        String type = body[0] == '{' ? "application/json" : "text/plain; charset=utf-8";
        write(program, ("HTTP/1.1 " + why.status() + " Refused\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length
                + "\r\nX-Should-Retry: false\r\nX-Countersign-Refused: " + why.name().toLowerCase(Locale.ROOT)
                + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        write(program, body);
        program.shutdownOutput();
        program.configureBlocking(false);
        long end = System.nanoTime() + MOMENT_NANOS;
        ByteBuffer dropped = ByteBuffer.allocate(8 << 10);
        for (int n = program.read(dropped); n >= 0 && System.nanoTime() < end; n = program.read(dropped.clear())) {
            if (n == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static void write(SocketChannel program, byte[] bytes) throws IOException {
        for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
            program.write(rest);
        }
    }
}
