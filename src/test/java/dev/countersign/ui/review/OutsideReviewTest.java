package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.MemoryStore;
import dev.countersign.changeset.Merge.Resolution;
import dev.countersign.run.Decision;
import dev.countersign.run.OutsideAnswer.How;
import dev.countersign.run.OutsideChange;
import dev.countersign.ui.fx.Background;
import java.nio.file.Path;
import java.time.InstantSource;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        assertThat(model.status().note.get()).contains("Merged with 1 change on disk: will be verified again before commit.");
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

    private ReviewViewModel again(ReviewDrafts drafts) {
        return new ReviewViewModel(source, drafts, Background.sameThread(), InstantSource.system());
    }

    @Test
    void answersAreKeptInTheDraftForTheStatesTheyWereAbout(@TempDir Path folder) {
        source.write("a.txt", "uno\n2\n3\n4\n5\n6\n7\n8\nnove\n");
        source.write("b.txt", "mine\n");
        ReviewViewModel first = again(ReviewDrafts.in(folder, Runnable::run, problem -> {}));
        var a = first.outside().all().getFirst();
        var given = new How.Merged(Map.of(0, new Resolution.Own("one\nuno\n"), 1, new Resolution.TheirsThenOurs()));
        first.outside().answer(a, given);
        first.outside().answer(first.outside().all().getLast(), new How.Disk());
        first.close();

        ReviewViewModel second = again(ReviewDrafts.in(folder, Runnable::run, problem -> {}));
        assertThat(second.outside().open()).isEmpty();
        assertThat(second.outside().answers().values()).extracting(answer -> answer.how()).containsExactly(given, new How.Disk());
        second.outside().reopen(second.outside().all().getLast());
        second.close();

        source.write("a.txt", "due\n2\n3\n4\n5\n6\n7\n8\nnove\n");
        ReviewViewModel third = again(ReviewDrafts.in(folder, Runnable::run, problem -> {}));
        assertThat(third.outside().open()).hasSize(2);
        third.close();
    }

    @Provide
    Arbitrary<How> answers() {
        Arbitrary<Resolution> resolutions = Arbitraries.oneOf(Arbitraries.of(new Resolution.Ours(), new Resolution.Theirs(),
                new Resolution.OursThenTheirs(), new Resolution.TheirsThenOurs(), new Resolution.Base()),
                Arbitraries.strings().ofMaxLength(8).map(Resolution.Own::new));
        return Arbitraries.oneOf(Arbitraries.of(new How.Disk(), new How.Approved()),
                Arbitraries.maps(Arbitraries.integers().between(0, 5), resolutions).ofMaxSize(4).map(How.Merged::new));
    }

    @Property(tries = 100)
    void aKeptAnswerIsTheAnswerThatWasGiven(@ForAll("answers") How how) {
        DemoSource own = DemoSource.of(new MemoryStore(), BASE, new String[] {"a.txt", "1\n", "b.txt", "B\n"});
        try (var review = new ReviewViewModel(own, ReviewDrafts.inMemory(), Background.sameThread(), InstantSource.system())) {
            own.write("b.txt", "mine\n");
            OutsideChange change = review.outside().all().getFirst();
            assertThat(KeptAnswer.of(change.answer(how)).to(change)).contains(how);
            own.write("b.txt", "other\n");
            assertThat(KeptAnswer.of(change.answer(how)).to(review.outside().all().getFirst())).isEmpty();
        }
    }
}
