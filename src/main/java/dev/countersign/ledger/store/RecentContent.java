package dev.countersign.ledger.store;

import dev.countersign.workspace.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Contents that were unpacked last, up to a number of bytes: bases of the deltas that come next. Safe for use by
/// several threads.
final class RecentContent {
    private final Map<Sha256, byte[]> contents = new LinkedHashMap<>(16, 0.75f, true);
    private final long most;
    private long bytes;

    RecentContent(long most) {
        this.most = most;
    }

    synchronized Optional<byte[]> get(Sha256 content) {
        return Optional.ofNullable(contents.get(content));
    }

    synchronized void clear() {
        contents.clear();
        bytes = 0;
    }

    synchronized void add(Sha256 content, byte[] plain) {
        if (contents.put(content, plain) == null) {
            bytes += plain.length;
        }
        for (var eldest = contents.entrySet().iterator(); bytes > most && eldest.hasNext(); ) {
            bytes -= eldest.next().getValue().length;
            eldest.remove();
        }
    }
}
