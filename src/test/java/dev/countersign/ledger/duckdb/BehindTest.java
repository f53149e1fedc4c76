package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Entries count from the leaf log on; their rows follow behind.
class BehindTest {
    private static final String WORKSPACE = "00112233445566ff";

    @TempDir
    Path data;

    private static Ledger open(Path data, long segmentBytes) throws IOException {
        return new DuckLedgerOpener(data, InstantSource.system(), RandomGenerator.getDefault(), segmentBytes, 1 << 20).open(WORKSPACE);
    }

    private static Path file(Path data, String name) {
        return data.resolve("ledgers").resolve(WORKSPACE).resolve(name);
    }

    private static void write(Ledger ledger, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            if (i % 3 == 0) {
                ledger.record(Drafts.rejection("no to " + i));
            } else {
                Optional<String> before = i == 1 ? Optional.empty() : Optional.of("version " + (i % 3 == 1 ? i - 2 : i - 1));
                ledger.finish(ledger.begin(Drafts.change(ledger.vault(), "src/A.java", before, Optional.of("version " + i), "change " + i)));
            }
        }
    }

    /// All rows of all tables but the checkpoints', whose times are chance.
    private static List<String> tables(Path data) throws SQLException {
        var rows = new ArrayList<String>();
        try (var connection = DriverManager.getConnection("jdbc:duckdb:" + file(data, "ledger.duckdb"));
                var statement = connection.createStatement()) {
            for (String table : List.of("entry ORDER BY seq", "change ORDER BY seq, path_id", "tile ORDER BY level, idx")) {
                try (var result = statement.executeQuery("SELECT * FROM " + table)) {
                    while (result.next()) {
                        var row = new StringBuilder(table);
                        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                            Object value = result.getObject(column);
                            row.append(' ').append(value instanceof java.sql.Blob blob
                                    ? Arrays.toString(blob.getBytes(1, (int) blob.length())) : String.valueOf(value));
                        }
                        rows.add(row.toString());
                    }
                }
            }
        }
        return rows;
    }

    /// A crash lost the newest rows, however many; or all of them.
    @Property(tries = 12)
    void whatIsBehindIsCaughtUpAndEqualsARebuildAndWhatWasWrittenAtOnce(@ForAll @IntRange(max = 300) int kept, @ForAll @IntRange(min = 1, max = 300) int lost,
            @ForAll @IntRange(min = 500, max = 60_000) int segmentBytes) throws Exception {
        Path at = Files.createTempDirectory("behind");
        try (Ledger ledger = open(at, segmentBytes)) {
            write(ledger, 0, kept);
        }
        Path old = at.resolve("old.duckdb");
        Files.copy(file(at, "ledger.duckdb"), old);
        try (Ledger ledger = open(at, segmentBytes)) {
            write(ledger, kept, kept + lost);
        }
        List<String> atOnce = tables(at);
        Files.copy(old, file(at, "ledger.duckdb"), StandardCopyOption.REPLACE_EXISTING);
        try (Ledger ledger = open(at, segmentBytes)) {
            assertThat(ledger.size()).isEqualTo(kept + lost);
            assertThat(ledger.pending()).isEmpty();
            assertThat(ledger.page(EntryQuery.recent(5)).getFirst().seq()).isEqualTo(kept + lost - 1);
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
            write(ledger, kept + lost, kept + lost + 1);
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        }
        assertThat(file(at, "ledger.duckdb.replaced")).as("a rebuild").doesNotExist();
        assertThat(tables(at)).containsAll(atOnce);
        List<String> caughtUp = tables(at);
        Files.delete(file(at, "ledger.duckdb"));
        open(at, segmentBytes).close();
        assertThat(tables(at)).isEqualTo(caughtUp);
    }

    @Test
    void onlyTheNewestLeafCanWaitAndWhatIsBeforeItGetsItsRows() throws Exception {
        try (Ledger ledger = open(data, 4_000)) {
            write(ledger, 0, 3);
        }
        Path old = data.resolve("old.duckdb");
        Files.copy(file(data, "ledger.duckdb"), old);
        Path copy = data.resolve("leaves");
        Entry waiting;
        try (Ledger ledger = open(data, 4_000)) {
            write(ledger, 3, 40);
            ledger.checkpoint();
            waiting = ledger.begin(Drafts.change(ledger.vault(), "src/B.java", Optional.empty(), Optional.of("begun"), "begun"));
            copy(file(data, "leaves"), copy);
        }
        copy(copy, file(data, "leaves"));
        Files.copy(old, file(data, "ledger.duckdb"), StandardCopyOption.REPLACE_EXISTING);
        try (Ledger ledger = open(data, 4_000)) {
            assertThat(ledger.size()).isEqualTo(40);
            assertThat(ledger.pending()).contains(waiting);
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
            ledger.finish(waiting);
            assertThat(ledger.entry(40)).contains(waiting);
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void everyReaderSeesWhatWasFinishedBefore() throws Exception {
        try (Ledger ledger = open(data, 1 << 20)) {
            var random = new Random(5);
            for (int i = 0; i < 600; i++) {
                Entry entry = ledger.record(Drafts.rejection("number " + i));
                switch (random.nextInt(12)) {
                    case 0 -> assertThat(ledger.page(EntryQuery.recent(7)).getFirst()).isEqualTo(entry);
                    case 1 -> assertThat(ledger.entry(i)).contains(entry);
                    case 2 -> assertThat(ledger.stats().entries()).isEqualTo(i + 1);
                    case 3 -> assertThat(ledger.stats().byKind().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(i + 1);
                    case 4 -> assertThat(ledger.prove(i).holds()).isTrue();
                    case 5 -> {
                        List<Entry> found = ledger.page(new EntryQuery(OptionalLong.empty(), 9, Optional.of("number " + i), Optional.empty(),
                                Optional.empty(), Optional.empty()));
                        assertThat(found).containsExactly(entry);
                    }
                    default -> assertThat(ledger.size()).isEqualTo(i + 1);
                }
            }
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        }
    }

    @Test
    void readersBesideAWriterSeePagesWithoutGaps() throws Exception {
        try (Ledger ledger = open(data, 20_000)) {
            var writer = new Thread(() -> {
                try {
                    for (int i = 0; i < 1_500; i++) {
                        ledger.record(Drafts.rejection("number " + i));
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            while (writer.isAlive()) {
                long size = ledger.size();
                List<Entry> page = ledger.page(EntryQuery.recent(50));
                assertThat(page.size()).isGreaterThanOrEqualTo((int) Math.min(50, size));
                for (int i = 0; i < page.size(); i++) {
                    assertThat(page.get(i).seq()).isEqualTo(page.getFirst().seq() - i);
                }
                assertThat(page.isEmpty() ? 0 : page.getFirst().seq() + 1).isGreaterThanOrEqualTo(size);
            }
            writer.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(ledger.size()).isEqualTo(1_500);
        }
    }
}
