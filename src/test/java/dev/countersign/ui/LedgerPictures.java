package dev.countersign.ui;

import dev.countersign.Composition;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.SystemChoosers;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.ledger.TimelineRow;
import dev.countersign.ui.shell.Route;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;

/// Takes pictures of every screen of the ledger, in the real program over a ledger that `MillionEntries DIR COUNT` made, in both themes at
/// 1280x800 and 2560x1440. Nothing is applied: the ledger is as it was afterwards. Further arguments choose pictures by the beginning
/// of their names.
///
/// ```
/// mvn -o -q test-compile exec:exec -Dexec.classpathScope=test -Dmain.class=dev.countersign.ui.LedgerPictures \
///     -Dargs="DIR target/pictures" \
///     -Dfx.options="--module-path target/fx --add-modules javafx.controls,javafx.fxml -Dcountersign.screen=own -Dprism.order=sw"
/// ```
public final class LedgerPictures {
    private static final List<List<Integer>> SIZES = List.of(List.of(1280, 800), List.of(2560, 1440));

    private final Path folder;
    private final Set<String> only;
    private final Hand hand;

    private LedgerPictures(Path made, Path folder, Set<String> only) {
        this.folder = folder;
        this.only = only;
        this.hand = new Hand(Composition.over(made, made.resolve("home"), Map.of()), Optional.of(made.resolve("project")), SystemChoosers::new);
    }

    public static void main(String[] arguments) {
        new dev.countersign.testing.Screen().launcherSessionOpened(null);
        try {
            var only = new HashSet<>(List.of(arguments).subList(2, arguments.length));
            new LedgerPictures(Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1]).toAbsolutePath(), only).take();
            System.exit(0);
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private void take() {
        size(1280, 800);
        await("the workspace", 300, () -> hand.app().shell().model().placeProperty().get().isPresent());
        Screen.run(() -> hand.app().shell().model().go(new Route.Ledger()));
        hand.press("#section-timeline");
        hand.await("entries, or none", () -> !hand.all("#timeline", ListView.class, list -> list.getItems().size() > 1).isEmpty()
                || hand.toBeRead().contains("Nothing countersigned yet"));
        if (hand.all("#timeline", ListView.class, _ -> true).isEmpty()) {
            empty();
        } else {
            full(hand.find("#timeline", ListView.class));
        }
        hand.close();
    }

    private void empty() {
        shoot("empty");
        section("blame");
        shoot("empty-blame");
        section("statistics");
        shoot("empty-statistics");
        section("sql");
        shoot("empty-sql");
        section("timeline");
    }

    private void full(ListView<?> timeline) {
        if (wanted("audit")) {
            hand.press("#audit");
            await("the seal", 600, () -> hand.all("#seal", Labeled.class, seal -> seal.getText().matches(".* verified .*")
                    && !seal.getText().contains("not")).size() == 1);
        }
        choose(timeline, 0, item -> item.entry().what().changes().size() > 1);
        hand.await("its diff", () -> !hand.all(".diff-canvas", Node.class, _ -> true).isEmpty());
        shoot("ledger");
        tabs(timeline);
        trust();
        if (wanted("keeping")) {
            hand.press("#keeping");
            hand.find("#keeping-look", Node.class);
            shoot("keeping");
            closeAll();
        }
        if (wanted("filter")) {
            filter("decision:part agent:claude");
            choose(timeline, 0, _ -> true);
            shoot("filter");
            filter("kind:rejection");
            choose(timeline, 0, _ -> true);
            tab(2);
            shoot("filter-rejected");
            filter("retry after:2020-01-01");
            tab(0);
            choose(timeline, 0, _ -> true);
            shoot("filter-search");
            filter("nothingcanbefoundforthis");
            Screen.settle();
            shoot("filter-none");
            filter("");
            hand.press("#byTask");
            Screen.settle();
            shoot("filter-task");
            hand.press("#byDay");
        }
        rollback(timeline);
        insight();
    }

