package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ui.review.ReviewDrafts.Draft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ReviewDraftsTest {
    @TempDir
    private Path folder;

    private static Draft saying(String feedback) {
        return new Draft(Map.of(), Map.of(), Map.of(), feedback, List.of(), Map.of());
    }

    @Test
    void whatIsPutIsThereAtOnceAndOnlyTheLastOfSeveralIsWritten() throws IOException {
        var waiting = new ArrayDeque<Runnable>();
        ReviewDrafts drafts = ReviewDrafts.in(folder.resolve("drafts"), waiting::add, problem -> {
            throw new AssertionError(problem);
        });
        drafts.put("node", () -> saying("first"));
        drafts.put("node", () -> {
            throw new AssertionError("another came before it was needed");
        });
        drafts.put("node", () -> saying("last"));
        drafts.put("other", () -> saying("of another node"));
        assertThat(drafts.get("node").feedback()).isEqualTo("last");
        assertThat(folder.resolve("drafts")).doesNotExist();

        assertThat(waiting).hasSize(1);
        waiting.remove().run();
        drafts.settle();
        ReviewDrafts again = ReviewDrafts.in(folder.resolve("drafts"), Runnable::run, problem -> {
            throw new AssertionError(problem);
        });
        assertThat(again.get("node").feedback()).isEqualTo("last");
        assertThat(again.get("other").feedback()).isEqualTo("of another node");
        try (var files = Files.list(folder.resolve("drafts"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    @Timeout(60)
    void settlingWaitsForAFileThatIsBeingWritten() {
        var writes = new CountDownLatch(1);
        ReviewDrafts drafts = ReviewDrafts.in(folder, task -> Thread.ofVirtual().start(task), problem -> {
            throw new AssertionError(problem);
        });
        drafts.put("node", () -> {
            try {
                writes.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return saying("kept");
        });
        Thread.ofVirtual().start(writes::countDown);
        drafts.settle();
        assertThat(ReviewDrafts.in(folder, Runnable::run, problem -> {}).get("node").feedback()).isEqualTo("kept");
    }

    @Test
    @Timeout(60)
    void aDraftThatFailsLeavesTheNextOneToBeWritten() {
        ReviewDrafts drafts = ReviewDrafts.in(folder, task -> {
            try {
                task.run();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("not now");
            }
        }, problem -> {});
        drafts.put("node", () -> {
            throw new IllegalStateException("not now");
        });
        drafts.settle();
        drafts.put("node", () -> saying("now"));
        drafts.settle();
        assertThat(ReviewDrafts.in(folder, Runnable::run, problem -> {}).get("node").feedback()).isEqualTo("now");
    }
}
