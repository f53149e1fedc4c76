package dev.countersign.ledger.seal;

import dev.countersign.ledger.merkle.InclusionProof;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// That an entry is in a log, as a text that stands by itself: C2SP `tlog-proof`, version 1.
///
/// @param extra      what else is needed; Countersign writes the leaf's bytes here, so that nothing else is
/// @param path       sibling hashes, from the leaf up
/// @param checkpoint the tree head it leads to
public record LogProof(Optional<byte[]> extra, long index, List<Sha256> path, Checkpoint checkpoint) {
    public static final String HEAD = "c2sp.org/tlog-proof@v1";
    /// What such files are called.
    public static final String SUFFIX = ".tlog-proof";
    private static final int LONGEST = 63;

    public LogProof {
        path = List.copyOf(path);
    }

    /// The proof of a leaf of this ledger.
    public static LogProof of(byte[] leaf, InclusionProof proof, Checkpoint checkpoint) {
        return new LogProof(Optional.of(leaf), proof.index(), proof.path(), checkpoint);
    }

    /// Reads the text. Says nothing about whether it holds.
    ///
    /// @throws IllegalArgumentException where it is none, naming the line
    public static LogProof parse(String text) {
        int blank = text.indexOf("\n\n");
        if (blank < 0) {
            throw new IllegalArgumentException("no checkpoint follows");
        }
        List<String> lines = List.of(text.substring(0, blank).split("\n", -1));
        if (!lines.getFirst().equals(HEAD)) {
            throw new IllegalArgumentException("line 1 is not " + HEAD);
        }
        int at = 1;
        Optional<byte[]> extra = Optional.empty();
        if (at < lines.size() && lines.get(at).startsWith("extra ")) {
            extra = Optional.of(base64(lines.get(at).substring("extra ".length()), at));
            at++;
        }
        if (at >= lines.size() || !lines.get(at).matches("index (0|[1-9][0-9]{0,17})")) {
            throw new IllegalArgumentException("line " + (at + 1) + " is no index");
        }
        long index = Long.parseLong(lines.get(at).substring("index ".length()));
        var path = new ArrayList<Sha256>();
        for (at++; at < lines.size(); at++) {
            path.add(hash(lines.get(at), at));
        }
        if (path.size() > LONGEST) {
            throw new IllegalArgumentException("no tree is " + path.size() + " levels high");
        }
        String note = text.substring(blank + 2);
        return new LogProof(extra, index, path, Checkpoint.parse(note, Checkpoint.originOf(note)));
    }

    static Sha256 hash(String line, int at) {
        byte[] bytes = base64(line, at);
        if (bytes.length != Sha256.BYTES) {
            throw new IllegalArgumentException("line " + (at + 1) + " is no hash");
        }
        return Sha256.ofDigest(bytes);
    }

    private static byte[] base64(String text, int at) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // Said below, as for what decodes and is not written in its one form.
        }
        throw new IllegalArgumentException("line " + (at + 1) + " is not base64");
    }

    /// Whether the path leads from a leaf to the checkpoint's root. Says nothing about the checkpoint's signatures.
    public boolean holds(Sha256 leafHash) {
        return new InclusionProof(index, checkpoint.size(), leafHash, path, checkpoint.root()).holds();
    }

    /// The file.
    public String text() {
        var out = new StringBuilder(HEAD).append('\n');
        extra.ifPresent(bytes -> out.append("extra ").append(Base64.getEncoder().encodeToString(bytes)).append('\n'));
        out.append("index ").append(index).append('\n');
        path.forEach(hash -> out.append(Base64.getEncoder().encodeToString(hash.bytes())).append('\n'));
        return out.append('\n').append(checkpoint.note()).toString();
    }

    /// Writes the file.
    public void save(Path file) throws IOException {
        Files.writeString(file, text());
    }
}
