package dev.countersign.ui.shell;

import dev.countersign.fault.Problem;
import dev.countersign.ledger.Committer;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import dev.countersign.run.RunState;
import dev.countersign.workspace.Progress;
import dev.countersign.ui.fx.Commands;
import dev.countersign.ui.fx.FxEvents;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Kit;
import dev.countersign.ui.fx.Palette;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.fx.Toasts;
import dev.countersign.ui.insight.LedgerSections;
import dev.countersign.ui.run.ComposerView;
import dev.countersign.ui.run.ComposerViewModel;
import dev.countersign.ui.run.ConsentCard;
import dev.countersign.ui.run.PermissionQueue;
import dev.countersign.ui.run.ReviewOpener;
import dev.countersign.ui.run.RunViewModel;
import dev.countersign.ui.settings.Preferences;
import dev.countersign.ui.settings.TruthCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javafx.scene.Scene;

/// One window: ties the screens to the workspace that is open. JavaFX thread.
public final class Shell implements WelcomeView.Actions, HeaderBar.Actions, AutoCloseable {
    private record Told(RunState state, RunEvent event) {}

    /// What belongs to the workspace that is open.
    record Bench(Opened opened, ReviewOpener reviews, ComposerViewModel composer, ComposerView composerView,
                 Map<RunId, RunViewModel> models) {}

    private final Texts texts = Texts.of(Shell.class);
    private final ShellParts parts;
    private final ShellViewModel model;
    private final Preferences preferences;
    private final Commands commands = new Commands();
    private final Toasts toasts = new Toasts();
    private final Kit kit;
    private final ShellView view;
    /// Opened, and not yet shown.
    private final Set<Opened> arriving = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private Optional<Bench> bench = Optional.empty();
    private Optional<RunId> wanted = Optional.empty();
    private int opening;
    private final Comparisons comparisons;
    private final Asking asking;

    public Shell(ShellParts parts) {
        this.parts = parts;
        this.model = new ShellViewModel(parts.state());
        this.preferences = new Preferences(parts.state());
        this.comparisons = new Comparisons(parts.state());
        this.view = new ShellView(model, parts, toasts, this);
        this.kit = new Kit(parts.background(), view.overlay(), toasts, commands, parts.state(), parts.choosers(), parts.clock());
        parts.background().onUnheardFailure(toasts::show);
        parts.background().run(texts.text("work.sandbox"), _ -> parts.protection().get()).onSuccess(model::protectedBy);
        commands.add(ShellCommands.of(this, model));
        commands.onRefused(command -> toasts.say(Status.NOT_CHECKED,
                texts.text("command.refused", command.title(), command.disabled().getValue())));
        this.asking = new Asking(view.overlay(), this::answer);
        preferences.keepPromptsProperty().addListener((_, _, yes) -> bench.ifPresent(b -> b.opened().keepPrompts(yes)));
        preferences.agentProperty().addListener((_, _, name) -> bench.ifPresent(b -> b.composer().pick(name)));
        model.routeProperty().addListener((_, _, route) -> view.show(route, bench, kit, preferences));
        view.show(model.routeProperty().get(), bench, kit, preferences);
    }

    /// The window's content with theme, keys and code size; made once.
    public Scene scene(double width, double height) {
        var scene = new Scene(view.root(), width, height);
        dress(scene);
        preferences.themeProperty().addListener((_, _, _) -> dress(scene));
        preferences.codeSizeProperty().addListener((_, _, size) -> Theme.codeSize(scene, size.intValue()));
        commands.install(scene);
        view.install(scene);
        return scene;
    }

    /// Applies the theme anew, after the system's own changed.
    public void dress(Scene scene) {
        Theme theme = preferences.themeProperty().get();
        theme.apply(scene);
        Theme.codeSize(scene, preferences.codeSizeProperty().get());
        view.header().showTheme(theme.isDark());
    }

    public ShellViewModel model() {
        return model;
    }

    public Commands commands() {
        return commands;
    }

    public Kit kit() {
        return kit;
    }

    public Preferences preferences() {
        return preferences;
    }

    /// The composer of the workspace that is open.
    public Optional<ComposerViewModel> composer() {
        return bench.map(Bench::composer);
    }

    /// The model of a run that is or was on the screen.
    public Optional<RunViewModel> run(RunId id) {
        return bench.flatMap(b -> Optional.ofNullable(b.models().get(id)));
    }

    /// Shows a section of the ledger.
    void ledger(LedgerSections.Section section) {
        LedgerSections.remember(parts.state(), section);
        model.go(new Route.Ledger());
    }

