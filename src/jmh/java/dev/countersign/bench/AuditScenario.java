package dev.countersign.bench;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The audit of 10,000 entries, each with a new version of one file and a page of evidence: leaves, tree, tiles, rows, content,
/// checkpoints. Beside SHA-256 over the same leaves and the same content, lying in memory, and as many signatures.
final class AuditScenario implements Scenarios.Scenario {
    private static final int ENTRIES = 10_000;
    private static final int FILES = 500;

    @Override
    public void run(Path folder) throws Exception {
        Path live = Files.createDirectory(folder.resolve("live"));
        var bytes = new ArrayList<byte[]>();
        try (Ledger ledger = new DuckLedgerOpener(folder.resolve("data"), InstantSource.system(), new SecureRandom())
                .open(Workspace.open(live))) {
            long start = System.nanoTime();
            fill(ledger, bytes);
            long filled = System.nanoTime();
            ledger.checkpoint();
            for (long seq = 0; seq < ENTRIES; seq++) {
                bytes.add(ledger.leaf(seq));
            }
            AuditReport report = ledger.audit(Progress.NONE);
            long raw = bytes.stream().mapToLong(b -> b.length).sum();
            new Rounds("Audit of 10,000 entries", "SHA-256 in Java", () -> sha(bytes))
                    .beside("1,000 Ed25519 signatures in Java", signatures()).beside("audit", () -> {
                long begin = System.nanoTime();
                AuditReport found = ledger.audit(Progress.NONE);
                long end = System.nanoTime();
                if (!found.intact()) {
                    throw new IllegalStateException(found.findings().toString());
                }
                return end - begin;
            }).run(7, System.out);
            new Rounds("The same by processor time of all threads, compilers and collector with it", "SHA-256 in Java", () -> busy(() -> sha(bytes)))
                    .beside("audit", () -> busy(() -> ledger.audit(Progress.NONE))).run(7, System.out);
            System.out.printf("%n%d entries and %d blobs, %,d bytes by the report, %,d hashed by the yardstick; written one by one with "
                    + "content in %.2f ms each%n", report.entries(), report.blobs(), report.bytes(), raw, (filled - start) / 1e6 / ENTRIES);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    /// What does not depend on who else has a turn on the machine.
    private static long busy(Work work) throws Exception {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        long start = system.getProcessCpuTime();
        work.run();
        return system.getProcessCpuTime() - start;
    }

    private static void fill(Ledger ledger, List<byte[]> bytes) throws Exception {
        var states = new FileState[FILES];
        for (int i = 0; i < ENTRIES; i++) {
            int file = i % FILES;
            byte[] after = Ground.source(file, 20, 4, i + 1).getBytes(StandardCharsets.UTF_8);
            byte[] evidence = ("{\"sensor\":\"mvn test\",\"entry\":" + i + "}\n").repeat(20).getBytes(StandardCharsets.UTF_8);
            bytes.add(after);
            bytes.add(evidence);
            ledger.vault().put(after);
            var state = FileState.file(after, false);
            var edit = new PathEdit(WorkspacePath.of(Ground.name(file)), Optional.ofNullable(states[file]), Optional.of(state));
            states[file] = state;
            Sha256 tree = Sha256.of(after);
            Entry entry = ledger.begin(new EntryDraft(EntryKind.COMMIT, "run", "node", new EntryDraft.Actor("agent", "bench", ""),
                    Optional.of(new EntryDraft.Approval("bench", "5 of 5 hunks", tree, 1_700_000_000_000L, "")), "change " + i, tree, tree,
                    List.of(edit), List.of(new EntryDraft.Evidence("verification", ledger.vault().put(evidence))), OptionalLong.empty()));
            ledger.finish(entry);
        }
    }

    /// As many as the anchor log has when entries come fast, one of them checked over and over, on one thread.
    private static Rounds.Timed signatures() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var note = new byte[120];
        var signer = Signature.getInstance("Ed25519");
        signer.initSign(keys.getPrivate());
        signer.update(note);
        byte[] signature = signer.sign();
        return () -> {
            long start = System.nanoTime();
            for (int i = 0; i < ENTRIES / 10; i++) {
                var verifier = Signature.getInstance("Ed25519");
                verifier.initVerify(keys.getPublic());
                verifier.update(note);
                if (!verifier.verify(signature)) {
                    throw new IllegalStateException();
                }
            }
            return System.nanoTime() - start;
        };
    }

    private static long sha(List<byte[]> bytes) throws Exception {
        long start = System.nanoTime();
        var digest = MessageDigest.getInstance("SHA-256");
        int sum = 0;
        for (byte[] each : bytes) {
            sum += digest.digest(each)[0];
        }
        long end = System.nanoTime();
        if (sum == Integer.MIN_VALUE) {
            throw new IllegalStateException();
        }
        return end - start;
    }
}
