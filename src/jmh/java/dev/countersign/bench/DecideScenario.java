package dev.countersign.bench;

import dev.countersign.bench.ReviewWindow.Work;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Pulse;
import dev.countersign.ui.review.HunkDecision;
import dev.countersign.ui.review.ReviewDrafts;
import dev.countersign.ui.review.ReviewFile;
import dev.countersign.ui.review.ReviewView;
import dev.countersign.ui.review.ReviewViewModel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.layout.StackPane;

/// How long the screen's thread works on one decision in a review of 400 files and 5,600 hunks, kept in a file each time as the desktop does.
final class DecideScenario implements Scenarios.Scenario {
    private static final int DECISIONS = 60;

    @Override
    public void run(Path folder) throws Exception {
        ReviewWindow window = ReviewWindow.show();
        Work work = ReviewWindow.work(folder.resolve("decide"), 400, 140, 10);
        ReviewDrafts drafts = ReviewDrafts.in(folder.resolve("drafts"), task -> Thread.ofVirtual().name("drafts").start(task), problem -> System.out.println(problem.sentence()));
        var ready = new CompletableFuture<ReviewViewModel>();
        Platform.runLater(() -> {
            var background = Background.threads(Pulse.fx());
            var model = new ReviewViewModel(new BenchSource(work.changeset(), work.store()), drafts, background, InstantSource.system());
            ((StackPane) window.scene().getRoot()).getChildren().setAll(new ReviewView(model, background, InstantSource.system(), () -> { }));
            ready.complete(model);
        });
        ReviewViewModel model = ready.get();
        while (!model.files().stream().allMatch(file -> file.diff().isPresent())) {
            Thread.sleep(50);
        }
        Thread.sleep(3_000);
        System.out.printf("%nOne decision of %d in %d files, kept in a file:%n", model.files().stream().mapToInt(ReviewFile::units).sum(), model.files().size());
        for (int round = 1; round <= 3; round++) {
            long[] took = new long[DECISIONS];
            for (int i = 0; i < DECISIONS; i++) {
                var done = new CompletableFuture<Long>();
                Platform.runLater(() -> {
                    long start = System.nanoTime();
                    model.decide(HunkDecision.ACCEPTED);
                    done.complete(System.nanoTime() - start);
                });
                took[i] = done.get(1, TimeUnit.MINUTES);
            }
            Arrays.sort(took);
            System.out.printf("round %d: median %.1f ms, p95 %.1f, most %.1f%n", round, took[DECISIONS / 2] / 1e6, took[DECISIONS * 95 / 100] / 1e6,
                    took[DECISIONS - 1] / 1e6);
        }
        work.store().close();
    }
}
