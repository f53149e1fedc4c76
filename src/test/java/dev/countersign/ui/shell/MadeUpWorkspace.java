package dev.countersign.ui.shell;

import dev.countersign.fault.Problem;
import dev.countersign.ledger.Committer;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import dev.countersign.run.RunState;
import dev.countersign.run.SampleOffer;
import dev.countersign.plan.NodeState;
import dev.countersign.ui.MadeUp;
import dev.countersign.ui.MadeUpRuns;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Kit;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.run.ReviewOpener;
import dev.countersign.ui.run.Runs;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;

/// A workspace without a core behind it.
public final class MadeUpWorkspace implements Opened {
    public final MadeUpRuns runs = new MadeUpRuns();
    public final List<RunState> states = new ArrayList<>();
    public final List<String> reviewed = new ArrayList<>();
    public final Set<RunId> elsewhere = new HashSet<>();
    public boolean keepsPrompts;
    public boolean closed;
    public Committer.Recovery recovery = new Committer.Recovery.Nothing();
    private final Path folder;
    private BiConsumer<RunState, RunEvent> hearer = (state, event) -> {};

    public MadeUpWorkspace(Path folder) {
        this.folder = folder;
    }

    /// With a few runs.
    public static MadeUpWorkspace busy(Path folder) {
        var workspace = new MadeUpWorkspace(folder);
        workspace.states.add(MadeUp.run());
        workspace.states.add(MadeUp.ended("20261120-090000-aaaa", "Fix the locale of the date column in exported reports", new NodeState.Committed(1201)));
        workspace.states.add(MadeUp.ended("20261119-090000-bbbb", "Bump the parser", new NodeState.Rejected("not asked for")));
        workspace.states.add(MadeUp.ended("20261118-090000-cccc", "Speed up start", new NodeState.Failed("AGENT-005", "claude did not end within 15 minutes.")));
        return workspace;
    }

    /// Parts of a window on this workspace.
    public ShellParts parts(UiState state, Background background, Choosers choosers) {
        return new ShellParts((_, _) -> this, MadeUp.agents(), MadeUp::none,
                _ -> new SampleOffer.Sample(folder, MadeUp.plan(), "sample"), Path.of("/home/ada/.local/share/countersign"), "0.1.0",
                state, background, choosers, InstantSource.fixed(MadeUp.NOW), machine());
    }

    static Screens.OfMachine machine() {
        return new Screens.OfMachine() {
            @Override
            public Parent values(Kit kit) {
                return new StackPane(new Label("values"));
            }

            @Override
            public Parent secrets(Kit kit) {
                return new StackPane(new Label("secrets"));
            }

            @Override
            public Parent checklist(Kit kit, java.util.Optional<Opened> opened) {
                return new StackPane(new Label("checklist"));
            }
        };
    }

    public void tell(RunState state, RunEvent event) {
        hearer.accept(state, event);
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public String name() {
        return folder.getFileName().toString();
    }

    @Override
    public Optional<String> branch() {
        return Optional.of("retry-backoff");
    }

    @Override
    public Runs runs() {
        return runs;
    }

    @Override
    public List<RunState> states() {
        return states;
    }

    @Override
    public boolean isElsewhere(RunId run) {
        return elsewhere.contains(run);
    }

    @Override
    public void keepPrompts(boolean yes) {
        keepsPrompts = yes;
    }

    @Override
    public void listen(BiConsumer<RunState, RunEvent> next) {
        hearer = next;
    }

    @Override
    public Committer.Recovery recovery() {
        return recovery;
    }

    @Override
    public void keepTree() {
        recovery = new Committer.Recovery.Nothing();
    }

    @Override
    public List<Problem> damaged() {
        return List.of();
    }

    @Override
    public List<String> notices() {
        return List.of();
    }

    @Override
    public ReviewOpener reviews(Kit kit) {
        return (run, node) -> reviewed.add(run + " " + node);
    }

    @Override
    public Parent ledger(Kit kit) {
        return new StackPane(new Label("ledger"));
    }

    @Override
    public Parent checks(Kit kit) {
        return new StackPane(new Label("checks"));
    }

    @Override
    public Parent rules(Kit kit) {
        return new StackPane(new Label("rules"));
    }

    @Override
    public void audit(dev.countersign.workspace.Progress progress) {
        // Nothing is in it.
    }

    @Override
    public Parent scripts(Kit kit) {
        return new StackPane(new Label("scripts"));
    }

    @Override
    public void close() {
        closed = true;
    }
}
