package dev.countersign.ui.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.Selection;
import dev.countersign.changeset.TextFile;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.plan.NodeState;
import dev.countersign.run.RunId;
import dev.countersign.run.RunState;
import dev.countersign.ui.MadeUp;
import dev.countersign.ui.MadeUpRuns;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.run.Runs;
import dev.countersign.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import org.junit.jupiter.api.Test;

class CompareViewModelTest {
    private static final RunId ONE = new RunId("20261121-090000-aaaa");
    private static final RunId TWO = new RunId("20261121-090000-bbbb");
    private static final WorkspacePath CLIENT = WorkspacePath.of("src/Client.java");

    private final MadeUpRuns runs = new MadeUpRuns();
    private final List<String> reviewed = new ArrayList<>();
    private final List<List<RunId>> grown = new ArrayList<>();

    private CompareViewModel model(RunState... states) {
        return new CompareViewModel(List.of(ONE, TWO), List.of(states), runs, Background.sameThread(), InstantSource.fixed(MadeUp.NOW),
                (run, node) -> reviewed.add(run + " " + node), grown::add);
    }

    private RunState one() {
        Changeset changes = MadeUp.changes("src/Client.java");
        runs.changed.put(ONE, List.of(changed(changes.changes().getFirst(), "a\nb\nc\nd\ne\n", "A\nb\nc\nd\nE\n")));
        return MadeUp.candidate(ONE, "claude", new NodeState.AwaitingReview(""), changes, 0.0);
    }

    private RunState two() {
        Changeset changes = MadeUp.changes("src/Client.java", "+src/Extra.java");
        runs.changed.put(TWO, List.of(changed(changes.changes().getFirst(), "a\nb\nc\nd\ne\n", "a\nb\nC\nd\ne\n"), changed(changes.changes().getLast(), "", "x\n")));
        return MadeUp.candidate(TWO, "codex", new NodeState.AwaitingReview(""), changes, 1.5);
    }

    private static Runs.Changed changed(FileChange change, String before, String after) {
        return new Runs.Changed(change, new Differ().diff(TextFile.read(before.getBytes(StandardCharsets.UTF_8)).orElseThrow(), TextFile.read(after.getBytes(StandardCharsets.UTF_8)).orElseThrow(),
                Differ.Options.EXACT));
    }

    @Test
    void candidatesStandSideBySideWithWhatTheyCostAndFound() {
        CompareViewModel model = model(one(), two());
        assertThat(model.candidatesProperty().get()).extracting(c -> c.agent() + ", " + c.energy().orElse(-1.0) + ", " + c.verified() + ", " + c.best() + ", " + c.size()
                + ", " + c.cost() + ", " + c.reviewReason()).containsExactly("claude, 0.0, true, true, 1 file  +2 \u22122, $0.08, ",
                "codex, 1.5, false, false, 2 files  +2 \u22121, $0.08, ");
        assertThat(model.pathsProperty().get()).containsExactly(CLIENT, WorkspacePath.of("src/Extra.java"));
        assertThat(model.changers(CLIENT)).isEqualTo(2);
        model.review(model.candidatesProperty().get().getFirst());
        assertThat(reviewed).containsExactly(ONE + " task");
    }

    @Test
    void oneThatStillWorksCannotBePickedAndComesWhenItIsDone() {
        CompareViewModel model = model(one(), MadeUp.candidate(TWO, "codex", new NodeState.Running(1), Changeset.NONE, 1.0));
        Candidate working = model.candidatesProperty().get().getLast();
        assertThat(working.pickReason()).isEqualTo("Only a candidate that waits for review can be picked.");
        model.pick(working);
        assertThat(runs.asked).isEmpty();
        model.accept(two());
        assertThat(model.pathsProperty().get()).hasSize(2);
        model.pick(model.candidatesProperty().get().getLast());
        assertThat(runs.asked).containsExactly("pick " + TWO + " of 2");
        assertThat(reviewed).containsExactly(TWO + " task");
    }

