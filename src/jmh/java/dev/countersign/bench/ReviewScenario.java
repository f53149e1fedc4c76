package dev.countersign.bench;

import dev.countersign.bench.ReviewWindow.Work;
import java.nio.file.Path;

/// Opens reviews in a window without a screen, content from a run's store, beside `git diff --histogram` of the same two
/// commits. Two moments: the file in front is drawn; and everything is: all files read and counted, the front one coloured.
final class ReviewScenario implements Scenarios.Scenario {
    @Override
    public void run(Path folder) throws Exception {
        ReviewWindow window = ReviewWindow.show();
        Work one = ReviewWindow.work(folder.resolve("one"), 1, 10_000, 10);
        Work many = ReviewWindow.work(folder.resolve("many"), 500, 120, 40);
        window.memory("Review of 500 files", many);
        compare(window, "Review of one file: 10,000 lines, 1,000 hunks", one);
        compare(window, "Review of 500 files: 60,000 lines, 1,500 hunks", many);
        one.store().close();
        many.store().close();
        Work thousand = ReviewWindow.work(folder.resolve("thousand"), 1_000, 120, 40);
        compare(window, "Review of 1,000 files: 120,000 lines, 3,000 hunks", thousand);
        thousand.store().close();
        Work long1 = ReviewWindow.work(folder.resolve("long"), 1, 100_000, 10);
        window.memory("Review of one file of 100,000 lines, 10,000 hunks", long1);
        compare(window, "Review of one file: 100,000 lines, 10,000 hunks", long1);
        long1.store().close();
    }

    private static void compare(ReviewWindow window, String title, Work work) throws Exception {
        new Rounds(title, "git diff --histogram", () -> Ground.git(work.repository(), "diff", "--histogram", "HEAD~1", "HEAD"))
                .beside("review, file in front drawn", () -> window.open(work, false))
                .beside("review, all read and coloured", () -> window.open(work, true))
                .run(15, System.out);
    }
}
