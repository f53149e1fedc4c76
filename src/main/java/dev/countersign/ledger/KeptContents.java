package dev.countersign.ledger;

import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// Contents that remember what was read last. What one entry made of a file is what the next one found; tasks and plans are those
/// of a whole run. Safe from any thread.
public final class KeptContents implements Contents {
    private static final int LARGEST = 512 << 10;

    private final Contents contents;
    private final long most;
    private final Map<Sha256, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /// @param most bytes to remember
    public KeptContents(Contents contents, long most) {
        this.contents = contents;
        this.most = most;
    }

    @Override
    public boolean has(Sha256 content) {
        return contents.has(content);
    }

    @Override
    public byte[] read(Sha256 content) throws IOException {
        byte[] known = known(content);
        if (known.length > 0) {
            return known;
        }
        byte[] read = contents.read(content);
        keep(content, read);
        return read;
    }

    @Override
    public InputStream open(Sha256 content) throws IOException {
        byte[] known = known(content);
        if (known.length > 0) {
            return new ByteArrayInputStream(known);
        }
        InputStream in = contents.open(content);
        if (!(in instanceof ByteArrayInputStream) || in.available() > LARGEST) {
            return in;
        }
        byte[] read = in.readAllBytes();
        keep(content, read);
        return new ByteArrayInputStream(read);
    }

    private synchronized byte[] known(Sha256 content) {
        return kept.getOrDefault(content, new byte[0]);
    }

    private synchronized void keep(Sha256 content, byte[] read) {
        if (read.length == 0 || read.length > LARGEST || kept.put(content, read) != null) {
            return;
        }
        bytes += read.length;
        for (var eldest = kept.entrySet().iterator(); bytes > most && eldest.hasNext(); ) {
            bytes -= eldest.next().getValue().length;
            eldest.remove();
        }
    }
}
