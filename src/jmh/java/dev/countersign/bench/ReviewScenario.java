package dev.countersign.bench;

import dev.countersign.changeset.Changeset;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Fonts;
import dev.countersign.ui.fx.Pulse;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.review.ReviewDrafts;
import dev.countersign.ui.review.ReviewFile;
import dev.countersign.ui.review.ReviewView;
import dev.countersign.ui.review.ReviewViewModel;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/// Opens reviews in a window without a screen, content from a run's store, beside `git diff --histogram` of the same two
/// commits. Two moments: the file in front is drawn; and everything is: all files read and counted, the front one coloured.
final class ReviewScenario implements Scenarios.Scenario {
    private Stage stage;
    private Scene scene;

    /// Two trees of one repository.
    private record Work(Path repository, PackStore store, Changeset changeset) {}

    private record Opened(ReviewViewModel model, Background background) {}

    @Override
    public void run(Path folder) throws Exception {
        window();
        Work one = work(folder.resolve("one"), 1, 10_000, 10);
        Work many = work(folder.resolve("many"), 500, 120, 40);
        memory("Review of 500 files", many);
        compare("Review of one file: 10,000 lines, 1,000 hunks", one);
        compare("Review of 500 files: 60,000 lines, 1,500 hunks", many);
        one.store().close();
        many.store().close();
        Work thousand = work(folder.resolve("thousand"), 1_000, 120, 40);
        compare("Review of 1,000 files: 120,000 lines, 3,000 hunks", thousand);
        thousand.store().close();
        Work long1 = work(folder.resolve("long"), 1, 100_000, 10);
        memory("Review of one file of 100,000 lines, 10,000 hunks", long1);
        compare("Review of one file: 100,000 lines, 10,000 hunks", long1);
        frames(long1);
        long1.store().close();
    }

    private void compare(String title, Work work) throws Exception {
        new Rounds(title, "git diff --histogram", () -> Ground.git(work.repository(), "diff", "--histogram", "HEAD~1", "HEAD"))
                .beside("review, file in front drawn", () -> open(work, false))
                .beside("review, all read and coloured", () -> open(work, true))
                .run(15, System.out);
    }

    private static Work work(Path repository, int files, int lines, int step) throws Exception {
        PackStore store = PackStore.open(Files.createDirectories(repository.getParent()).resolve(repository.getFileName() + ".pack"));
        write(repository, files, lines, step, 0);
        Ground.repository(repository);
        Workspace workspace = Workspace.open(repository);
        Snapshot base = workspace.capture(store, Progress.NONE);
        write(repository, files, lines, step, 1);
        Ground.git(repository, "commit", "-q", "-a", "-m", "change");
        Snapshot result = workspace.capture(store, Progress.NONE);
        return new Work(repository, store, Changeset.between(base, result, store));
    }

    private static void write(Path repository, int files, int lines, int step, int version) throws Exception {
        for (int i = 0; i < files; i++) {
            Ground.write(repository, Ground.name(i), Ground.source(i, lines, step, version));
        }
    }

    private void window() throws Exception {
        var up = new CompletableFuture<Void>();
        Platform.startup(() -> {
            Platform.setImplicitExit(false);
            Fonts.load();
            stage = new Stage();
            scene = new Scene(new StackPane(), 1280, 800);
            Theme.LIGHT.apply(scene);
            stage.setScene(scene);
            stage.show();
            up.complete(null);
        });
        up.get();
    }

    private long open(Work work, boolean whole) throws Exception {
        long start = System.nanoTime();
        var review = new CompletableFuture<Opened>();
        var drawn = new CompletableFuture<Long>();
        Platform.runLater(() -> {
            Opened opened = show(work);
            review.complete(opened);
            new Drawn(scene, () -> whole ? all(opened) : front(opened), drawn).begin();
        });
        long end = drawn.get(2, TimeUnit.MINUTES);
        close(review.get());
        return end - start;
    }

    private Opened show(Work work) {
        var background = Background.threads(Pulse.fx());
        var model = new ReviewViewModel(new BenchSource(work.changeset(), work.store()), ReviewDrafts.inMemory(), background, java.time.InstantSource.system());
        var view = new ReviewView(model, background, InstantSource.system(), () -> {});
        ((StackPane) scene.getRoot()).getChildren().setAll(view);
        return new Opened(model, background);
    }

    private static boolean front(Opened opened) {
        return Optional.ofNullable(opened.model().fileProperty().get()).flatMap(ReviewFile::diff).isPresent();
    }

    private static boolean all(Opened opened) {
        return opened.background().running().isEmpty() && opened.model().files().stream().allMatch(f -> f.diff().isPresent());
    }