    @Test
    void chosenHunksOfBothAreMergedIntoOneMore() {
        CompareViewModel model = model(one(), two());
        assertThat(model.mergeReasonProperty().get()).isEqualTo("Choose hunks below first.");
        List<HunkChoice> mine = model.choices(ONE, CLIENT);
        assertThat(mine).extracting(c -> c.place() + " " + c.lines()).containsExactly("Line 1: 1 in, 1 out [-a, +A]", "Line 5: 1 in, 1 out [-e, +E]");
        model.choose(mine.getFirst(), true);
        model.choose(mine.getLast(), true);
        model.choose(mine.getLast(), false);
        model.choose(model.choices(TWO, CLIENT).getFirst(), true);
        HunkChoice extra = model.choices(TWO, WorkspacePath.of("src/Extra.java")).getFirst();
        assertThat(extra.place()).isEqualTo("New file");
        model.choose(extra, true);
        assertThat(model.count()).isEqualTo(3);
        model.merge();
        var first = new Selection.FileSelection.Hunks(new TreeSet<>(List.of(0)));
        assertThat(runs.merged).isEqualTo(Map.of(ONE, new Selection(Map.of(CLIENT, first)),
                TWO, new Selection(Map.of(CLIENT, first, WorkspacePath.of("src/Extra.java"), new Selection.FileSelection.Whole()))));
        assertThat(grown).containsExactly(List.of(ONE, TWO, MadeUp.RUN));
    }

    @Test
    void hunksThatCannotStandTogetherAreSaid() {
        CompareViewModel model = model(one(), two());
        model.choose(model.choices(ONE, CLIENT).getFirst(), true);
        runs.refusal = Optional.of(new UserException(Problem.of("RUN-025", Exit.USAGE, "No.", "Nothing was started.", "Choose others.")));
        model.merge();
        assertThat(model.problemProperty().get()).map(Problem::code).contains("RUN-025");
        assertThat(grown).isEmpty();
    }

    @Test
    void whatWasChosenOfACandidateThatIsDecidedIsChosenNoMore() {
        CompareViewModel model = model(one(), two());
        model.choose(model.choices(ONE, CLIENT).getFirst(), true);
        model.accept(MadeUp.candidate(ONE, "claude", new NodeState.Rejected("no"), MadeUp.changes("src/Client.java"), 0.0));
        assertThat(model.count()).isZero();
        assertThat(model.choices(ONE, CLIENT)).isEmpty();
    }

    @Test
    void theScreenShowsBothAndTakesAHunkByItsBox() {
        CompareViewModel model = model(one(), two());
        CompareView view = Screen.on(() -> {
            var made = new CompareView(model, UiState.open(Path.of("/nonexistent/ui.json")));
            new Scene(made, 1000, 700);
            made.applyCss();
            made.layout();
            return made;
        });
        Screen.run(() -> {
            assertThat(view.lookupAll(".compare-card")).hasSize(2);
            assertThat(view.lookupAll(".compare-hunk")).hasSize(3);
            ((CheckBox) view.lookup(".compare-take")).fire();
            assertThat(((Button) view.lookup(".compare-merge")).getText()).isEqualTo("Merge 1 hunk");
        });
        assertThat(model.isChosen(model.choices(ONE, CLIENT).getFirst())).isTrue();
        CompareView empty = Screen.on(() -> new CompareView(model(), UiState.open(Path.of("/nonexistent/ui.json"))));
        assertThat(Screen.on(() -> empty.lookupAll(".compare-card"))).isEmpty();
    }

    /// Something moves each second while an agent works; whoever stands on a button with the keyboard stays there.
    @Test
    void focusStaysWhileARunGoesOn() {
        double next = 1.5;
        RunState other = two();
        Changeset changes = MadeUp.changes("src/Client.java", "+src/Extra.java");
        var model = new CompareViewModel(List.of(ONE, TWO), List.of(one(), other), runs, Background.sameThread(), () -> MadeUp.NOW, (_, _) -> { }, grown::add);
        Screen.start();
        Scene scene = Screen.on(() -> {
            var made = new Scene(new CompareView(model, UiState.open(Path.of("/nonexistent/ui.json"))), 1280, 800);
            var stage = new javafx.stage.Stage();
            stage.setScene(made);
            stage.show();
            return made;
        });
        Screen.settle();
        for (String style : List.of(".compare-pick", ".compare-take")) {
            Screen.run(() -> scene.lookup(style).requestFocus());
            javafx.scene.Node before = Screen.on(scene::getFocusOwner);
            assertThat(before.getStyleClass()).contains(style.substring(1));
            double energy = next = 1.5 - next;
            Screen.run(() -> model.accept(MadeUp.candidate(TWO, "codex", new NodeState.AwaitingReview(""), changes, energy)));
            Screen.settle();
            String shown = energy == 0 ? "0.00 \u2713" : "1.50";
            assertThat(Screen.on(() -> scene.getRoot().lookupAll(".label").stream().map(each -> ((javafx.scene.control.Label) each).getText()).filter(shown::equals).count()))
                    .isEqualTo(energy == 0 ? 2L : 1L);
            assertThat(Screen.on(scene::getFocusOwner)).isSameAs(before);
        }
        Screen.run(() -> scene.getWindow().hide());
    }
}
