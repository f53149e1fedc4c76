package dev.countersign.ui.shell;

import dev.countersign.agent.Agents;
import dev.countersign.fault.Problem;
import dev.countersign.fault.ProblemException;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.Committer;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import dev.countersign.run.RunState;
import dev.countersign.run.Session;
import dev.countersign.run.Stalls;
import dev.countersign.run.Workbench;
import dev.countersign.ui.checks.ChecksView;
import dev.countersign.ui.checks.ChecksViewModel;
import dev.countersign.ui.checks.SessionChecks;
import dev.countersign.ui.fx.Kit;
import dev.countersign.ui.run.ReviewOpener;
import dev.countersign.ui.run.Runs;
import dev.countersign.ui.run.SessionRuns;
import dev.countersign.ui.settings.RegistrySource;
import dev.countersign.ui.settings.SessionRegistry;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.scene.Parent;

/// A workspace opened as a session of the core.
final class SessionWorkspace implements Opened {
    private final Session session;
    private final Runs runs;
    private final SessionRegistry registry;
    private final Screens screens;
    private Optional<Parent> ledger = Optional.empty();
    private Optional<Parent> checks = Optional.empty();
    private Optional<Parent> rules = Optional.empty();
    private Optional<Parent> scripts = Optional.empty();
    private volatile Optional<Stalls> stalls = Optional.empty();

    SessionWorkspace(Session session, Workbench workbench, Screens screens, String user) {
        this.session = session;
        this.registry = new SessionRegistry(session.projectAgents(), workbench.agents(), user);
        this.runs = new SessionRuns(session, registry, workbench.sandbox(), user);
        this.screens = screens;
    }

    @Override
    public Path folder() {
        return session.workspace().root();
    }

    @Override
    public String name() {
        return session.workspace().name();
    }

    @Override
    public Optional<String> branch() {
        return session.workspace().branch();
    }

    @Override
    public Runs runs() {
        return runs;
    }

    @Override
    public List<RunState> states() {
        return session.runs();
    }

    @Override
    public boolean isElsewhere(RunId run) {
        return session.isElsewhere(run);
    }

    @Override
    public void keepPrompts(boolean yes) {
        session.keepPrompts(yes);
    }

    @Override
    public void listen(BiConsumer<RunState, RunEvent> hearer) {
        session.listen(hearer);
    }

    @Override
    public Committer.Recovery recovery() {
        return session.recovery();
    }

    @Override
    public void keepTree() throws IOException {
        session.keepTree();
    }

    @Override
    public List<Problem> damaged() {
        return session.damaged();
    }

    @Override
    public List<String> notices() {
        return session.ledger().notices();
    }

    @Override
    public List<String> cautions() throws IOException {
        try {
            return session.past().room().warning().stream().toList();
        } catch (ProblemException e) {
            // A wrong budget must not keep anybody from the workspace.
            return List.of(e.problem().sentence());
        }
    }

    @Override
    public void onStalled(Consumer<Optional<String>> hearer) {
        stalls = Optional.of(new Stalls(session.ledger(), hearer));
    }

    @Override
    public Agents agents(Agents known) {
        return registry;
    }

    @Override
    public RegistrySource registry() {
        return registry;
    }

    @Override
    public ReviewOpener reviews(Kit kit) {
        return screens.review(session, kit);
    }

    @Override
    public void audit(Progress progress) throws IOException {
        session.upkeep().audit(AuditScope.HERE, progress);
    }

    @Override
    public Parent ledger(Kit kit) {
        Parent view = ledger.orElseGet(() -> screens.ledger(session, kit));
        ledger = Optional.of(view);
        return view;
    }

    @Override
    public Parent checks(Kit kit) {
        Parent view = checks.orElseGet(() -> new ChecksView(new ChecksViewModel(new SessionChecks(session), kit.background())));
        checks = Optional.of(view);
        return view;
    }

    @Override
    public Parent rules(Kit kit) {
        Parent view = rules.orElseGet(() -> screens.rules(session, kit));
        rules = Optional.of(view);
        return view;
    }

    @Override
    public Parent scripts(Kit kit) {
        Parent view = scripts.orElseGet(() -> screens.scripts(session, kit));
        scripts = Optional.of(view);
        return view;
    }

    @Override
    public void close() throws IOException {
        stalls.ifPresent(Stalls::close);
        session.close();
    }
}
