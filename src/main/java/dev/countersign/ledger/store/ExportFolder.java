package dev.countersign.ledger.store;

import dev.countersign.workspace.Sha256;
import java.nio.file.Path;
import java.util.Locale;

/// Where the files of an export lie.
record ExportFolder(Path root) {
    static final String HEAD = "countersign-export 1";

    Path manifest() {
        return root.resolve("manifest");
    }

    Path readme() {
        return root.resolve("README.md");
    }

    Path genesis() {
        return root.resolve("genesis");
    }

    Path key() {
        return root.resolve("key.pub");
    }

    /// The newest tree head.
    Path checkpoint() {
        return root.resolve("checkpoint");
    }

    /// The anchor log.
    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path sums() {
        return root.resolve("SHA256SUMS");
    }

    Path entry(long seq) {
        return root.resolve("entries").resolve(digits(seq) + ".cbor");
    }

    Path proof(long seq) {
        return root.resolve("proofs").resolve(digits(seq) + ".tlog-proof");
    }

    /// Relative to the folder, with slashes, as `SHA256SUMS` names it.
    static String content(Sha256 content) {
        return "content/" + content.hex().substring(0, 2) + "/" + content.hex();
    }

    /// A tile of C2SP `tlog-tiles`. @param width hashes in it
    Path tile(int level, long index, int width) {
        var path = new StringBuilder("%03d".formatted(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            path.insert(0, "x%03d/".formatted(rest % 1000));
        }
        return root.resolve("tile/" + level + "/" + path + (width == 256 ? "" : ".p/" + width));
    }

    private static String digits(long seq) {
        return String.format(Locale.ROOT, "%03d/%03d/%03d", seq / 1_000_000, seq / 1_000 % 1_000, seq % 1_000);
    }
}