    @Override
    public void open(Path folder) {
        open(folder, _ -> {});
    }

    /// Opens a workspace in place of the one that is open; `then` gets its composer.
    public void open(Path folder, Consumer<ComposerViewModel> then) {
        int turn = ++opening;
        Optional<Bench> before = bench;
        record Found(Opened opened, List<RunState> states, Committer.Recovery recovery, List<Problem> damaged,
                     List<String> notices, List<String> cautions) {}
        parts.background().run(texts.text("work.open", String.valueOf(folder.getFileName())), progress -> {
            if (before.isPresent()) {
                before.get().opened().close();
            }
            Opened opened = parts.opener().open(folder, progress);
            arriving.add(opened);
            if (closed && arriving.remove(opened)) {
                opened.close();
                throw new Progress.CancelledException();
            }
            return new Found(opened, opened.states(), opened.recovery(), opened.damaged(), opened.notices(), opened.cautions());
        }).onSuccess(found -> {
            if (!arriving.remove(found.opened())) {
                return;
            }
            if (turn != opening) {
                parts.background().run(texts.text("work.close"), _ -> {
                    found.opened().close();
                    return found;
                });
            } else {
                take(found.opened(), found.states());
                found.damaged().forEach(toasts::show);
                found.notices().forEach(notice -> toasts.say(Status.DONE, notice));
                found.cautions().forEach(caution -> toasts.say(Status.NEEDS_YOU, caution));
                settle(found.opened(), found.recovery());
                then.accept(bench.orElseThrow().composer());
            }
        }).onFailure(problem -> {
            leave();
            model.forget(folder);
            toasts.show(problem);
        }).onCancelled(this::leave);
    }

    private void take(Opened opened, List<RunState> states) {
        ReviewOpener reviews = opened.reviews(kit);
        var composer = new ComposerViewModel(opened.agents(parts.agents()), opened.runs(), parts.background(),
                (planned, protection, accept) -> ConsentCard.open(view.overlay(), planned, protection, accept));
        composer.pick(preferences.agentProperty().get());
        composer.onProblem(toasts::show);
        composer.onStarted(this::started);
        composer.onCompared(this::compare);
        composer.onPlan(new KitPlanDesk(kit));
        composer.limits().remember(parts.state());
        var next = new Bench(opened, reviews, composer, new ComposerView(composer, parts.choosers(), view.overlay()), new HashMap<>());
        bench = Optional.of(next);
        var events = new FxEvents<Told>(kit.pulse(), list -> hear(next, list));
        opened.keepPrompts(preferences.keepPromptsProperty().get());
        opened.listen((state, event) -> events.accept(new Told(state, event)));
        opened.onStalled(why -> kit.pulse().post(() -> {
            if (bench.equals(Optional.of(next))) {
                model.stalled(why);
            }
        }));
        parts.background().run(texts.text("work.registry"), _ -> opened.registry().look()).onSuccess(look -> look.filter(found -> !found.trusted())
                .ifPresent(found -> toasts.say(Status.NEEDS_YOU, texts.text("registry.untrusted", found.registry().agents().size())))).onFailure(toasts::show);
        model.opened(new ShellViewModel.Place(opened.folder(), opened.name(), opened.branch()), states, opened::isElsewhere);
        view.show(model.routeProperty().get(), bench, kit, preferences);
    }

    private void settle(Opened opened, Committer.Recovery recovery) {
        switch (recovery) {
            case Committer.Recovery.Nothing _ -> {}
            case Committer.Recovery.Completed done -> toasts.say(Status.DONE,
                    texts.text("recovery.completed", Long.toString(done.entry().seq())));
            case Committer.Recovery.NeedsHuman left -> RecoveryCard.open(view.overlay(), left, () -> parts.background().run(
                    texts.text("work.keep"), _ -> {
                        opened.keepTree();
                        return left;
                    }).onSuccess(_ -> toasts.say(Status.DONE, texts.text("recovery.kept"))));
        }
    }

    private void hear(Bench from, List<Told> told) {
        if (!bench.equals(Optional.of(from))) {
            return;
        }
        var byRun = new LinkedHashMap<RunId, List<Told>>();
        for (Told each : told) {
            model.accept(each.state(), each.event());
            asking.hear(each.state().id(), each.event());
            byRun.computeIfAbsent(each.state().id(), _ -> new ArrayList<>()).add(each);
        }
        byRun.values().forEach(list -> comparisons.accept(list.getLast().state()));
        byRun.forEach((id, list) -> run(id).ifPresent(run -> run.accept(list.getLast().state(),
                list.stream().map(Told::event).toList())));
        wanted.filter(id -> model.run(id).isPresent()).ifPresent(this::started);
    }

