package dev.countersign.bench;

import dev.countersign.bench.ReviewWindow.Opened;
import dev.countersign.bench.ReviewWindow.Work;
import dev.countersign.ui.review.DiffCanvas;
import dev.countersign.ui.review.DiffRows.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/// Scrolls a diff by three rows in every frame, in each of its layouts, and says what JavaFX's pulse logger says of each frame: how far
/// apart the frames began, and how long the work of one took on the JavaFX thread and on the one that draws. Frames are sixty a second as
/// long as neither takes more than 16.7 ms. Beside it the same window standing still. Then what reviews hold of the heap.
final class FrameScenario implements Scenarios.Scenario {
    private static final int FRAMES = 200;

    private final Optional<String> only;

    /// @param only the one way to look at it that is wanted, to profile it
    FrameScenario(Optional<String> only) {
        this.only = only;
    }

    /// What one frame took, in ns.
    private static final class Frame {
        private long began = Long.MAX_VALUE;
        private long work;
        private long drawing;
    }

    @Override
    public void run(Path folder) throws Exception {
        // JavaFX logs its pulses only where this was there before it.
        FlightRecorder.getFlightRecorder();
        ReviewWindow window = ReviewWindow.show();
        Work work = ReviewWindow.work(folder.resolve("long"), 1, 100_000, 10);
        Opened opened = window.open(work);
        System.out.printf("%n| frames, 100,000 lines, 10,000 hunks | began after the last, ms: median | p95 | most | over 18 ms | over 25 ms | work of the JavaFX thread, ms: median | p95 | most "
                + "| drawing, ms: median | p95 | most |%n|---|---|---|---|---|---|---|---|---|---|---|---|%n");
        record Mode(String name, Layout layout, boolean wrap, boolean whole) {}
        List<Mode> modes = List.of(new Mode("side by side", Layout.SPLIT, false, false), new Mode("unified", Layout.UNIFIED, false, false),
                new Mode("side by side, wrapped", Layout.SPLIT, true, false), new Mode("unified, wrapped", Layout.UNIFIED, true, false),
                new Mode("side by side, the whole file", Layout.SPLIT, false, true));
        var canvas = on(() -> (DiffCanvas) window.scene().getRoot().lookup(".diff-canvas"));
        for (int round = 1; round <= 2; round++) {
            if (only.isEmpty()) {
                tell(folder, "still, round " + round, canvas, false);
            }
            for (Mode mode : modes) {
                if (only.filter(name -> !name.equals(mode.name())).isPresent()) {
                    continue;
                }
                on(() -> {
                    canvas.diffLayoutProperty().set(mode.layout());
                    return true;
                });
                if (mode.wrap()) {
                    key(canvas, KeyCode.Z, false, true);
                }
                if (mode.whole()) {
                    key(canvas, KeyCode.O, true, false);
                }
                tell(folder, mode.name() + ", round " + round, canvas, true);
                if (mode.wrap()) {
                    key(canvas, KeyCode.Z, false, true);
                }
                if (mode.whole()) {
                    key(canvas, KeyCode.O, true, false);
                }
            }
        }
        window.close(opened);
        if (only.isPresent()) {
            work.store().close();
            return;
        }
        window.memory("Review of one file of 100,000 lines, 10,000 hunks", work);
        work.store().close();
        Work thousand = ReviewWindow.work(folder.resolve("thousand"), 1_000, 120, 40);
        window.memory("Review of 1,000 files, 120,000 lines", thousand);
        thousand.store().close();
    }

    private static <T> T on(java.util.concurrent.Callable<T> work) throws Exception {
        var done = new CompletableFuture<T>();
        Platform.runLater(() -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(1, TimeUnit.MINUTES);
    }

    private static void key(DiffCanvas canvas, KeyCode code, boolean shift, boolean alt) throws Exception {
        on(() -> {
            canvas.requestFocus();
            canvas.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, false, alt, false));
            return true;
        });
    }

    private static void tell(Path folder, String title, DiffCanvas canvas, boolean scrolls) throws Exception {
        pass(canvas, scrolls, 30);
        Path file = folder.resolve("frames.jfr");
        try (var recording = new Recording()) {
            recording.enable("javafx.PulsePhase").withThreshold(Duration.ZERO).withoutStackTrace();
            recording.start();
            pass(canvas, scrolls, FRAMES);
            recording.stop();
            recording.dump(file);
        }
        var frames = new TreeMap<Integer, Frame>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            Frame frame = frames.computeIfAbsent(event.getInt("pulseId"), _ -> new Frame());
            long took = event.getDuration().toNanos();
            long began = event.getStartTime().getEpochSecond() * 1_000_000_000L + event.getStartTime().getNano();
            switch (event.getString("phaseName")) {
                case "Waiting for previous rendering" -> frame.began = Math.min(frame.began, began);
                case "Painting", "Presenting", "Render Roots Discovered" -> frame.drawing += took;
                default -> {
                    if (event.getThread().getJavaName().contains("JavaFX Application Thread")) {
                        frame.work += took;
                        frame.began = Math.min(frame.began, began);
                    } else {
                        frame.drawing += took;
                    }
                }
            }
        }
        Files.delete(file);
        List<Frame> all = frames.values().stream().filter(frame -> frame.began < Long.MAX_VALUE).toList();
        var apart = new ArrayList<Long>();
        for (int i = 1; i < all.size(); i++) {
            apart.add(all.get(i).began - all.get(i - 1).began);
        }
        long[] spacing = sorted(apart);
        System.out.printf("| %s (%d) | %s | %.0f %% | %.0f %% | %s | %s |%n", title, all.size(), three(spacing),
                share(spacing, 18_000_000), share(spacing, 25_000_000), three(sorted(all.stream().map(f -> f.work).toList())),
                three(sorted(all.stream().map(f -> f.drawing).filter(d -> d > 0).toList())));
    }

    private static long[] sorted(List<Long> nanos) {
        return nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private static String three(long[] sorted) {
        return sorted.length == 0 ? "none | | " : String.format("%.1f | %.1f | %.1f", sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 95 / 100] / 1e6, sorted[sorted.length - 1] / 1e6);
    }

    private static double share(long[] sorted, long over) {
        return 100.0 * LongStream.of(sorted).filter(n -> n > over).count() / Math.max(1, sorted.length);
    }

    /// Lets frames go by.
    private static void pass(DiffCanvas canvas, boolean scrolls, int frames) throws Exception {
        var passed = new CompletableFuture<Void>();
        Platform.runLater(() -> new AnimationTimer() {
            private int left = frames;

            @Override
            public void handle(long now) {
                if (scrolls) {
                    canvas.fireEvent(new ScrollEvent(ScrollEvent.SCROLL, 300, 300, 300, 300, false, false, false, false, false, false,
                            0, -60, 0, -60, ScrollEvent.HorizontalTextScrollUnits.NONE, 0, ScrollEvent.VerticalTextScrollUnits.NONE, 0, 0, null));
                }
                if (--left == 0) {
                    stop();
                    passed.complete(null);
                }
            }
        }.start());
        passed.get(2, TimeUnit.MINUTES);
    }
}
