package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.MemoryStore;
import dev.countersign.changeset.Merge.Resolution;
import dev.countersign.run.Decision;
import dev.countersign.run.OutsideAnswer.How;
import dev.countersign.run.OutsideChange;
import dev.countersign.ui.fx.Background;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import java.util.Map;

/// A review whose files change on disk meanwhile, without a screen.
class OutsideReviewTest {
    private static final String[] BASE = {"a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "b.txt", "b\n"};
    private final DemoSource source = DemoSource.of(new MemoryStore(), BASE,
            new String[] {"a.txt", "one\n2\n3\n4\n5\n6\n7\n8\nnine\n", "b.txt", "B\n"});
    private final ReviewViewModel model = new ReviewViewModel(source, ReviewDrafts.inMemory(), Background.sameThread(), InstantSource.system());

    @AfterEach
    void close() {
        model.close();
        assertThat(source.watchers).isEmpty();
    }

    private OutsideChange only() {
        assertThat(model.outside().all()).hasSize(1);
        return model.outside().all().getFirst();
    }

    private Decision.Approve approved() {
        return (Decision.Approve) source.decided.getLast();
    }

    @Test
    void aCleanMergeIsOfferedAndAppliesOnlyOnceItIsTaken() {
        source.write("a.txt", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n");
        assertThat(only().isClean()).isTrue();
        assertThat(model.files().getFirst().isOutsideOpen()).isTrue();
        model.acceptRest();
        assertThat(model.applyFaultProperty().get()).isEqualTo("1 file has changed on disk since the agent read it: settle what becomes of it first.");
        model.outside().takeClean();
        assertThat(model.applyFaultProperty().get()).isEmpty();
        assertThat(model.noteProperty().get()).contains("Merged with 1 change on disk: will be verified again before commit.");
        OutsideChange seen = only();
        model.apply();
        assertThat(approved().outside()).isEqualTo(Map.of(seen.path(), seen.answer(new How.Merged(Map.of()))));
    }

    @Test
    void aConflictIsOpenUntilEachPlaceIsResolved() {
        source.write("a.txt", "uno\n2\n3\n4\n5\n6\n7\n8\nnove\n");
        model.acceptRest();
        assertThat(only().conflicts()).isEqualTo(2);
        model.outside().answer(only(), new How.Merged(Map.of(0, new Resolution.Ours())));
        assertThat(model.outside().open()).hasSize(1);
        assertThat(model.outside().resolutions(only())).hasSize(1);
        model.outside().answer(only(), new How.Merged(Map.of(0, new Resolution.Ours(), 1, new Resolution.Theirs())));
        assertThat(model.applyFaultProperty().get()).isEmpty();
        model.outside().reopen(only());
        assertThat(model.applyFaultProperty().get()).startsWith("1 file has changed on disk");
    }

    @Test
    void aChangeAfterTheAnswerReopensIt() {
        source.write("a.txt", "uno\n2\n3\n4\n5\n6\n7\n8\n9\n");
        model.acceptRest();
        model.outside().answer(only(), new How.Disk());
        assertThat(model.applyFaultProperty().get()).isEmpty();
        source.write("a.txt", "due\n2\n3\n4\n5\n6\n7\n8\n9\n");
        assertThat(model.outside().open()).hasSize(1);
        assertThat(model.applyFaultProperty().get()).startsWith("1 file has changed on disk");
    }

    @Test
    void whatChangesBetweenTheLastLookAndTheAnswerIsNotApplied() {
        model.acceptRest();
        source.disk.put(model.files().getFirst().path(), java.util.Optional.empty());
        model.apply();
        assertThat(source.decided).isEmpty();
        assertThat(model.answeredProperty().get()).isFalse();
        assertThat(model.applyFaultProperty().get()).startsWith("1 file has changed on disk");
    }

    @Test
    void whatIsRejectedMeetsNothing() {
        source.write("b.txt", "mine\n");
        assertThat(model.outside().open()).hasSize(1);
        model.goTo(model.files().getLast(), 0);
        model.decideFile(HunkDecision.REJECTED);
        assertThat(model.outside().all()).isEmpty();
        assertThat(model.files().getLast().outside()).isEmpty();
    }

    @Test
    void whatTheDiskHasAlreadyIsNoQuestion() {
        source.write("b.txt", "B\n");
        assertThat(model.outside().all()).isEmpty();
    }
}
