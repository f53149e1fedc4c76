package dev.countersign.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TogetherTest {
    @TempDir
    Path folder;

    private static Together.Step failing(IOException e) {
        return () -> {
            throw e;
        };
    }

    @Test
    void stepsThatWaitForEachOtherEnd() throws IOException {
        var all = new CountDownLatch(3);
        Together.Step step = () -> {
            all.countDown();
            try {
                all.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
        Together.take(List.of(step, step, step));
        assertThat(all.getCount()).isZero();
    }

    @Test
    void everyStepIsTakenAlsoBesideThoseThatFail() {
        for (int bad = 0; bad < 100; bad += 33) {
            var taken = new AtomicInteger();
            var failure = new IOException("the disk is gone");
            var steps = new ArrayList<Together.Step>();
            for (int i = 0; i < 60; i++) {
                steps.add(taken::incrementAndGet);
            }
            steps.set(bad % 60, failing(failure));
            assertThatThrownBy(() -> Together.take(steps)).isSameAs(failure);
            assertThat(taken).hasValue(59);
        }
    }

    @Test
    void theFirstFailureIsToldAndHasTheOthers() {
        var first = new IOException("first");
        var second = new IOException("second");
        assertThatThrownBy(() -> Together.take(List.of(failing(first), () -> { }, failing(second))))
                .isSameAs(first).satisfies(told -> assertThat(told.getSuppressed()).containsExactly(second));
    }

    @Test
    void moreThanAreTakenAtOnceAreTakenAll() throws IOException {
        var taken = new AtomicInteger();
        Together.take(java.util.Collections.nCopies(1_000, taken::incrementAndGet));
        Together.take(List.of());
        assertThat(taken).hasValue(1_000);
    }

    @Test
    void anInterruptedThreadWaitsForTheOthersAndStaysInterrupted() throws IOException {
        var slow = new AtomicInteger();
        Thread.currentThread().interrupt();
        try {
            Together.take(List.of(() -> { }, () -> {
                try {
                    Thread.sleep(50);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                slow.incrementAndGet();
            }));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(slow).hasValue(1);
    }

    @Test
    void aFileThatCannotBeSyncedIsNamedAndTheOthersAreSynced() throws IOException {
        var failed = new ArrayList<Path>();
        var channels = new ArrayList<FileChannel>();
        try (var unsynced = new Unsynced(failed::add, java.util.Optional.empty())) {
            for (String name : List.of("a", "b", "c")) {
                FileChannel channel = FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                channels.add(channel);
                unsynced.add(folder.resolve(name), channel);
            }
            channels.get(1).close();
            assertThatThrownBy(unsynced::sync).isInstanceOf(ClosedChannelException.class);
        }
        assertThat(failed).containsExactly(folder.resolve("b"));
        assertThat(channels).noneMatch(FileChannel::isOpen);
    }
}