    private void close(Opened opened) throws Exception {
        var closed = new CompletableFuture<Void>();
        // Reading may go on behind the first file; the next measurement must not pay for it.
        while (!opened.background().running().isEmpty()) {
            Thread.sleep(5);
        }
        Platform.runLater(() -> {
            ((StackPane) scene.getRoot()).getChildren().clear();
            opened.model().close();
            opened.background().close();
            closed.complete(null);
        });
        closed.get();
    }

    private void memory(String title, Work work) throws Exception {
        System.gc();
        long before = heap();
        heaps().forEach(MemoryPoolMXBean::resetPeakUsage);
        var review = new CompletableFuture<Opened>();
        var drawn = new CompletableFuture<Long>();
        Platform.runLater(() -> {
            Opened opened = show(work);
            review.complete(opened);
            new Drawn(scene, () -> all(opened), drawn).begin();
        });
        drawn.get();
        long peak = heaps().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        System.gc();
        long held = heap() - before;
        close(review.get());
        String rss = Files.exists(Path.of("/proc/self/status")) ? Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM")).findFirst().orElse("") : "";
        System.out.printf("%n%s: holds %.1f MB of heap, peak while opening at most %.1f MB over the %.1f MB before, "
                + "garbage included; largest resident size of this process %s%n", title, held / 1e6, (peak - before) / 1e6, before / 1e6, rss.strip());
    }

    /// Scrolls by three rows in every frame and says how long frames took, by the spacing of the pulses: a frame that is not
    /// drawn in time holds up the next. Beside it a scene of the same size where nothing changes.
    private void frames(Work work) throws Exception {
        var review = new CompletableFuture<Opened>();
        var drawn = new CompletableFuture<Long>();
        Platform.runLater(() -> {
            Opened opened = show(work);
            review.complete(opened);
            new Drawn(scene, () -> all(opened), drawn).begin();
        });
        drawn.get();
        for (int round = 1; round <= 3; round++) {
            tell("still, round " + round, frames(false));
            tell("scrolling through 100,000 lines, round " + round, frames(true));
        }
        close(review.get());
    }

    private List<Long> frames(boolean scrolls) throws Exception {
        var spacings = new CompletableFuture<List<Long>>();
        Platform.runLater(() -> {
            var canvas = scene.getRoot().lookup(".diff-canvas");
            var found = new ArrayList<Long>();
            new AnimationTimer() {
                private long last;

                @Override
                public void handle(long now) {
                    long at = System.nanoTime();
                    if (last > 0) {
                        found.add(at - last);
                    }
                    last = at;
                    if (scrolls) {
                        canvas.fireEvent(new ScrollEvent(ScrollEvent.SCROLL, 300, 300, 300, 300, false, false, false, false, false, false,
                                0, -60, 0, -60, ScrollEvent.HorizontalTextScrollUnits.NONE, 0, ScrollEvent.VerticalTextScrollUnits.NONE, 0, 0, null));
                    }
                    if (found.size() == 300) {
                        stop();
                        spacings.complete(List.copyOf(found));
                    }
                }
            }.start();
        });
        return spacings.get(2, TimeUnit.MINUTES);
    }

    private static void tell(String title, List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf("Frames, %s: mean %.1f ms, median %.1f, p95 %.1f, most %.1f; %.0f %% over 16.7 ms, %.0f %% over 25 ms%n", title,
                LongStream.of(sorted).average().orElse(0) / 1e6, sorted[sorted.length / 2] / 1e6, sorted[sorted.length * 95 / 100] / 1e6,
                sorted[sorted.length - 1] / 1e6, 100.0 * LongStream.of(sorted).filter(n -> n > 16_700_000).count() / sorted.length,
                100.0 * LongStream.of(sorted).filter(n -> n > 25_000_000).count() / sorted.length);
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static java.util.stream.Stream<MemoryPoolMXBean> heaps() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }

    /// Waits for a frame in which something holds, and then until that frame was drawn: JavaFX begins no frame before the last
    /// one is finished, so up to a frame (1/60 s) of waiting is in the figure.
    private static final class Drawn {
        private final Scene scene;
        private final BooleanSupplier holds;
        private final CompletableFuture<Long> when;
        private final Runnable pulse = this::pulse;
        private boolean held;

        Drawn(Scene scene, BooleanSupplier holds, CompletableFuture<Long> when) {
            this.scene = scene;
            this.holds = holds;
            this.when = when;
        }

        void begin() {
            scene.addPostLayoutPulseListener(pulse);
            Platform.requestNextPulse();
        }

        private void pulse() {
            if (held) {
                scene.removePostLayoutPulseListener(pulse);
                when.complete(System.nanoTime());
            } else {
                held = holds.getAsBoolean();
                Platform.requestNextPulse();
            }
        }
    }
}
