package dev.countersign.network.proxy;

import dev.countersign.network.proxy.Refused.Why;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Passes on the body of a request, exactly it and nothing that follows; chunks are read strictly and written anew.
final class Bodies {
    private static final int BUFFER = 16 << 10;

    private Bodies() {}

    static void pass(Head.Body body, InputStream in, OutputStream out) throws IOException, Refused {
        switch (body) {
            case Head.Body.None _ -> { }
            case Head.Body.Sized sized -> sized(in, out, sized.length());
            case Head.Body.Chunked _ -> {
                while (true) {
                    long size = size(in);
                    out.write((Long.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    sized(in, out, size);
                    end(in);
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                    if (size == 0) {
                        break;
                    }
                }
            }
        }
        out.flush();
    }

    /// The same without the marks of chunks.
    static byte[] whole(Head.Body body, InputStream in, int most) throws IOException, Refused {
        var out = new java.io.ByteArrayOutputStream();
        switch (body) {
            case Head.Body.None _ -> { }
            case Head.Body.Sized sized -> {
                check(sized.length(), most);
                sized(in, out, sized.length());
            }
            case Head.Body.Chunked _ -> {
                for (long size = size(in); ; size = size(in)) {
                    check(out.size() + size, most);
                    sized(in, out, size);
                    end(in);
                    if (size == 0) {
                        break;
                    }
                }
            }
        }
        return out.toByteArray();
    }

    private static void check(long size, int most) throws Refused {
        if (size > most) {
            throw new Refused(Why.LARGE, "The request is longer than " + (most >> 20) + " MiB.");
        }
    }

    private static void sized(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (long left = length; left > 0;) {
            int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (n < 0) {
                throw new EOFException("the body of the request ends early");
            }
            out.write(buffer, 0, n);
            left -= n;
        }
    }

    /// A chunk's size: up to seven hexadecimal digits, no extensions.
    private static long size(InputStream in) throws IOException, Refused {
        long size = 0;
        for (int digits = 0; ; digits++) {
            int c = in.read();
            if (c == '\r' && digits > 0) {
                if (in.read() != '\n') {
                    throw malformed();
                }
                return size;
            }
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0 || digits == 7) {
                throw malformed();
            }
            size = size * 16 + digit;
        }
    }

    private static void end(InputStream in) throws IOException, Refused {
        if (in.read() != '\r' || in.read() != '\n') {
            throw malformed();
        }
    }

    private static Refused malformed() {
        return new Refused(Why.MALFORMED, "The request is not read: its body is not in plain chunks.");
    }
}
