package dev.countersign.ledger.store;

import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.List;

/// Large content, read chunk by chunk and checked as a whole at its end.
final class ChunkedContent extends InputStream {
    private final Sha256 content;
    private final Iterator<Sha256> chunks;
    private final Source source;
    private final MessageDigest digest = Sha256.digester();
    private byte[] chunk = new byte[0];
    private int at;
    private boolean ended;

    /// Where chunks come from, checked.
    interface Source {
        byte[] read(Sha256 chunk) throws IOException;
    }

    ChunkedContent(Sha256 content, List<Sha256> chunks, Source source) {
        this.content = content;
        this.chunks = chunks.iterator();
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (at == chunk.length) {
            if (!chunks.hasNext()) {
                end();
                return -1;
            }
            chunk = source.read(chunks.next());
            digest.update(chunk);
            at = 0;
        }
        int taken = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, into, offset, taken);
        at += taken;
        return taken;
    }

    private void end() throws MissingContentException {
        if (!ended && !Sha256.ofDigest(digest.digest()).equals(content)) {
            throw new MissingContentException(content, "is damaged in the ledger's vault");
        }
        ended = true;
    }
}
