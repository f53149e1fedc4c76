package dev.countersign.ui.ledger;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.lucene.IndexedOpener;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.Grouping;
import dev.countersign.ledger.query.Outline;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.Theme;
import dev.countersign.workspace.Workspace;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Pictures of the timeline of a ledger that is there: arguments are its data folder, its workspace and the folder for pictures.
final class LedgerShots {
    private LedgerShots() {}

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        Path pictures = Path.of(arguments[2]);
        try (Ledger ledger = new IndexedOpener(data, new DuckLedgerOpener(data, InstantSource.system(), new Random())).open(Workspace.open(Path.of(arguments[1])))) {
            Outline outline = ledger.outline(EntryQuery.recent(1), Grouping.DAY);
            while (outline.indexed() < outline.size()) {
                Thread.sleep(500);
                outline = ledger.outline(EntryQuery.recent(1), Grouping.DAY);
            }
            long newest = ledger.entry(ledger.size() - 1).orElseThrow().time();
            for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
                for (int[] size : new int[][] {{1280, 800}, {2560, 1440}}) {
                    LedgerStage stage = Screen.on(() -> new LedgerStage(source(ledger), Background.sameThread(),
                            () -> java.time.Instant.ofEpochMilli(newest + 60_000), Path.of(arguments[2], "none.json"), theme, size[0], size[1]));
                    String name = "-" + theme.key() + "-" + size[0] + ".png";
                    Screen.run(stage.model::refresh);
                    Screen.shoot(stage.scene, pictures.resolve("timeline" + name));
                    Screen.run(() -> {
                        stage.filter().setText(arguments.length > 3 ? arguments[3] : "decision:part retry");
                        stage.filter().getOnAction().handle(null);
                    });
                    Screen.shoot(stage.scene, pictures.resolve("timeline-filter" + name));
                    Screen.run(() -> {
                        stage.filter().setText("");
                        stage.filter().getOnAction().handle(null);
                        stage.model.groupingProperty().set(Grouping.TASK);
                        stage.timeline().scrollTo(stage.timeline().getItems().size() / 2);
                    });
                    Screen.shoot(stage.scene, pictures.resolve("timeline-task" + name));
                }
            }
        }
        System.exit(0);
    }

    /// A source that asks the ledger alone.
    private static LedgerSource source(Ledger ledger) {
        return (LedgerSource) Proxy.newProxyInstance(LedgerShots.class.getClassLoader(), new Class<?>[] {LedgerSource.class}, (_, method, arguments) -> {
            switch (method.getName()) {
                case "contents":
                    return ledger.vault();
                case "changes":
                    return List.of();
                case "trees":
                    return Optional.empty();
                case "onGrown":
                    return (AutoCloseable) () -> {};
                default:
                    Method same = Ledger.class.getMethod(method.getName(), method.getParameterTypes());
                    try {
                        return same.invoke(ledger, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
            }
        });
    }
}
