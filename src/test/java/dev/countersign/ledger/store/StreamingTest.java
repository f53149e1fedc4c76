package dev.countersign.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.TreeExport;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file of half a gigabyte goes in, is checked and comes out again in a process whose heap is an eighth of it.
class StreamingTest {
    private static final long BYTES = 512L << 20;

    @TempDir
    Path temporary;

    @Test
    void aHeapOf64MegabytesIsEnoughForAFileOf512() throws Exception {
        Path log = temporary.resolve("log");
        int status = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), StreamingTest.class.getName(), temporary.toString())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        assertThat(status).as(Files.readString(log)).isZero();
        Sha256 expected;
        try (InputStream in = new Noise()) {
            var digest = Sha256.digester();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            expected = Sha256.ofDigest(digest.digest());
        }
        assertThat(Files.readString(log)).endsWith(expected.hex() + " 0 findings, exported " + expected.hex() + "\n");
    }

    /// In the child: stores, audits, collects and exports.
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Workspace workspace = Workspace.open(Files.createDirectories(folder.resolve("project")));
        try (Ledger ledger = new DuckLedgerOpener(folder.resolve("data"), InstantSource.system(), RandomGenerator.getDefault()).open(workspace)) {
            Sha256 hash;
            try (InputStream in = new Noise()) {
                hash = ledger.vault().put(in);
            }
            var state = new FileState(FileState.Kind.FILE, 0644, hash, BYTES);
            var tree = new Snapshot(Map.of(Drafts.path("large.bin"), state));
            var draft = new EntryDraft(EntryKind.COMMIT, "run", "node", new EntryDraft.Actor("agent", "patch", ""), Optional.empty(), "large",
                    Snapshot.EMPTY.treeHash(), tree.treeHash(), List.of(new PathEdit(Drafts.path("large.bin"), Optional.empty(), Optional.of(state))),
                    List.of(), OptionalLong.empty());
            ledger.finish(ledger.begin(draft));
            int findings = ledger.audit(Progress.NONE).findings().size();
            ledger.collect(false, Progress.NONE);
            new TreeExport(workspace.root(), folder.resolve("export")).write(tree, ledger.vault(), Progress.NONE);
            Snapshot exported = Workspace.open(folder.resolve("export")).capture(new dev.countersign.workspace.DigestStore(), Progress.NONE);
            System.out.println(hash.hex() + " " + findings + " findings, exported "
                    + exported.get(Drafts.path("large.bin")).orElseThrow().content().hex());
        }
    }

    /// The same bytes each time; they do not compress.
    private static final class Noise extends InputStream {
        private final SplittableRandom random = new SplittableRandom(1);
        private final byte[] block = new byte[1 << 16];
        private long left = BYTES;
        private int at = block.length;

        @Override
        public int read() {
            throw new UnsupportedOperationException("read blocks");
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            if (at == block.length) {
                random.nextBytes(block);
                at = 0;
            }
            int taken = (int) Math.min(left, Math.min(length, block.length - at));
            System.arraycopy(block, at, into, offset, taken);
            at += taken;
            left -= taken;
            return taken;
        }
    }
}
