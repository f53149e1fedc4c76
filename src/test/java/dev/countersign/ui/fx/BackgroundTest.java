package dev.countersign.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundTest {
    private static final Problem PROBLEM = Problem.of("PLAN-001", Exit.USAGE, "It is wrong.", "Nothing was started.", "Mend it.");

    @Test
    void successIsToldToHearersThatComeAfterTheEnd() {
        var heard = new ArrayList<Integer>();
        Background.sameThread().run("adding", _ -> 40 + 2).onSuccess(heard::add);
        assertThat(heard).containsExactly(42);
    }

    @Test
    void aFailureIsToldAsItsProblem() {
        var heard = new ArrayList<Problem>();
        Background.sameThread().run("failing", _ -> {
            throw new UserException(PROBLEM);
        }).onFailure(heard::add);
        assertThat(heard).containsExactly(PROBLEM);
    }

    @Test
    void aFailureThatNobodyHearsGoesToTheWindow() {
        var heard = new ArrayList<Problem>();
        Background background = Background.sameThread();
        background.onUnheardFailure(heard::add);
        background.run("failing", _ -> {
            throw new UserException(PROBLEM);
        });
        assertThat(heard).containsExactly(PROBLEM);
        assertThat(background.running()).isEmpty();
    }

    @Test
    void cancelEndsWorkThatSleepsAndIsNoFailure() throws Exception {
        var pulse = new Queued();
        try (Background background = Background.threads(pulse)) {
            var asleep = new CountDownLatch(1);
            var told = new ArrayList<String>();
            Job<String> job = background.<String>run("sleeping", _ -> {
                asleep.countDown();
                Thread.sleep(60_000);
                return "awake";
            }).onSuccess(told::add).onFailure(p -> told.add(p.code())).onCancelled(() -> told.add("cancelled"));
            assertThat(asleep.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(background.running()).containsExactly(job);
            job.cancel();
            pulse.turn();
            assertThat(told).containsExactly("cancelled");
            assertThat(job.phaseProperty().get()).isEqualTo(Job.Phase.CANCELLED);
            assertThat(background.running()).isEmpty();
        }
    }

    @Test
    void progressIsShownWithItsShare() {
        Job<Integer> job = Background.sameThread().run("counting", progress -> {
            progress.step("files", 3, 12);
            return 1;
        });
        assertThat(job.stepProperty().get()).isEqualTo("files");
        assertThat(job.fractionProperty().get()).isEqualTo(0.25);
    }

    @Test
    void eventsOfOneTurnComeAsOneListInOrder() {
        var pulse = new Queued();
        var batches = new ArrayList<List<Integer>>();
        var events = new FxEvents<Integer>(pulse, batches::add);
        events.accept(1);
        events.accept(2);
        events.accept(3);
        assertThat(batches).isEmpty();
        pulse.drain();
        events.accept(4);
        pulse.drain();
        assertThat(batches).containsExactly(List.of(1, 2, 3), List.of(4));
    }

    @Test
    void whatIsPostedFromManyThreadsRunsOnceEachOnTheScreensThread() throws Exception {
        Pulse pulse = Screen.on(Pulse::fx);
        var count = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int j = 0; j < 500; j++) {
                    pulse.post(() -> {
                        if (javafx.application.Platform.isFxApplicationThread()) {
                            count.incrementAndGet();
                        }
                    });
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        var all = new CountDownLatch(1);
        pulse.post(all::countDown);
        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(count).hasValue(2000);
    }

    /// A pulse that beats when told.
    private static final class Queued implements Pulse {
        private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();

        @Override
        public void post(Runnable action) {
            queue.add(action);
        }

        void drain() {
            for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
                next.run();
            }
        }

        /// Waits for something to be posted, then does it all.
        void turn() throws InterruptedException {
            Runnable first = queue.poll(10, TimeUnit.SECONDS);
            assertThat(first).isNotNull();
            first.run();
            drain();
        }
    }
}
