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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/// A window of 1280x800 in which reviews are opened, content from a run's store.
final class ReviewWindow {
    private Stage stage;
    private Scene scene;

    /// Two trees of one repository.
    record Work(Path repository, PackStore store, Changeset changeset) {}

    record Opened(ReviewViewModel model, Background background) {}

    /// `files` files of `lines` lines each, of which every `step`th is changed.
    static Work work(Path repository, int files, int lines, int step) throws Exception {
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

    static ReviewWindow show() throws Exception {
        var window = new ReviewWindow();
        var up = new CompletableFuture<Void>();
        Platform.startup(() -> {
            Platform.setImplicitExit(false);
            Fonts.load();
            window.stage = new Stage();
            window.scene = new Scene(new StackPane(), 1280, 800);
            Theme.LIGHT.apply(window.scene);
            window.stage.setScene(window.scene);
            window.stage.show();
            up.complete(null);
        });
        up.get();
        return window;
    }

    Scene scene() {
        return scene;
    }

    /// @param whole until all files are read, not the first alone
    /// @return ns until it was drawn
    long open(Work work, boolean whole) throws Exception {
        long start = System.nanoTime();
        var drawn = new CompletableFuture<Long>();
        Opened opened = open(work, whole, drawn);
        long end = drawn.get(2, TimeUnit.MINUTES);
        close(opened);
        return end - start;
    }

    /// Opens a review and waits until all of it is read and drawn.
    Opened open(Work work) throws Exception {
        var drawn = new CompletableFuture<Long>();
        Opened opened = open(work, true, drawn);
        drawn.get(2, TimeUnit.MINUTES);
        return opened;
    }

    private Opened open(Work work, boolean whole, CompletableFuture<Long> drawn) throws Exception {
        var review = new CompletableFuture<Opened>();
        Platform.runLater(() -> {
            Opened opened = put(work);
            review.complete(opened);
            new Drawn(scene, () -> whole ? all(opened) : front(opened), drawn).begin();
        });
        return review.get();
    }

    private Opened put(Work work) {
        var background = Background.threads(Pulse.fx());
        var model = new ReviewViewModel(new BenchSource(work.changeset(), work.store()), ReviewDrafts.inMemory(), background, InstantSource.system());
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

    void close(Opened opened) throws Exception {
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

    /// Says what a review holds, and what it took at most.
    void memory(String title, Work work) throws Exception {
        System.gc();
        long before = heap();
        heaps().forEach(MemoryPoolMXBean::resetPeakUsage);
        Opened opened = open(work);
        long peak = heaps().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        System.gc();
        long held = heap() - before;
        close(opened);
        String rss = Files.exists(Path.of("/proc/self/status")) ? Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM")).findFirst().orElse("") : "";
        System.out.printf("%n%s: holds %.1f MB of heap, peak while opening at most %.1f MB over the %.1f MB before, "
                + "garbage included, in a heap of at most %.0f MB; largest resident size of this process %s%n", title, held / 1e6, (peak - before) / 1e6, before / 1e6,
                Runtime.getRuntime().maxMemory() / 1e6, rss.strip());
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
