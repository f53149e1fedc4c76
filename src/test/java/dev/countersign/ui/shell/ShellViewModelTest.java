package dev.countersign.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.NodeState;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import dev.countersign.ui.MadeUp;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.shell.ShellViewModel.InboxRow;
import dev.countersign.ui.shell.ShellViewModel.Place;
import dev.countersign.ui.shell.ShellViewModel.RunRow;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellViewModelTest {
    private static final Place PLACE = new Place(Path.of("/src/http-client"), "http-client", Optional.of("main"));

    @TempDir
    Path folder;
    private UiState state;
    private ShellViewModel model;

    @BeforeEach
    void open() {
        state = UiState.open(folder.resolve("ui.json"));
        model = new ShellViewModel(state);
    }

    @Test
    void aWorkspaceWithoutRunsAsksForATask() {
        model.opened(PLACE, List.of(), _ -> false);
        assertThat(model.routeProperty().get()).isEqualTo(new Route.NewTask());
        assertThat(model.workspaceReasonProperty().get()).isEmpty();
    }

    @Test
    void runsAreNewestFirstAndWhatWaitsIsInTheInbox() {
        model.opened(PLACE, List.of(MadeUp.ended("20261120-090000-aaaa", "Fix the locale\nof dates", new NodeState.Committed(7)), MadeUp.run()), _ -> false);
        assertThat(model.runs()).containsExactly(
                new RunRow(MadeUp.RUN, "Add retry with backoff to the HTTP client", Status.NEEDS_YOU, 2),
                new RunRow(new RunId("20261120-090000-aaaa"), "Fix the locale", Status.DONE, 0));
        assertThat(model.inbox()).containsExactly(
                new InboxRow(MadeUp.RUN, MadeUp.id("retry"), "Add retry with backoff to the HTTP client",
                        "Retry idempotent requests as the policy says", Status.READY, "", MadeUp.NOW.minusSeconds(30), false),
                new InboxRow(MadeUp.RUN, MadeUp.id("config"), "Add retry with backoff to the HTTP client",
                        "Read the policy from client.properties", Status.STOPPED,
                        "It changed build.gradle, which this node does not own", MadeUp.NOW.minusSeconds(30), false));
        assertThat(model.routeProperty().get()).isEqualTo(new Route.OfRun(MadeUp.RUN));
    }

    @Test
    void whatAnotherProcessDrivesIsMarkedAndNoLongerWhenItIsGone() {
        var elsewhere = new HashSet<>(Set.of(MadeUp.RUN));
        model.opened(PLACE, List.of(MadeUp.run()), elsewhere::contains);
        assertThat(model.inbox()).hasSize(2).allMatch(InboxRow::elsewhere);
        elsewhere.clear();
        model.go(new Route.Inbox());
        assertThat(model.inbox()).hasSize(2).noneMatch(InboxRow::elsewhere);
        elsewhere.add(MadeUp.RUN);
        model.accept(MadeUp.run(), new RunEvent.Activity(MadeUp.NOW, Optional.empty(), "Copying files", 3, 10));
        assertThat(model.inbox()).allMatch(InboxRow::elsewhere);
    }

    @Test
    void whatNeedsAWorkspaceStaysAwayWithoutOne() {
        model.go(new Route.Ledger());
        assertThat(model.routeProperty().get()).isEqualTo(new Route.Welcome());
        model.go(new Route.Settings());
        assertThat(model.routeProperty().get()).isEqualTo(new Route.Settings());
        assertThat(model.workspaceReasonProperty().get()).isEqualTo("Open a workspace first.");
    }

    @Test
    void activityIsSaidWhileItLasts() {
        model.opened(PLACE, List.of(MadeUp.run()), _ -> false);
        model.accept(MadeUp.run(), new RunEvent.Activity(MadeUp.NOW, Optional.empty(), "Copying files", 3, 10));
        assertThat(model.activityProperty().get()).isEqualTo("Copying files (3 of 10)");
        model.accept(MadeUp.run(), new RunEvent.Ended(MadeUp.NOW, "Done."));
        assertThat(model.activityProperty().get()).isEmpty();
    }

    @Test
    void theLastWorkspacesAreRememberedNewestFirst() {
        for (int i = 0; i < ShellViewModel.MOST_RECENT + 2; i++) {
            model.opened(new Place(Path.of("/src/w" + i), "w" + i, Optional.empty()), List.of(), _ -> false);
        }
        model.opened(new Place(Path.of("/src/w5"), "w5", Optional.empty()), List.of(), _ -> false);
        state.save();
        var again = new ShellViewModel(UiState.open(folder.resolve("ui.json")));
        assertThat(again.recent()).hasSize(ShellViewModel.MOST_RECENT).startsWith(Path.of("/src/w5"), Path.of("/src/w9"))
                .doesNotHaveDuplicates();
        assertThat(UiState.open(folder.resolve("ui.json")).get("open")).contains("/src/w5");
        model.closed();
        assertThat(state.get("open")).isEmpty();
    }
}
