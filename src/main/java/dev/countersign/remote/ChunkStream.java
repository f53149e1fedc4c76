package dev.countersign.remote;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/// Content that comes in pieces over the socket. One thread.
abstract class ChunkStream extends InputStream {
    private byte[] chunk = new byte[0];
    private int at;
    private boolean ended;

    /// The next piece; empty where the content ends.
    abstract Optional<byte[]> next() throws IOException;

    /// Nothing more comes, whole or not.
    final void end() {
        ended = true;
    }

    final boolean hasEnded() {
        return ended;
    }

    /// Reads what is left, and keeps none of it.
    final void skipRest() throws IOException {
        while (more()) {
            at = chunk.length;
        }
    }

    private boolean more() throws IOException {
        while (at == chunk.length && !ended) {
            Optional<byte[]> next = next();
            if (next.isPresent()) {
                chunk = next.get();
                at = 0;
            } else {
                ended = true;
            }
        }
        return at < chunk.length;
    }

    @Override
    public int read() throws IOException {
        return more() ? chunk[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int n = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, into, from, n);
        at += n;
        return n;
    }
}
