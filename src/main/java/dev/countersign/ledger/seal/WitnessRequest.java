package dev.countersign.ledger.seal;

import dev.countersign.ledger.merkle.ConsistencyProof;
import dev.countersign.workspace.Sha256;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// That a log only grew since a smaller checkpoint, as a text that stands by itself: the body of C2SP `tlog-witness`
/// `add-checkpoint`, which a witness takes as it is.
///
/// @param oldSize    leaves of the older checkpoint; 0 for a witness that never saw this log
/// @param path       the consistency proof (RFC 6962 §2.1.2)
/// @param checkpoint the newer tree head
public record WitnessRequest(long oldSize, List<Sha256> path, Checkpoint checkpoint) {
    public WitnessRequest {
        path = List.copyOf(path);
    }

    /// Reads the text. Says nothing about whether it holds.
    ///
    /// @throws IllegalArgumentException where it is none, naming the line
    public static WitnessRequest parse(String text) {
        int blank = text.indexOf("\n\n");
        List<String> lines = blank < 0 ? List.of("") : List.of(text.substring(0, blank).split("\n", -1));
        if (!lines.getFirst().matches("old (0|[1-9][0-9]{0,17})")) {
            throw new IllegalArgumentException("line 1 is no old size");
        }
        var path = new ArrayList<Sha256>();
        for (int at = 1; at < lines.size(); at++) {
            path.add(LogProof.hash(lines.get(at), at));
        }
        String note = text.substring(blank + 2);
        return new WitnessRequest(Long.parseLong(lines.getFirst().substring("old ".length())), path,
                Checkpoint.parse(note, Checkpoint.originOf(note)));
    }

    /// Whether it leads from the older root to the newer one. Says nothing about signatures.
    public boolean holds(Sha256 oldRoot) {
        return new ConsistencyProof(oldSize, checkpoint.size(), oldRoot, checkpoint.root(), path).holds();
    }

    public String text() {
        var out = new StringBuilder("old ").append(oldSize).append('\n');
        path.forEach(hash -> out.append(Base64.getEncoder().encodeToString(hash.bytes())).append('\n'));
        return out.append('\n').append(checkpoint.note()).toString();
    }
}