    private void answer(PermissionQueue.Waiting question, Optional<String> option) {
        bench.ifPresent(b -> parts.background().run(texts.text("work.answer"), _ -> {
            b.opened().runs().answer(question.run(), question.node(), question.request().id(), option);
            return question;
        }));
    }

    /// Shows candidates side by side, and remembers that they belong together.
    void compare(List<RunId> runs) {
        comparisons.remember(runs);
        model.go(new Route.Compare(runs));
    }

    Comparisons comparisons() {
        return comparisons;
    }

    private void started(RunId run) {
        boolean known = model.run(run).isPresent();
        wanted = known ? Optional.empty() : Optional.of(run);
        if (known) {
            model.go(new Route.OfRun(run));
        }
    }

    private void leave() {
        bench = Optional.empty();
        asking.clear();
        model.closed();
    }

    @Override
    public void closeWorkspace() {
        opening++;
        bench.ifPresent(b -> parts.background().run(texts.text("work.close"), _ -> {
            b.opened().close();
            return b;
        }));
        leave();
    }

    @Override
    public void sample() {
        sample(ComposerViewModel::start);
    }

    /// Opens the sample with its task ready in the composer. Starts nothing.
    public void offerSample() {
        sample(_ -> {});
    }

    private void sample(Consumer<ComposerViewModel> then) {
        parts.background().run(texts.text("work.sample"), parts.sample()::unpack).onSuccess(sample ->
                open(sample.folder(), composer -> {
                    composer.offer(sample.plan(), sample.agent());
                    then.accept(composer);
                }));
    }

    @Override
    public void chooseFolder() {
        parts.choosers().folder(texts.text("choose.folder")).ifPresent(this::open);
    }

    @Override
    public void choosePatch() {
        parts.choosers().file(texts.text("choose.patch"), texts.text("choose.patch.kind"), List.of("*.patch", "*.diff"))
                .ifPresent(this::patch);
    }

    /// Takes a patch to the workspace that is open; asks for one where none is.
    @Override
    public void patch(Path file) {
        if (bench.isPresent()) {
            bench.get().composer().bringPatch(file);
            focusComposer();
        } else {
            parts.choosers().folder(texts.text("choose.patch.folder", file.getFileName().toString()))
                    .ifPresent(folder -> open(folder, composer -> composer.bringPatch(file)));
        }
    }

    /// Puts the cursor into the composer, on its own screen where none is in front.
    void focusComposer() {
        if (!(model.routeProperty().get() instanceof Route.OfRun)) {
            model.go(new Route.NewTask());
        }
        bench.ifPresent(b -> b.composerView().focus());
    }

    @Override
    public void palette() {
        if (!view.overlay().isOpen()) {
            Palette.open(view.overlay(), commands);
        }
    }

    @Override
    public void truth() {
        model.protectionProperty().get().ifPresentOrElse(
                found -> {
                    var card = new TruthCard(found);
                    Cards.card(view.overlay(), texts.text("truth.title"), card);
                    parts.background().run(texts.text("work.sandbox"), _ -> parts.levels().get()).onSuccess(card::tried);
                },
                () -> toasts.say(Status.NOT_CHECKED, texts.text("truth.not.yet")));
    }

    @Override
    public void theme() {
        preferences.themeProperty().set(preferences.themeProperty().get().isDark() ? Theme.LIGHT : Theme.DARK);
    }

    @Override
    public void sidebar() {
        view.toggleSidebar();
    }

    @Override
    public void evidence() {
        view.toggleEvidence();
    }

    void shortcuts() {
        Cards.shortcuts(view.overlay(), commands);
    }

    void about() {
        Cards.about(view.overlay(), parts.version());
    }

    /// Runs at which an agent or a check works now; closing would end them. Not those of another window or command.
    public long busy() {
        return model.runs().stream().filter(run -> run.status() == Status.RUNNING)
                .filter(run -> bench.filter(b -> b.opened().isElsewhere(run.id())).isEmpty()).count();
    }

    /// Asks before work under way is ended. @param close does it
    public void askToClose(Runnable close) {
        CloseCard.open(view.overlay(), busy(), close);
    }

    /// Ends what runs and closes the workspace. Blocks; not on the JavaFX thread.
    @Override
    public void close() throws IOException {
        closed = true;
        for (Opened opened : arriving) {
            if (arriving.remove(opened)) {
                opened.close();
            }
        }
        if (bench.isPresent()) {
            bench.get().opened().close();
        }
        parts.background().running().forEach(Job::cancel);
    }
}
