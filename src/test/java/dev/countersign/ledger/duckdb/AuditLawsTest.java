package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.workspace.Deletion;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// Whatever is damaged, several threads find what one thread finds, and say it in the same order.
class AuditLawsTest {
    private static final String WORKSPACE = "fedcba9876543210";
    /// Several batches of the leaves' pipeline, and full tiles.
    private static final int ENTRIES = 700;
    private static final List<Integer> WORKERS = List.of(2, 3, 8);

    private static Path root = Path.of("");
    private static String id = "";
    private static int found;

    /// @param at where, in thousandths of the file
    private record Damage(Kind kind, String file, int at, int seq) {}

    private enum Kind { FLIP, CUT, GROW, SWAP, ZERO, REMOVE, ROW }

    private static final List<String> FILES = List.of("LEDGER/leaves/0.seg", "LEDGER/vault/0.pack", "LEDGER/vault/0.idx", "LEDGER/genesis", "anchors/ID.log",
            "anchors/ID.log.sealed", "keys/ID.pub");
    private static final List<String> ROWS = List.of("UPDATE entry SET summary_lc = 'other' WHERE seq = NNN", "DELETE FROM entry WHERE seq = NNN",
            "UPDATE entry SET leaf_hash = root WHERE seq = NNN", "UPDATE entry SET seq = seq + 3 WHERE seq = NNN", "DELETE FROM change WHERE seq = NNN",
            "UPDATE change SET before = after WHERE seq = NNN", "INSERT INTO change SELECT seq, 7, before, after FROM change WHERE seq = NNN",
            "DELETE FROM checkpoint WHERE size % 2 = 0", "UPDATE checkpoint SET root = (SELECT root FROM entry WHERE seq = NNN)",
            "DELETE FROM tile WHERE idx = NNN % 2", "UPDATE tile SET data = (SELECT leaf FROM entry WHERE seq = NNN) WHERE idx = 0");

    @BeforeContainer
    static void aLedger() throws IOException {
        root = Files.createTempDirectory("audit-laws").toRealPath();
        try (Ledger ledger = open(root.resolve("good"))) {
            id = ledger.id();
            for (int i = 0; i < ENTRIES; i++) {
                ledger.finish(ledger.begin(Drafts.change(ledger.vault(), "f" + i % 40, i < 40 ? Optional.empty() : Optional.of("text " + (i - 40)),
                        Optional.of("text " + i), "change " + i)));
                if (i % 60 == 59) {
                    ledger.checkpoint();
                }
            }
            ledger.sealing().rotate("me");
            ledger.record(Drafts.rejection("after"));
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        }
    }

    @AfterContainer
    static void clear() throws IOException {
        Deletion.of(root, root.getParent());
        assertThat(found).as("damage that something was said of").isPositive();
    }

    private static Ledger open(Path data) throws IOException {
        return new DuckLedgerOpener(data, InstantSource.system(), RandomGenerator.getDefault()).open(WORKSPACE);
    }

    private static DuckLedger whole(Ledger opened) throws IOException {
        return opened instanceof EarlyLedger early ? early.whole() : (DuckLedger) opened;
    }

    @Property(tries = 40)
    void severalThreadsFindWhatOneFindsInTheSameOrder(@ForAll("damages") @Size(min = 1, max = 6) List<Damage> damages) throws Exception {
        Path data = root.resolve("bad");
        copy(root.resolve("good"), data);
        try {
            for (Damage damage : damages) {
                if (damage.kind() == Kind.ROW) {
                    row(data, damage);
                }
            }
            // While it is open: opening would mend some of it.
            try (DuckLedger ledger = whole(open(data))) {
                for (Damage damage : damages) {
                    if (damage.kind() != Kind.ROW) {
                        hurt(data, damage);
                    }
                }
                AuditReport alone = ledger.audit(AuditScope.HERE, 1, Progress.NONE);
                found += alone.findings().size();
                for (int workers : WORKERS) {
                    AuditReport shared = ledger.audit(AuditScope.HERE, workers, Progress.NONE);
                    assertThat(shared.findings()).as(workers + " threads, " + damages).isEqualTo(alone.findings());
                    assertThat(List.of(shared.entries(), shared.blobs(), shared.bytes(), shared.root(), shared.trust(), shared.trustSays()))
                            .isEqualTo(List.of(alone.entries(), alone.blobs(), alone.bytes(), alone.root(), alone.trust(), alone.trustSays()));
                }
            }
        } finally {
            Deletion.of(data, root);
        }
    }

    @Provide
    Arbitrary<List<Damage>> damages() {
        return Combinators.combine(Arbitraries.of(Kind.class), Arbitraries.of(FILES).edgeCases(edges -> edges.none()),
                Arbitraries.integers().between(0, 999).withoutEdgeCases(), Arbitraries.integers().between(0, ENTRIES - 20).withoutEdgeCases())
                .as(Damage::new).list();
    }

    private static void row(Path data, Damage damage) throws SQLException {
        String statement = ROWS.get(damage.at() % ROWS.size()).replace("NNN", Integer.toString(damage.seq()));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + data.resolve("ledgers").resolve(WORKSPACE).resolve("ledger.duckdb"));
                Statement statements = connection.createStatement()) {
            statements.execute(statement);
        }
    }

    private static void hurt(Path data, Damage damage) throws IOException {
        Path file = data.resolve(damage.file().replace("ID", id).replace("LEDGER", "ledgers/" + WORKSPACE));
        if (!Files.exists(file)) {
            return;
        }
        byte[] bytes = Files.readAllBytes(file);
        int at = (int) ((long) damage.at() * bytes.length / 1000);
        int stretch = Math.min(64, (bytes.length - at) / 2);
        switch (damage.kind()) {
            case FLIP -> {
                if (bytes.length > 0) {
                    bytes[at] ^= (byte) (1 << damage.seq() % 8);
                    Files.write(file, bytes);
                }
            }
            case CUT -> Files.write(file, Arrays.copyOf(bytes, at));
            case GROW -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + damage.seq() % 90);
                System.arraycopy(bytes, 0, longer, bytes.length, Math.min(bytes.length, longer.length - bytes.length));
                Files.write(file, longer);
            }
            case SWAP -> {
                byte[] first = Arrays.copyOfRange(bytes, at, at + stretch);
                System.arraycopy(bytes, at + stretch, bytes, at, stretch);
                System.arraycopy(first, 0, bytes, at + stretch, stretch);
                Files.write(file, bytes);
            }
            case ZERO -> {
                Arrays.fill(bytes, at, at + stretch, (byte) 0);
                Files.write(file, bytes);
            }
            case REMOVE -> Files.delete(file);
            case ROW -> throw new IllegalArgumentException("rows are damaged before the ledger is open");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (var files = Files.walk(from)) {
            all = files.sorted().toList();
        }
        for (Path file : all) {
            Files.copy(file, to.resolve(from.relativize(file)), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
