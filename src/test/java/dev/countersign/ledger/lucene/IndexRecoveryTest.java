package dev.countersign.ledger.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Decided;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.Facet;
import dev.countersign.ledger.query.Found;
import dev.countersign.ledger.query.Grouping;
import dev.countersign.ledger.query.Outline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens to the index, the answers stay the same.
class IndexRecoveryTest {
    @TempDir
    Path folder;

    private Shelf shelf;

    private record Answers(List<Outline> outlines, List<Found> rows, List<String> files) {}

    @BeforeEach
    void fill() throws IOException {
        shelf = new Shelf(folder);
        try (Ledger ledger = shelf.open()) {
            shelf.fill(ledger, 60, new Random(23));
        }
    }

    private static EntryQuery query(Optional<String> text, Optional<Decided> decided) {
        return new EntryQuery(OptionalLong.empty(), 100, text, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                decided, Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    private static Answers answers(Ledger ledger) throws IOException {
        var outlines = new ArrayList<Outline>();
        for (Grouping grouping : Grouping.values()) {
            outlines.add(ledger.outline(EntryQuery.recent(1), grouping));
            outlines.add(ledger.outline(query(Optional.of("client"), Optional.empty()), grouping));
            outlines.add(ledger.outline(query(Optional.empty(), Optional.of(Decided.ROLLED_BACK)), grouping));
        }
        return new Answers(outlines, ledger.rows(EntryQuery.recent(1), Grouping.DAY, ledger.size(), 0, 100), ledger.values(Facet.FILE, "SRC/", 10));
    }

    /// Once the index knows all entries: until then an outline says how many it looked at.
    private Answers answers() throws IOException {
        try (Ledger ledger = shelf.open()) {
            for (int i = 0; i < 6_000 && ledger.outline(query(Optional.of("client"), Optional.empty()), Grouping.DAY).indexed() < ledger.size(); i++) {
                LockSupport.parkNanos(10_000_000);
            }
            return answers(ledger);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(shelf.index())) {
            return files.filter(file -> !file.getFileName().toString().equals("write.lock")).sorted().toList();
        }
    }

    @Test
    void theShelfHasSomethingOfEverything() throws IOException {
        Answers answers = answers();
        assertThat(answers.outlines()).extracting(Outline::count).allMatch(count -> count > 0);
        assertThat(answers.files()).isNotEmpty();
    }

    @Test
    void deletedItIsBuiltAnew() throws IOException {
        Answers before = answers();
        SearchIndex.delete(shelf.index());
        assertThat(answers()).isEqualTo(before);
    }

    @Test
    void eachFileTornOrFlippedGivesTheSameAnswers() throws IOException {
        Answers before = answers();
        for (int i = 0; i < files().size(); i++) {
            Path file = files().get(Math.min(i, files().size() - 1));
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, i % 2 == 0 ? java.util.Arrays.copyOf(whole, whole.length / 2) : flipped(whole), StandardOpenOption.TRUNCATE_EXISTING);
            assertThat(answers()).as(file.getFileName().toString()).isEqualTo(before);
        }
    }

    private static byte[] flipped(byte[] whole) {
        byte[] bytes = whole.clone();
        bytes[bytes.length / 2] ^= 0x10;
        return bytes;
    }

    /// As after a kill: entries are in the ledger that no commit of the index knows.
    @Test
    void whatTheIndexMissedIsAddedAtTheNextStart() throws IOException {
        try (Ledger plain = shelf.plain()) {
            shelf.fill(plain, 25, new Random(29));
        }
        Answers caughtUp = answers();
        SearchIndex.delete(shelf.index());
        assertThat(answers()).isEqualTo(caughtUp);
        assertThat(caughtUp.outlines().getFirst().count()).isEqualTo(85);
    }

    @Test
    void anIndexOfAnotherLedgerIsNotBelieved() throws IOException {
        Answers before = answers();
        var other = new Shelf(folder.resolve("other"));
        try (Ledger ledger = other.open()) {
            other.fill(ledger, 10, new Random(31));
        }
        SearchIndex.delete(shelf.index());
        try (Stream<Path> files = Files.list(other.index())) {
            for (Path file : files.toList()) {
                Files.copy(file, shelf.index().resolve(file.getFileName()));
            }
        }
        assertThat(answers()).isEqualTo(before);
    }

    @Test
    void anEntryIsFoundAtOnceAfterItIsFinished() throws IOException {
        try (Ledger ledger = shelf.open()) {
            for (int i = 0; i < 20; i++) {
                shelf.fill(ledger, 1, new Random(i));
                assertThat(ledger.outline(EntryQuery.recent(1), Grouping.TASK).count()).isEqualTo(61 + i);
            }
        }
    }
}
