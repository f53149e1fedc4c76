package dev.countersign.ui.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.ExportRequest;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerStats;
import dev.countersign.ledger.Reclaimed;
import dev.countersign.ledger.Sealing;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ui.fx.Background;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real ledger in a folder.
class KeepingViewModelTest {
    private static final Sha256 TREE = Sha256.of("tree".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path folder;
    private Ledger ledger;
    private KeepingViewModel model;

    /// The parts of a session's ledger that this screen asks for.
    private static final class Kept extends LedgerViewModelTest.Shelf {
        private final Ledger ledger;

        Kept(Ledger ledger) {
            super(0);
            this.ledger = ledger;
        }

        @Override
        public Sealing sealing() {
            return ledger.sealing();
        }

        @Override
        public Checkpoint checkpoint() {
            try {
                return ledger.checkpoint();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public AuditReport audit(AuditScope scope, Progress progress) throws IOException {
            return ledger.audit(scope, progress);
        }

        @Override
        public LedgerStats stats() throws IOException {
            return ledger.stats();
        }

        @Override
        public void export(ExportRequest request, Progress progress) throws IOException {
            ledger.export(request, progress);
        }

        @Override
        public Reclaimed collect(boolean dry, Progress progress) throws IOException {
            return ledger.collect(dry, progress);
        }

        @Override
        public Entry rotate() throws IOException {
            return ledger.sealing().rotate("ada");
        }
    }

    @BeforeEach
    void open() throws IOException {
        ledger = new DuckLedgerOpener(Files.createDirectory(folder.resolve("data")), InstantSource.system(), RandomGenerator.getDefault())
                .open(Workspace.open(Files.createDirectory(folder.resolve("work"))));
        record("first");
        model = new KeepingViewModel(new Kept(ledger), Background.sameThread());
        model.read();
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
    }

    private void record(String summary) throws IOException {
        ledger.record(new EntryDraft(EntryKind.GRANT, "run", "", new EntryDraft.Actor("human", "ada", ""), Optional.empty(), summary, TREE, TREE,
                List.of(), List.of(), OptionalLong.empty()));
    }

    private String done() {
        return ((KeepingViewModel.Said.Done) model.saidProperty().get()).words();
    }

    @Test
    void aCheckpointThatWasSavedIsAgreedWithLater() throws IOException {
        Path file = folder.resolve("kept.checkpoint");
        model.saveCheckpoint(file);
        assertThat(Files.readString(file)).isEqualTo(ledger.checkpoint().note());
        record("second");
        model.compare(file);
        assertThat(((KeepingViewModel.Said.Compared) model.saidProperty().get()).report()).satisfies(report -> {
            assertThat(report.findings()).isEmpty();
            assertThat(report.entries()).isEqualTo(2);
        });
    }

    @Test
    void aCheckpointOfAnotherTreeIsFound() throws IOException {
        Path file = folder.resolve("kept.checkpoint");
        String note = ledger.checkpoint().note();
        Files.writeString(file, note.replaceFirst("\n1\n", "\n7\n"));
        model.compare(file);
        assertThat(((KeepingViewModel.Said.Compared) model.saidProperty().get()).report().intact()).isFalse();
    }

    @Test
    void aReplacedKeyIsShownAndItsEntryNamed() {
        var before = model.stateProperty().get().orElseThrow().key();
        model.rotate();
        assertThat(done()).isEqualTo("The key was replaced in entry #1.");
        assertThat(model.stateProperty().get().orElseThrow().key()).isNotEqualTo(before).isEqualTo(ledger.sealing().key());
    }

    @Test
    void aTextThatIsNoKeyPinsNobody() {
        model.pin("no key");
        assertThat(model.saidProperty().get()).isInstanceOfSatisfying(KeepingViewModel.Said.Failed.class,
                failed -> assertThat(failed.problem().code()).isEqualTo("LEDGER-034"));
        assertThat(ledger.sealing().witnesses()).isEmpty();
    }

    @Test
    void anExportIsWrittenIntoItsFolder() {
        Path to = folder.resolve("export");
        model.export(to, true);
        assertThat(done()).contains("1 entry written to").contains(to.toString());
        assertThat(to).isNotEmptyDirectory();
        model.export(to, true);
        assertThat(model.saidProperty().get()).isInstanceOfSatisfying(KeepingViewModel.Said.Failed.class,
                failed -> assertThat(failed.problem().code()).isEqualTo("LEDGER-033"));
    }

    @Test
    void lookingFreesNothing() throws IOException {
        long stored = ledger.stats().blobs();
        model.look();
        assertThat(model.saidProperty().get()).isInstanceOf(KeepingViewModel.Said.Preview.class);
        assertThat(ledger.stats().blobs()).isEqualTo(stored);
        model.collect();
        assertThat(done()).startsWith("Freed ");
    }
}
