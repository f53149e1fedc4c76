package dev.countersign.ui;

import dev.countersign.changeset.FileChange;
import dev.countersign.fault.Problem;
import dev.countersign.run.ConfigFile;
import dev.countersign.run.SampleOffer;
import dev.countersign.run.Session;
import dev.countersign.run.Workbench;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Kit;
import dev.countersign.ui.fx.SystemChoosers;
import dev.countersign.ui.insight.LedgerSections;
import dev.countersign.ui.insight.SessionInsight;
import dev.countersign.ui.ledger.DiffPane;
import dev.countersign.ui.ledger.LedgerView;
import dev.countersign.ui.ledger.LedgerViewModel;
import dev.countersign.ui.ledger.SessionLedger;
import dev.countersign.ui.review.CheckReports;
import dev.countersign.ui.review.DiffView;
import dev.countersign.ui.review.ReviewDrafts;
import dev.countersign.ui.review.Reviews;
import dev.countersign.ui.review.SessionSource;
import dev.countersign.ui.run.ReviewOpener;
import dev.countersign.ui.shell.DesktopApp;
import dev.countersign.ui.shell.DesktopContext;
import dev.countersign.run.Doctor;
import dev.countersign.ui.guard.ChecklistView;
import dev.countersign.ui.guard.ChecklistViewModel;
import dev.countersign.ui.guard.RulesView;
import dev.countersign.ui.guard.RulesViewModel;
import dev.countersign.ui.guard.ScriptsView;
import dev.countersign.ui.guard.ScriptsViewModel;
import dev.countersign.ui.guard.SecretsView;
import dev.countersign.ui.guard.SecretsViewModel;
import dev.countersign.ui.guard.SessionRules;
import dev.countersign.ui.guard.SessionScripts;
import dev.countersign.ui.settings.ConfigView;
import dev.countersign.ui.shell.Opened;
import dev.countersign.ui.shell.Screens;
import java.time.ZoneId;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.BiConsumer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.Parent;
import javafx.scene.layout.Region;
import javafx.stage.Window;

/// The desktop as a whole: the window, with the review and the ledger put into it.
public final class Desktop {
    private Desktop() {}

    /// Opens the window, and returns when it was closed and everything is put away.
    ///
    /// @param user name for decisions in the ledger
    /// @param open the folder to open; empty for the last one, or the sample at the very first start
    /// @param rehearsal for a start without a person, see [DesktopContext]
    /// @throws IOException where the workspace could not be closed cleanly
    public static void open(Workbench workbench, SampleOffer sample, List<ConfigFile> config, String user, String version, Optional<Path> open,
                            Optional<Runnable> rehearsal) throws IOException {
        DesktopApp.launch(context(workbench, sample, config, user, version, open, SystemChoosers::new, rehearsal));
    }

    /// Opens the window where JavaFX is running already. JavaFX thread.
    ///
    /// @param choosers asks for files and folders, in front of the window it is given
    /// @param ended called from a thread of its own when the window was closed and everything is put away
    public static DesktopApp show(Workbench workbench, SampleOffer sample, List<ConfigFile> config, String user, String version, Optional<Path> open,
                                  Function<Supplier<Window>, Choosers> choosers, Runnable ended) {
        return DesktopApp.show(context(workbench, sample, config, user, version, open, choosers, Optional.empty()), ended);
    }

    private static DesktopContext context(Workbench workbench, SampleOffer sample, List<ConfigFile> config, String user, String version,
                                          Optional<Path> open, Function<Supplier<Window>, Choosers> choosers,
                                          Optional<Runnable> rehearsal) {
        return new DesktopContext(workbench, workbench.data(), open, version, user, sample, screens(workbench, config, user, version), choosers,
                rehearsal);
    }

    /// Says, in a window of its own, why the program cannot start; returns when it was closed.
    public static void refuse(Problem problem) {
        Refusal.show(problem);
    }

    /// The screens that are packages of their own.
    ///
    /// @param config    the user's files of settings
    /// @param workbench what they show; decisions in progress are kept in its data folder
    /// @param version of the program, for files that it saves
    public static Screens screens(Workbench workbench, List<ConfigFile> config, String user, String version) {
        Path data = workbench.data();
        return new Screens() {
            @Override
            public ReviewOpener review(Session session, Kit kit) {
                var drafts = ReviewDrafts.in(data.resolve("drafts").resolve(session.workspace().id()),
                        task -> Thread.ofVirtual().name("drafts").start(task), problem -> kit.pulse().post(() -> kit.toasts().show(problem)));
                var reviews = new Reviews(kit.overlay(), kit.background(), kit.clock(), drafts).remember(kit.state())
                        .reports(new CheckReports(kit.choosers(), kit.background(), version));
                return (run, node) -> reviews.open(new SessionSource(session, run, node, user));
            }

            @Override
            public Parent ledger(Session session, Kit kit) {
                var model = new LedgerViewModel(new SessionLedger(session, user), kit.background(), kit.clock());
                session.listen((_, event) -> {
                    if (LedgerViewModel.concerns(event)) {
                        kit.pulse().post(model::refresh);
                    }
                });
                var timeline = new LedgerView(model, kit.state(), kit.overlay(), kit.toasts(), kit.choosers(), () -> diffs(kit));
                var sections = new LedgerSections(timeline.root(), timeline.commands(), new SessionInsight(session), kit, model::reveal);
                timeline.onBlame((path, seq) -> sections.blame(path, OptionalLong.of(seq)));
                sections.onFilter(model.filterProperty()::set);
                return sections.root();
            }

            @Override
            public Parent rules(Session session, Kit kit) {
                return new RulesView(new RulesViewModel(new SessionRules(session, user), kit.background()), kit.background(), kit.overlay(), kit.state()).root();
            }

            @Override
            public Parent scripts(Session session, Kit kit) {
                return new ScriptsView(new ScriptsViewModel(new SessionScripts(session, user), kit.background(), ZoneId.systemDefault()), kit.background(),
                        kit.overlay(), kit.state()).root();
            }

            @Override
            public OfMachine ofMachine() {
                return new OfMachine() {
                    @Override
                    public Parent values(Kit kit) {
                        return new ConfigView(config, kit.background(), kit.state()).root();
                    }

                    @Override
                    public Optional<Path> agentsFile() {
                        return config.stream().filter(file -> file.name().equals("agents")).map(ConfigFile::path).findFirst();
                    }

                    @Override
                    public Parent secrets(Kit kit) {
                        return new SecretsView(new SecretsViewModel(workbench.secrets(), workbench.agents(), kit.background(), kit.clock()), kit.overlay()).root();
                    }

                    @Override
                    public Parent checklist(Kit kit, Optional<Opened> opened) {
                        return new ChecklistView(new ChecklistViewModel(new Doctor(workbench, config), opened.map(Opened::folder), opened.map(open -> open::audit), kit.background(), kit.clock(), ZoneId.systemDefault())).root();
                    }
                };
            }
        };
    }

    private static DiffPane diffs(Kit kit) {
        var view = new DiffView(kit.background()).remember(kit.state());
        return new DiffPane() {
            @Override
            public Region node() {
                return view;
            }

            @Override
            public void show(List<FileChange> changes, Contents contents) {
                view.show(changes, contents);
            }

            @Override
            public void offer(String ofHunk, BiConsumer<WorkspacePath, Integer> hunk, String ofFile, Consumer<WorkspacePath> file) {
                view.offer(ofHunk, hunk, ofFile, file);
            }

            @Override
            public void offerOrigin(String what, Consumer<WorkspacePath> show) {
                view.offerOrigin(what, show);
            }
        };
    }
}
