package dev.countersign.ui.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.FileChange;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.blame.Annotation;
import dev.countersign.ledger.blame.Blame;
import dev.countersign.ledger.blame.Checks;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.insight.Insight;
import dev.countersign.ui.DemoShell;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Command;
import dev.countersign.ui.fx.Commands;
import dev.countersign.ui.fx.Kit;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Pulse;
import dev.countersign.ui.fx.Palette;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.fx.Toasts;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.random.RandomGenerator;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.PixelFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The three screens over a real ledger; with `-Dshots=FOLDER` pictures of them too.
class InsightViewsTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final String FILE = "src/main/java/net/Client.java";

    @TempDir
    Path folder;

    private Ledger ledger;
    private Instant now = START;
    private String text = "";
    private final List<Long> opened = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path work = Files.createDirectory(folder.resolve("work"));
        ledger = new DuckLedgerOpener(data, () -> now, RandomGenerator.getDefault()).open(Workspace.open(work));
        var random = new Random(7);
        for (int i = 0; i < 60; i++) {
            now = now.plus(Duration.ofHours(5 + random.nextInt(20)));
            write(i, random);
        }
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
    }

    private void write(int i, Random random) throws IOException {
        String agent = List.of("claude", "codex", "sample").get(random.nextInt(3));
        var lines = new ArrayList<>(text.lines().toList());
        for (int n = 0; n < 3; n++) {
            int at = random.nextInt(lines.size() + 1);
            if (at < lines.size() && random.nextBoolean()) {
                lines.set(at, "        retry(" + i + ", Duration.ofMillis(" + 50 * n + "));");
            } else {
                lines.add(at, "        this.attempts = limit(" + i + ") + " + n + ";");
            }
        }
        String after = String.join("\n", lines) + "\n";
        boolean rejected = i % 7 == 6;
        var evidence = new ArrayList<EntryDraft.Evidence>();
        evidence.add(piece("verification", "{\"at\":\"" + now.minusSeconds(30 + random.nextInt(600)) + "\",\"results\":[{\"state\":{\"type\":\""
                + (i % 11 == 10 ? "failed" : "passed") + "\"}}]}"));
        evidence.add(piece("decision", "{\"override\":true}"));
        if (!agent.equals("sample")) {
            evidence.add(piece("usage", "{\"costUsd\":" + 0.01 * (1 + random.nextInt(20)) + "}"));
        }
        if (rejected) {
            evidence.add(piece("proposer", agent));
            evidence.add(piece("rejected-patch", "@@ -1 +1,3 @@\n+a\n+b\n+c\n"));
        }
        var changes = rejected ? List.<PathEdit>of() : List.of(new PathEdit(Drafts.path(FILE), state(text), state(after)));
        var approval = new EntryDraft.Approval("ada", rejected ? "" : "3 of 4 hunks", Sha256.of(new byte[0]), now.toEpochMilli(), "");
        Entry entry = ledger.begin(new EntryDraft(rejected ? EntryKind.REJECTION : EntryKind.COMMIT, "run-" + i / 4,
                List.of("retry", "limits", "wiring").get(i % 3), rejected ? new EntryDraft.Actor("human", "ada", "")
                : new EntryDraft.Actor("agent", agent, agent.equals("sample") ? "" : agent + "-4"), Optional.of(approval),
                "Retry with a limit, step " + i, Drafts.TREE, Drafts.TREE, changes, evidence, OptionalLong.empty()));
        ledger.finish(entry);
        text = rejected ? text : after;
    }

    private EntryDraft.Evidence piece(String kind, String content) throws IOException {
        return new EntryDraft.Evidence(kind, ledger.vault().put(Drafts.bytes(content)));
    }

    private Optional<dev.countersign.workspace.FileState> state(String content) throws IOException {
        ledger.vault().put(Drafts.bytes(content));
        return content.isEmpty() ? Optional.empty() : Drafts.file(content);
    }

    private InsightSource source() {
        var blame = new Blame(ledger);
        return new InsightSource() {
            @Override
            public Annotation blame(WorkspacePath path, OptionalLong at, Progress progress) throws IOException {
                return at.isPresent() ? blame.at(path, at.getAsLong(), progress)
                        : blame.now(path, Drafts.bytes(text + "// by hand\n"), progress);
            }

            @Override
            public List<FileChange> changes(long seq) {
                return List.of();
            }

            @Override
            public Checks checks(Entry entry) throws IOException {
                return Checks.of(entry, ledger.vault());
            }

            @Override
            public Insight insight() {
                return ledger.insight();
            }
        };
    }

    @Test
    void blameShowsEachLineAndStepsBack() {
        var model = new BlameViewModel(source(), Background.sameThread());
        BlameView view = Screen.on(() -> new BlameView(model, InstantSource.fixed(now), opened::add));
        Screen.on(() -> {
            model.pathProperty().set(FILE);
            model.open();
            return "";
        });
        assertThat(model.problemProperty().get()).isEmpty();
        assertThat(model.rows()).hasSize((int) text.lines().count() + 1);
        assertThat(model.rows().getLast().entry()).isEmpty();
        BlameRow row = model.rows().stream().filter(r -> r.entry().isPresent()).findFirst().orElseThrow();
        assertThat(new BlameWords().detail(row, now)).contains("#" + row.entry().get().seq(), "approved by ada");
        shots("blame", view.root(), () -> ((ListView<?>) view.root().lookup("#blame-lines")).getSelectionModel().select(3));
        Screen.on(() -> {
            model.selectedProperty().set(Optional.of(row));
            model.stepBack();
            return "";
        });
        assertThat(model.shownProperty().get().orElseThrow().at()).hasValue(row.entry().get().seq() - 1);
        Screen.on(() -> {
            model.comeBack();
            return "";
        });
        assertThat(model.shownProperty().get().orElseThrow().at()).isEmpty();
        Screen.on(() -> {
            model.open("no/such", OptionalLong.of(3));
            return "";
        });
        assertThat(model.problemProperty().get().orElseThrow().code()).isEqualTo("BLAME-002");
    }

    @Test
    void statisticsLeadToTheEntriesBehindThem() throws IOException {
        var asked = new ArrayList<String>();
        var filtered = new ArrayList<String>();
        var model = new StatisticsViewModel(source(), Background.sameThread(), InstantSource.fixed(now), ZoneOffset.UTC);
        StatisticsView view = Screen.on(() -> new StatisticsView(model, asked::add, filtered::add, Pulse.fx()));
        shots("statistics", view.root(), model::count);
        Screen.on(() -> {
            model.count();
            return "";
        });
        var statistics = model.shownProperty().get().orElseThrow();
        assertThat(model.tokens(java.time.LocalDate.of(2026, 5, 1), java.time.LocalDate.of(2026, 5, 7))).contains("after:2026-05-01 before:2026-05-08");
        assertThat(statistics.entries()).isEqualTo(60);
        var claude = statistics.byAgent().stream().filter(r -> r.agent().equals("claude") && !r.model().isEmpty()).findFirst().orElseThrow();
        assertThat(ledger.insight().query(dev.countersign.ledger.insight.SqlQuestion.of(
                model.behind(StatisticsViewModel.Measure.ACCEPTED, Optional.of(claude))), Progress.NONE).rows()).hasSize((int) claude.accepted());
        for (StatisticsViewModel.Measure measure : StatisticsViewModel.Measure.values()) {
            ledger.insight().query(dev.countersign.ledger.insight.SqlQuestion.of(model.behind(measure, Optional.empty())), Progress.NONE);
        }
        var sample = statistics.byAgent().stream().filter(r -> r.agent().equals("sample")).findFirst().orElseThrow();
        assertThat(model.text(StatisticsViewModel.Measure.COST, sample)).isEqualTo("unknown");
        assertThat(model.text(StatisticsViewModel.Measure.PER_LINE, sample)).isEqualTo("unknown");
        Screen.on(() -> {
            model.last(7);
            return "";
        });
        assertThat(model.shownProperty().get().orElseThrow().entries()).isLessThan(60).isPositive();
    }

    @Test
    void sqlIsAskedCompletedAndRemembered() {
        UiState state = UiState.open(folder.resolve("ui.json"));
        var model = new SqlViewModel(source(), Background.sameThread(), state);
        SqlView view = Screen.on(() -> new SqlView(model, opened::add, state));
        Screen.on(() -> {
            model.textProperty().set("SELECT ag");
            var views = source().insight().views();
            assertThat(model.completions(views, 9)).containsExactly("agent");
            for (SqlViewModel.Sample sample : SqlViewModel.Sample.values()) {
                model.textProperty().set(sample.sql());
                model.run();
                assertThat(model.problemProperty().get()).as(sample.name()).isEmpty();
            }
            model.textProperty().set("DROP TABLE entry");
            model.run();
            assertThat(model.problemProperty().get().orElseThrow().code()).isEqualTo("SQL-002");
            assertThat(model.history()).hasSize(SqlViewModel.Sample.values().length + 1).startsWith("DROP TABLE entry");
            model.textProperty().set(SqlViewModel.Sample.RECENT.sql());
            model.run();
            return "";
        });
        shots("sql", view.root(), () -> { });
        assertThat(Screen.on(() -> {
            var root = new StackPane(view.root());
            var scene = new Scene(root, 1280, 800);
            Theme.LIGHT.apply(scene);
            root.applyCss();
            root.layout();
            return ((TableView<?>) root.lookup("#sql-table")).getItems().size();
        })).isEqualTo(60);
    }

    @Test
    void sectionsAreReachedByTheBarAndThePaletteWhileTheyAreInFrontAndTheLastIsRemembered() {
        UiState state = UiState.open(folder.resolve("ui.json"));
        var commands = new Commands();
        var done = new ArrayList<String>();
        var below = new StackPane();
        var overlay = Screen.on(() -> new Overlay(below));
        var timeline = new StackPane();
        LedgerSections sections = Screen.on(() -> new LedgerSections(timeline, List.of(Command.of("ledger.verify", "Ledger", "Verify the ledger",
                () -> done.add("verified"))), source(), new Kit(Background.sameThread(), overlay, new Toasts(), commands, state, DemoShell.NO_ONE, () -> now),
                opened::add));
        Screen.run(() -> {
            var scene = new Scene(overlay, 1280, 800);
            assertThat(commands.all()).isEmpty();
            below.getChildren().setAll(sections.root());
            assertThat(inFront(scene)).isEqualTo("section-timeline");
            assertThat(timeline.getParent()).isNotNull();

            for (String section : List.of("blame", "statistics", "sql", "timeline")) {
                ((ToggleButton) scene.lookup("#section-" + section)).fire();
                assertThat(inFront(scene)).isEqualTo("section-" + section);
            }
            assertThat(timeline.getParent()).isNotNull();

            palette(overlay, commands, "who wrote");
            assertThat(inFront(scene)).isEqualTo("section-blame");
            assertThat(shows(scene, "#blame-path")).isTrue();
            palette(overlay, commands, "statist");
            assertThat(inFront(scene)).isEqualTo("section-statistics");
            palette(overlay, commands, "verify the");
            assertThat(done).containsExactly("verified");
            palette(overlay, commands, "in sql");
            assertThat(inFront(scene)).isEqualTo("section-sql");
            assertThat(shows(scene, "#sql-editor")).isTrue();

            below.getChildren().clear();
            assertThat(commands.all()).isEmpty();
            below.getChildren().setAll(sections.root());
            assertThat(inFront(scene)).isEqualTo("section-sql");
            state.save();
        });
        var next = UiState.open(folder.resolve("ui.json"));
        Screen.run(() -> {
            LedgerSections later = new LedgerSections(new StackPane(), List.of(), source(), new Kit(Background.sameThread(), overlay, new Toasts(), commands, next,
                    DemoShell.NO_ONE, () -> now), opened::add);
            assertThat(inFront(new Scene(later.root()))).isEqualTo("section-sql");
        });
    }

    private static boolean shows(Scene scene, String node) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        return scene.lookup(node) != null;
    }

    /// The one that is pressed.
    private static String inFront(Scene scene) {
        List<String> pressed = scene.getRoot().lookupAll(".section-button").stream().filter(b -> ((ToggleButton) b).isSelected()).map(Node::getId).toList();
        assertThat(pressed).hasSize(1);
        return pressed.getFirst();
    }

    /// Opens the palette, types, and presses Enter.
    private static void palette(Overlay overlay, Commands commands, String typed) {
        Palette.open(overlay, commands);
        var query = (TextField) overlay.lookup(".palette-query");
        query.setText(typed);
        query.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
        assertThat(overlay.lookup(".palette-query")).isNull();
    }

    private static void shots(String name, Parent view, Runnable before) {
        String target = System.getProperty("shots");
        if (target == null) {
            return;
        }
        for (int[] size : new int[][] {{1280, 800}, {2560, 1440}}) {
            for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
                Screen.on(() -> {
                    var root = Views.styled(new StackPane(view), LedgerSections.class, "insight.css");
                    var scene = new Scene(root, size[0], size[1]);
                    theme.apply(scene);
                    root.applyCss();
                    root.layout();
                    before.run();
                    root.applyCss();
                    root.layout();
                    picture(scene, new File(target, name + "-" + size[0] + "-" + theme.key() + ".png"));
                    return "";
                });
            }
        }
    }

    private static void picture(Scene scene, File file) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        var image = scene.snapshot(null);
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        var pixels = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        var out = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        out.setRGB(0, 0, width, height, pixels, 0, width);
        file.getParentFile().mkdirs();
        try {
            ImageIO.write(out, "png", file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
