package dev.countersign.ledger.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Walk;
import dev.countersign.ledger.entry.Decided;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.Verdict;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.Found;
import dev.countersign.ledger.query.Grouping;
import dev.countersign.ledger.query.Outline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An index that is far behind is filled from the newest entry down, by several threads, and answers rightly at any moment of it.
class IndexGapTest {
    private static final IndexThread.Pace SMALL = new IndexThread.Pace(5, 20, 3, 35);

    @TempDir
    Path folder;

    private Shelf shelf;

    @BeforeEach
    void fill() throws IOException {
        shelf = new Shelf(folder);
        try (Ledger ledger = shelf.plain()) {
            shelf.fill(ledger, 240, new Random(41));
        }
    }

    private static Ledger open(Shelf shelf) throws IOException {
        return new IndexedLedger(shelf.plain(), shelf.index(), SMALL);
    }

    private static EntryQuery decided(Optional<Decided> decided, Optional<Verdict> verdict) {
        return new EntryQuery(OptionalLong.empty(), 10, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), verdict,
                decided, Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    private static List<EntryQuery> queries() {
        var queries = new ArrayList<>(List.of(EntryQuery.recent(10)));
        for (Decided decided : Decided.values()) {
            queries.add(decided(Optional.of(decided), Optional.empty()));
        }
        queries.add(decided(Optional.empty(), Optional.of(Verdict.RED)));
        return queries;
    }

    /// Waits until it is whole, then compares everything.
    private static void answersLikeLookingAtEveryEntry(Ledger ledger) throws IOException {
        var walk = new Walk(ledger);
        awaitWhole(ledger);
        for (EntryQuery query : queries()) {
            for (Grouping grouping : Grouping.values()) {
                Outline outline = ledger.outline(query, grouping);
                assertThat(outline).isEqualTo(walk.outline(query, grouping));
                assertThat(ledger.rows(query, grouping, outline.size(), 0, 1_000)).isEqualTo(walk.rows(query, grouping, outline.size(), 0, 1_000));
            }
        }
    }

    private static void awaitWhole(Ledger ledger) throws IOException {
        for (int i = 0; i < 600; i++) {
            Outline outline = ledger.outline(decided(Optional.of(Decided.WHOLE), Optional.empty()), Grouping.DAY);
            if (outline.indexed() == outline.size()) {
                return;
            }
            pause();
        }
        throw new AssertionError("the index was not whole after a minute");
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLedgerThatNeverHadAnIndexGetsOne() throws IOException {
        try (Ledger ledger = open(shelf)) {
            answersLikeLookingAtEveryEntry(ledger);
        }
    }

    @Test
    void pagesAreRightWhileItIsBuilt() throws IOException {
        try (Ledger ledger = open(shelf)) {
            var walk = new Walk(ledger);
            for (EntryQuery query : queries()) {
                assertThat(ledger.page(query)).isEqualTo(walk.page(query));
            }
        }
    }

    @Test
    void theTimelineByDayNeedsNoIndex() throws IOException {
        try (Ledger ledger = new IndexedLedger(shelf.plain(), Files.writeString(folder.resolve("no-folder"), ""))) {
            Outline outline = ledger.outline(EntryQuery.recent(1), Grouping.DAY);
            assertThat(outline).isEqualTo(new Walk(ledger).outline(EntryQuery.recent(1), Grouping.DAY));
            assertThat(ledger.rows(EntryQuery.recent(1), Grouping.DAY, outline.size(), 100, 5)).extracting(Found::entry).extracting(Entry::seq)
                    .containsExactly(139L, 138L, 137L, 136L, 135L);
        }
    }

    @Test
    void whatWasAddedWithoutItIsAGapAboveWhatItHeld() throws IOException {
        try (Ledger ledger = open(shelf)) {
            answersLikeLookingAtEveryEntry(ledger);
        }
        try (Ledger plain = shelf.plain()) {
            shelf.fill(plain, 60, new Random(43));
        }
        try (Ledger ledger = open(shelf)) {
            shelf.fill(ledger, 3, new Random(47));
            answersLikeLookingAtEveryEntry(ledger);
        }
    }

    @Test
    void closedHalfWayItGoesOnWhereItWas() throws IOException {
        for (int i = 0; i < 6; i++) {
            try (Ledger ledger = open(shelf)) {
                ledger.outline(decided(Optional.of(Decided.WHOLE), Optional.empty()), Grouping.DAY);
                shelf.fill(ledger, 1, new Random(i));
            }
        }
        try (Ledger ledger = open(shelf)) {
            answersLikeLookingAtEveryEntry(ledger);
        }
    }

    /// Opens the shelf in the folder it is given, and says each number of indexed entries that it sees.
    static final class Indexing {
        public static void main(String[] arguments) throws IOException {
            try (Ledger ledger = open(new Shelf(Path.of(arguments[0])))) {
                while (true) {
                    System.out.println(ledger.outline(decided(Optional.of(Decided.WHOLE), Optional.empty()), Grouping.DAY).indexed());
                }
            }
        }
    }

    @Test
    void aProcessKilledWhileItIndexesLeavesNothingWrong() throws Exception {
        var seen = new TreeSet<Long>();
        for (int kill = 0; kill < 4; kill++) {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                    "-cp", System.getProperty("java.class.path"), Indexing.class.getName(), folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                long least = 30 + 60L * kill;
                long indexed = 0;
                for (String line = said.readLine(); line != null && indexed < least; line = said.readLine()) {
                    indexed = Long.parseLong(line);
                }
                seen.add(indexed);
            } finally {
                // Not asked to end: ended.
                process.destroyForcibly();
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(process.exitValue()).as("killed, not ended").isNotZero();
        }
        assertThat(seen.last()).isGreaterThanOrEqualTo(210);
        try (Ledger ledger = open(shelf)) {
            answersLikeLookingAtEveryEntry(ledger);
        }
    }
}
