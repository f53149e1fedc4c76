package dev.countersign.remote;

import java.io.IOException;
import java.io.InputStream;

/// A stream that goes along with a call. What is short is held, so that it can be sent again.
final class Prepared {
    private static final int SHORT = 1 << 20;

    private final byte[] start;
    private final InputStream rest;
    private final boolean whole;
    private boolean used;

    Prepared(InputStream content) throws IOException {
        this.start = content.readNBytes(SHORT);
        this.rest = content;
        this.whole = start.length < SHORT;
    }

    boolean canBeSent() {
        return whole || !used;
    }

    /// The whole of it, for a ledger that came to be in this process.
    InputStream again() {
        var held = new java.io.ByteArrayInputStream(start);
        return whole ? held : new java.io.SequenceInputStream(held, rest);
    }

    /// @throws LostException where the other is gone
    /// @throws IOException   where the content itself cannot be read; the other was told
    void sendOver(Wire wire) throws IOException {
        used = true;
        for (int at = 0; at < start.length; at += Wire.CHUNK) {
            byte[] piece = java.util.Arrays.copyOfRange(start, at, Math.min(start.length, at + Wire.CHUNK));
            sent(wire, Frames.CHUNK, piece, piece.length);
        }
        if (!whole) {
            byte[] buffer = new byte[Wire.CHUNK];
            while (true) {
                int n;
                try {
                    n = rest.read(buffer, 0, buffer.length);
                } catch (IOException | RuntimeException e) {
                    sent(wire, Frames.ABORT, buffer, 0);
                    throw e;
                }
                if (n < 0) {
                    break;
                }
                sent(wire, Frames.CHUNK, buffer, n);
            }
        }
        sent(wire, Frames.END, start, 0);
    }

    private static void sent(Wire wire, Frames kind, byte[] bytes, int length) throws IOException {
        try {
            wire.send(kind, bytes, length);
        } catch (IOException e) {
            throw new LostException(true, e);
        }
    }
}
