package dev.countersign.ui.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.Patches;
import dev.countersign.changeset.Merge;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.rollback.RollbackChoices;
import dev.countersign.ledger.rollback.RollbackFile;
import dev.countersign.ledger.rollback.RollbackPreview;
import dev.countersign.ledger.rollback.RollbackRequest;
import dev.countersign.run.Session;
import dev.countersign.ui.fx.Background;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real session: entry 0 changed two files, entry 1 the same line of one of them again.
class RollbackViewModelTest {
    private static final WorkspacePath PLAN = WorkspacePath.of("plan.txt");

    @TempDir
    Path home;

    private Patches past;
    private Session session;
    private LedgerViewModel ledger;

    @BeforeEach
    void prepare() throws IOException {
        past = Patches.in(home, Map.of("plan.txt", 20, "other.txt", 3));
        past.change("Both ends", "plan.txt", Map.of(3, "three", 18, "eighteen"));
        past.change("The end again", "plan.txt", Map.of(18, "eighteen again"));
        session = Composition.in(home).workbench().open(past.project(), Progress.NONE);
        ledger = new LedgerViewModel(new SessionLedger(session, "ada"), Background.sameThread(), InstantSource.system());
    }

    @AfterEach
    void close() throws IOException {
        session.close();
    }

    private RollbackViewModel undoing(long entry) throws IOException {
        return model(new RollbackRequest(new RollbackRequest.Undo(new TreeSet<>(Set.of(entry))), Set.of()));
    }

    private RollbackViewModel model(RollbackRequest request) throws IOException {
        RollbackPreview preview = session.past().previewRollback(request, RollbackChoices.NONE, Progress.NONE);
        return new RollbackViewModel(ledger, preview);
    }

    private static RollbackFile.Open open(RollbackViewModel model) {
        return model.previewProperty().get().conflicts().getFirst();
    }

    @Test
    void anOpenConflictForbidsItAndSettlingAllOfThemAllowsIt() throws IOException {
        RollbackViewModel model = undoing(0);
        assertThat(model.fault().orElseThrow()).contains("Settle the conflict in 1 file");
        model.settle(open(model), Map.of(0, new Merge.Resolution.Theirs()));
        assertThat(model.fault()).isEmpty();
        assertThat(model.counts()).isEqualTo("Will change 1 file, delete 0, leave 0 of your later edits alone; no conflicts.");
        assertThat(model.workingProperty().get()).isEmpty();
    }

    @Test
    void aFileIsLeftOutAndTakenInAgain() throws IOException {
        RollbackViewModel model = undoing(0);
        model.leaveOut(PLAN, true);
        assertThat(model.isLeftOut(PLAN)).isTrue();
        assertThat(model.fault()).contains("Nothing would change: 1 file is left out.");
        assertThat(model.counts()).isEqualTo("Nothing would change: 1 file is left out.");
        model.leaveOut(PLAN, false);
        assertThat(model.isLeftOut(PLAN)).isFalse();
        assertThat(model.fault().orElseThrow()).contains("Settle the conflict");
    }

    @Test
    void whatWouldChangeNothingSaysSoAndWhyAndCannotBeApplied() throws IOException {
        RollbackViewModel newest = model(new RollbackRequest(new RollbackRequest.To(1), Set.of()));
        assertThat(newest.counts()).isEqualTo("Nothing would change: everything already stands as it would.");
        assertThat(newest.fault()).contains(newest.counts());

        Files.writeString(past.project().resolve("plan.txt"), Files.readString(past.project().resolve("plan.txt")).replace("eighteen again", "eighteen"));
        RollbackViewModel undone = undoing(1);
        assertThat(undone.counts()).isEqualTo("Nothing would change: 1 file already stands as it should.");
        assertThat(undone.fault()).contains(undone.counts());
    }

    @Test
    void whatWasSettledIsOpenedAgainWithWhatHadBeenSaid() throws IOException {
        RollbackViewModel model = undoing(0);
        RollbackFile.Open first = open(model);
        var said = Map.<Integer, Merge.Resolution>of(0, new Merge.Resolution.Own("mine\n"));
        model.settle(first, said);
        assertThat(model.previewProperty().get().conflicts()).isEmpty();
        model.reopen(PLAN);
        assertThat(open(model)).isEqualTo(first);
        assertThat(model.begun(open(model))).isEqualTo(said);
    }

    @Test
    void whatIsShownIsAppliedAndNothingElse() throws IOException {
        RollbackViewModel model = undoing(1);
        var outcome = new AtomicReference<Optional<Committer.Outcome>>(Optional.empty());
        model.apply().onSuccess(done -> outcome.set(Optional.of(done)));
        assertThat(outcome.get().orElseThrow()).isInstanceOf(Committer.Outcome.Done.class);
        assertThat(past.lines("plan.txt").get(17)).isEqualTo("eighteen");
        assertThat(past.lines("plan.txt").get(2)).isEqualTo("three");
        assertThat(session.ledger().size()).isEqualTo(3);
    }

    @Test
    void aFileThatMovedMeanwhileIsNotTouchedAndSaid() throws IOException {
        RollbackViewModel model = undoing(1);
        Files.writeString(past.project().resolve("plan.txt"), "mine alone\n");
        var outcome = new AtomicReference<Optional<Committer.Outcome>>(Optional.empty());
        model.apply().onSuccess(done -> outcome.set(Optional.of(done)));
        assertThat(outcome.get().orElseThrow()).isInstanceOf(Committer.Outcome.Conflicted.class);
        assertThat(past.lines("plan.txt")).containsExactly("mine alone");
        model.moved(java.util.List.of(PLAN));
        assertThat(model.noteProperty().get()).isEqualTo("Changed meanwhile, so nothing was touched: plan.txt. This is a new preview.");
        assertThat(model.fault().orElseThrow()).contains("Settle the conflict");
        assertThat(session.ledger().size()).isEqualTo(2);
    }
}
