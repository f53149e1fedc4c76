package dev.countersign.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.changeset.Selection;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.plan.NodeId;
import dev.countersign.run.Decision;
import dev.countersign.run.RunId;
import dev.countersign.run.Session;
import dev.countersign.run.Workbench;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.run.fake.FakePolicy;
import dev.countersign.run.fake.FakeSandbox;
import dev.countersign.run.fake.FakeVerifier;
import dev.countersign.ui.DemoShell;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Kit;
import dev.countersign.ui.fx.Pulse;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.run.FileRow;
import dev.countersign.ui.run.ReviewOpener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javafx.scene.Parent;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The frame on the real core: workspace, stage, journal and ledger; threads as in the application.
@Timeout(60)
class RealCoreTest {
    private static final NodeId TASK = new NodeId("task");

    @TempDir
    Path folder;

    private final AtomicReference<Session> session = new AtomicReference<>();
    private final AtomicReference<RunId> reviewed = new AtomicReference<>();

    @Test
    void aTaskGoesFromTheComposerToAReviewAndItsCommitIsShown() throws Exception {
        Path live = Files.createDirectories(folder.resolve("project"));
        Files.writeString(live.resolve("a.txt"), "one\ntwo\n");
        var ticks = new AtomicLong(1_800_000_000_000L);
        InstantSource clock = () -> Instant.ofEpochMilli(ticks.incrementAndGet());
        var agent = new FakeAgent("sample", FakeAgent.writes("a.txt", "one\nTWO\nthree\n"));
        var sandbox = new FakeSandbox(FakeSandbox.KERNEL);
        Path data = folder.resolve("data");
        var workbench = new Workbench(data, () -> List.of(agent), new FakePolicy(), sandbox, new FakeVerifier(clock),
                new DuckLedgerOpener(data, clock, new Random(7)), clock, new Random(42));
        Shell shell = Screen.on(() -> {
            var made = new Shell(new ShellParts((path, progress) -> new SessionWorkspace(workbench.open(path, progress), workbench, screens(), "ann"),
                    workbench.agents(), sandbox::protection, _ -> {
                        throw new IllegalStateException("not asked for here");
                    }, data, "0.1.0", UiState.open(folder.resolve("ui.json")), Background.threads(Pulse.fx()), DemoShell.NO_ONE, clock, MadeUpWorkspace.machine()));
            made.scene(1280, 800);
            made.open(live);
            return made;
        });
        until(() -> shell.composer().isPresent());
        Screen.run(() -> {
            shell.preferences().keepPromptsProperty().set(true);
            shell.composer().orElseThrow().promptProperty().set("Shout");
            shell.composer().orElseThrow().start();
        });
        until(() -> !shell.model().inbox().isEmpty());
        RunId run = Screen.on(() -> shell.model().inbox().getFirst().run());
        until(() -> shell.run(run).isPresent() && shell.run(run).get().filesProperty().get().isPresent());
        List<FileRow> files = Screen.on(() -> shell.run(run).orElseThrow().filesProperty().get().orElseThrow());
        assertThat(files).extracting(f -> f.path().value(), FileRow::added, FileRow::removed)
                .containsExactly(tuple("a.txt", Optional.of(2), Optional.of(1)));
        Screen.run(() -> shell.run(run).orElseThrow().review());
        assertThat(reviewed).hasValue(run);
        assertThat(live.resolve("a.txt")).hasContent("one\ntwo\n");

        var changes = session.get().run(run).orElseThrow().nodes().get(TASK).candidate().orElseThrow();
        session.get().decide(run, TASK, new Decision.Approve(Selection.all(changes), "", true), "ada");
        until(() -> shell.run(run).orElseThrow().statusProperty().get() == Status.DONE);
        assertThat(live.resolve("a.txt")).hasContent("one\nTWO\nthree\n");
        var entry = session.get().ledger().entry(0).orElseThrow();
        assertThat(entry.what().evidence()).extracting(e -> e.kind()).contains("call", "prompt", "transcript");
        assertThat(Screen.<List<Status>>on(() -> shell.model().runs().stream().map(ShellViewModel.RunRow::status).toList()))
                .containsExactly(Status.DONE);
        shell.close();
    }

    private Screens screens() {
        return new Screens() {
            @Override
            public ReviewOpener review(Session opened, Kit kit) {
                session.set(opened);
                return (run, node) -> reviewed.set(run);
            }

            @Override
            public Parent ledger(Session opened, Kit kit) {
                return new StackPane();
            }

            @Override
            public Parent rules(Session opened, Kit kit) {
                return new StackPane();
            }

            @Override
            public Parent scripts(Session opened, Kit kit) {
                return new StackPane();
            }

            @Override
            public OfMachine ofMachine() {
                return MadeUpWorkspace.machine();
            }
        };
    }

    private static void until(BooleanSupplier there) throws InterruptedException {
        for (int i = 0; i < 1000 && !Screen.on(there::getAsBoolean); i++) {
            Thread.sleep(20);
        }
        assertThat(Screen.<Boolean>on(there::getAsBoolean)).isTrue();
    }
}
