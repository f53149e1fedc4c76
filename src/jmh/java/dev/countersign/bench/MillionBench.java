package dev.countersign.bench;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.store.LedgerFolder;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;

/// What a ledger made by `MillionEntries` costs to open, to page, to prove in, to verify, to build anew: `MillionBench DIR [open|read|audit|bare|rebuild]…`;
/// `bare` is what an audit cannot do without, on one thread: every content read, unpacked and hashed, and the leaf log.
/// A rebuild replaces its database.
public final class MillionBench {
    private final Path home;
    private final Workspace workspace;

    private MillionBench(Path folder) {
        this.home = folder.resolve("home");
        this.workspace = Workspace.open(folder.resolve("project"));
    }

    public static void main(String[] arguments) throws Exception {
        var bench = new MillionBench(Path.of(arguments[0]));
        List<String> parts = arguments.length > 1 ? Arrays.asList(arguments).subList(1, arguments.length) : List.of("open", "read", "audit");
        for (String part : parts) {
            switch (part) {
                case "open" -> bench.opening();
                case "read" -> bench.reading();
                case "audit" -> bench.audit();
                case "rebuild" -> bench.rebuild();
                case "bare" -> bench.bare();
                default -> throw new IllegalArgumentException("no part " + part);
            }
        }
        System.out.printf(Locale.ROOT, "load %.1f%n", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.exit(0);
    }

    private Ledger open() throws IOException {
        return new DuckLedgerOpener(home, InstantSource.system(), new SecureRandom()).open(workspace);
    }

    private void opening() throws IOException {
        for (int i = 0; i < 7; i++) {
            long read = read();
            long busy = cpu();
            long start = System.nanoTime();
            try (Ledger ledger = open()) {
                ledger.page(EntryQuery.recent(100));
                double page = (System.nanoTime() - start) / 1e6;
                busy = cpu() - busy;
                ledger.notices();
                say("open " + (i == 0 ? "first in this process" : "again"), "%.0f ms to the first page of 100, %.0f ms of its thread's processor time; %.0f ms until the database is open, "
                        + "%,d bytes read, %,d entries", page, busy / 1e6, (System.nanoTime() - start) / 1e6, read() - read, ledger.size());
            }
        }
    }

    /// What this process had from the system so far, cached or not.
    private static long read() throws IOException {
        Path io = Path.of("/proc/self/io");
        return Files.exists(io) ? Long.parseLong(Files.readAllLines(io).getFirst().replaceAll("\\D", "")) : 0;
    }

    private void reading() throws IOException {
        var random = new Random(1);
        try (Ledger ledger = open()) {
            var page = new long[500];
            var busy = new long[page.length];
            for (int i = 0; i < page.length; i++) {
                var query = new EntryQuery(OptionalLong.of(100 + random.nextLong(ledger.size() - 100)), 100, Optional.empty(), Optional.empty(),
                        Optional.empty(), Optional.empty());
                long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                long start = System.nanoTime();
                List<Entry> entries = ledger.page(query);
                page[i] = System.nanoTime() - start;
                busy[i] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
                if (entries.size() != 100) {
                    throw new IllegalStateException();
                }
            }
            say("- processor time of the same", "p50 %.2f ms, p99 %.2f ms; without the first 50, p99 %.2f ms", at(busy, 0.5), at(busy, 0.99),
                    at(Arrays.copyOfRange(busy, 50, busy.length), 0.99));
            long[] later = Arrays.copyOfRange(page, 50, page.length);
            say("page of 100 anywhere", "p50 %.2f ms, p99 %.2f ms; without the first 50, p99 %.2f ms, most %.2f ms", at(page, 0.5), at(page, 0.99), at(later, 0.99),
                    Arrays.stream(later).max().orElseThrow() / 1e6);
            ledger.checkpoint();
            long start = System.nanoTime();
            ledger.prove(ledger.size() / 3);
            say("inclusion proof, first of all", "%.2f ms", (System.nanoTime() - start) / 1e6);
            var cold = new long[300];
            var again = new long[300];
            for (int i = 0; i < cold.length; i++) {
                long seq = random.nextLong(ledger.size());
                start = System.nanoTime();
                ledger.prove(seq);
                cold[i] = System.nanoTime() - start;
                start = System.nanoTime();
                if (!ledger.prove(seq).holds()) {
                    throw new IllegalStateException();
                }
                again[i] = System.nanoTime() - start;
            }
            say("inclusion proof anywhere", "p50 %.3f ms; again, p50 %.3f ms", at(cold, 0.5), at(again, 0.5));
        }
    }

    private void audit() throws Exception {
        try (Ledger ledger = open()) {
            for (int i = 0; i < 3; i++) {
                long raw = sha();
                long busy = busy();
                AuditReport report = ledger.audit(Progress.NONE);
                busy = busy() - busy;
                if (!report.intact()) {
                    throw new IllegalStateException(report.findings().toString());
                }
                say("audit of " + report.entries() + " entries, " + report.blobs() + " contents", "%.1f s, %.1f s of processor time; SHA-256 of the segments in Java, one thread %.2f s; "
                        + "heap %,d MB", report.took().toMillis() / 1e3, busy / 1e9, raw / 1e9,
                        (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
            }
        }
    }

    /// Processor time of this process so far, in ns.
    private static long busy() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private long sha() throws IOException {
        MessageDigest digest = Sha256.digester();
        long took = 0;
        try (Stream<Path> files = Files.list(new LedgerFolder(home, workspace.id()).leaves())) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                long start = cpu();
                digest.update(bytes);
                took += cpu() - start;
            }
        }
        return took;
    }

    private void bare() throws IOException {
        var bare = new Bare();
        try (Stream<Path> files = Files.list(new LedgerFolder(home, workspace.id()).vault()); var context = new ZstdDecompressCtx()) {
            for (Path file : files.filter(each -> each.toString().endsWith(".pack")).toList()) {
                long start = cpu();
                var pack = ByteBuffer.wrap(Files.readAllBytes(file));
                bare.read += cpu() - start;
                var some = new ArrayList<byte[]>();
                while (pack.hasRemaining()) {
                    pack.position(pack.position() + Sha256.BYTES);
                    int word = pack.getInt();
                    pack.getInt();
                    var stored = new byte[word & 0x3fffffff];
                    pack.get(stored);
                    if (word >>> 30 == 0) {
                        some.add(stored);
                    }
                    if (some.size() == 1_000 || !pack.hasRemaining()) {
                        bare.take(some, context);
                        some.clear();
                    }
                }
            }
        }
        say("bare, one thread, processor time", "%,d whole contents of %,d bytes: packs read in %.2f s, unpacked in %.2f s, hashed in %.2f s; leaf log hashed in %.2f s",
                bare.contents, bare.bytes, bare.read / 1e9, bare.unpacked / 1e9, bare.hashed / 1e9, sha() / 1e9);
    }

    private static final class Bare {
        private final MessageDigest digest = Sha256.digester();
        private long read;
        private long unpacked;
        private long hashed;
        private long contents;
        private long bytes;

        void take(List<byte[]> stored, ZstdDecompressCtx context) {
            long start = cpu();
            List<byte[]> plain = stored.stream().map(each -> context.decompress(each, (int) Zstd.getFrameContentSize(each))).toList();
            long middle = cpu();
            plain.forEach(digest::digest);
            hashed += cpu() - middle;
            unpacked += middle - start;
            contents += plain.size();
            bytes += plain.stream().mapToLong(each -> each.length).sum();
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void rebuild() throws IOException {
        Files.delete(new LedgerFolder(home, workspace.id()).database());
        long busy = busy();
        long start = System.nanoTime();
        try (Ledger ledger = open()) {
            // Entries can be read before it is there.
            ledger.notices();
            say("database anew from " + ledger.size() + " leaves", "%.1f s, %.1f s of processor time", (System.nanoTime() - start) / 1e9,
                    (busy() - busy) / 1e9);
        }
    }

    private static double at(long[] nanos, double part) {
        return Arrays.stream(nanos).sorted().toArray()[(int) (nanos.length * part)] / 1e6;
    }

    private static void say(String what, String figures, Object... values) {
        System.out.printf(Locale.ROOT, "%-46s %s%n", what, String.format(Locale.ROOT, figures, values));
    }
}