    /// It floats in a window of its own, so the screen is taken and not the scene.
    private void trust() {
        if (!wanted("trust")) {
            return;
        }
        for (List<Integer> size : SIZES) {
            size(size.get(0), size.get(1));
            for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
                Screen.run(() -> hand.app().shell().preferences().themeProperty().set(theme));
                hand.press("#seal");
                for (int i = 0; i < 60; i++) {
                    Screen.frame();
                }
                Screen.grab(hand.scene(), folder.resolve("trust-" + theme.key() + "-" + size.get(0) + ".png"));
                hand.robot().type(KeyCode.ESCAPE);
                Screen.settle();
            }
        }
        Screen.run(() -> hand.app().shell().preferences().themeProperty().set(Theme.LIGHT));
        size(1280, 800);
    }

    private void tabs(ListView<?> timeline) {
        if (!wanted("tab")) {
            return;
        }
        tab(1);
        shoot("tab-evidence");
        tab(2);
        shoot("tab-decision");
        tab(3);
        hand.awaitText("Recomputed just now: this leaf leads to the signed root.");
        shoot("tab-proof");
        tab(4);
        TreeView<?> files = hand.find(".tree-files", TreeView.class, tree -> tree.getRoot() != null && !tree.getRoot().getChildren().isEmpty());
        Screen.run(() -> {
            for (int i = 0; i < 6 && !files.getTreeItem(i).isLeaf(); i++) {
                files.getTreeItem(i).setExpanded(true);
                files.getSelectionModel().clearAndSelect(i + 1);
            }
        });
        shoot("tab-tree");
        tab(0);
        choose(timeline, 1, _ -> true);
    }

    private void rollback(ListView<?> timeline) {
        if (!wanted("rollback") && !wanted("merge")) {
            return;
        }
        choose(timeline, 40, item -> item.entry().what().changes().size() > 2);
        hand.press("#rollback");
        hand.find("#rollback-go", Node.class);
        shoot("rollback");
        closeAll();
        for (int from = 30; ; from++) {
            choose(timeline, from, item -> item.entry().what().kind().name().equals("COMMIT"));
            hand.press("#undo");
            hand.find("#rollback-go", Node.class);
            if (!hand.all("#merge-rows", Node.class, _ -> true).isEmpty()) {
                break;
            }
            closeAll();
        }
        shoot("merge");
        hand.press("#merge-base");
        hand.press("#merge-both");
        shoot("merge-base");
        closeAll();
    }

    private void insight() {
        if (wanted("statistics")) {
            section("statistics");
            await("counted", 300, () -> hand.toBeRead().contains("proposals decided"));
            shoot("statistics");
        }
        if (wanted("sql")) {
            section("sql");
            TextInputControl editor = hand.find("#sql-editor", TextInputControl.class);
            Screen.run(() -> editor.setText("SELECT time, kind, agent, node, summary, lines_added, cost_usd\nFROM entries ORDER BY entry DESC LIMIT 100"));
            hand.press("#sql-run");
            hand.awaitText("100 rows");
            shoot("sql");
        }
        if (wanted("blame")) {
            section("timeline");
            ListView<?> timeline = hand.find("#timeline", ListView.class);
            choose(timeline, 0, item -> item.entry().what().changes().stream().anyMatch(c -> c.path().value().endsWith(".java") && c.after().isPresent()));
            tab(0);
            hand.press("#offer-origin");
            hand.await("lines", () -> !hand.all(".blame-lines", ListView.class, list -> list.getItems().size() > 3).isEmpty());
            Screen.run(() -> hand.all(".blame-lines", ListView.class, _ -> true).getFirst().getSelectionModel().clearAndSelect(6));
            shoot("blame");
        }
        section("timeline");
    }

    private boolean wanted(String name) {
        return only.isEmpty() || only.stream().anyMatch(o -> o.startsWith(name) || name.startsWith(o));
    }

    private void filter(String text) {
        TextField field = hand.find("#filter", TextField.class);
        Screen.run(() -> {
            field.setText(text);
            field.getOnAction().handle(null);
        });
        for (int i = 0; i < 30; i++) {
            Screen.frame();
        }
    }

    private void section(String name) {
        hand.press("#section-" + name);
        for (int i = 0; i < 30; i++) {
            Screen.frame();
        }
    }

    private void tab(int index) {
        TabPane tabs = hand.find(".ledger .tab-pane", TabPane.class);
        Screen.run(() -> tabs.getSelectionModel().select(index));
        for (int i = 0; i < 10; i++) {
            Screen.frame();
        }
    }

    private void choose(ListView<?> timeline, int from, Predicate<TimelineRow.Item> which) {
        Screen.run(() -> timeline.scrollTo(from));
        hand.await("an entry", () -> {
            for (int i = from; i < timeline.getItems().size() && i < from + 400; i++) {
                if (timeline.getItems().get(i) instanceof TimelineRow.Item item && which.test(item)) {
                    timeline.getSelectionModel().clearAndSelect(i);
                    return true;
                }
            }
            return false;
        });
        for (int i = 0; i < 20; i++) {
            Screen.frame();
        }
    }

    private void closeAll() {
        Screen.run(() -> hand.app().shell().kit().overlay().closeAll());
        Screen.settle();
    }

    private void await(String what, int seconds, java.util.function.Supplier<Boolean> isSo) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (!Screen.on(isSo)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for: " + what);
            }
            Screen.frame();
        }
    }

    private void shoot(String name) {
        if (!wanted(name)) {
            return;
        }
        for (List<Integer> size : SIZES) {
            size(size.get(0), size.get(1));
            for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
                Screen.run(() -> hand.app().shell().preferences().themeProperty().set(theme));
                for (int i = 0; i < 6; i++) {
                    Screen.frame();
                }
                Screen.shoot(hand.scene(), folder.resolve(name + "-" + theme.key() + "-" + size.get(0) + ".png"));
            }
        }
        Screen.run(() -> hand.app().shell().preferences().themeProperty().set(Theme.LIGHT));
        size(1280, 800);
    }

    private void size(int width, int height) {
        var stage = hand.app().stage();
        Screen.run(() -> {
            stage.setX(0);
            stage.setY(0);
            stage.setWidth(width + stage.getWidth() - hand.scene().getWidth());
            stage.setHeight(height + stage.getHeight() - hand.scene().getHeight());
        });
        hand.await(width + "x" + height, () -> hand.scene().getWidth() == width && hand.scene().getHeight() == height);
    }
}
