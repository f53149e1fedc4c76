package dev.countersign.ui.fx;

import dev.countersign.fault.Problem;
import dev.countersign.workspace.Progress;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Where long work goes, so that the window never waits. Start work on the JavaFX thread; what comes of it is told there.
public final class Background implements AutoCloseable {
    /// Work that takes a while.
    @FunctionalInterface
    public interface Work<T> {
        T run(Progress progress) throws Exception;
    }

    private final Executor executor;
    private final Pulse pulse;
    private final ObservableList<Job<?>> running = FXCollections.observableArrayList();
    private final ObservableList<Job<?>> runningView = FXCollections.unmodifiableObservableList(running);
    private Consumer<Problem> unheard = problem -> {};

    private Background(Executor executor, Pulse pulse) {
        this.executor = executor;
        this.pulse = pulse;
    }

    /// One virtual thread per piece of work.
    public static Background threads(Pulse pulse) {
        return new Background(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("background-", 0).factory()), pulse);
    }

    /// Everything at once on the caller's thread: for tests.
    public static Background sameThread() {
        return new Background(Runnable::run, Pulse.direct());
    }

    /// Starts `work`. Add hearers to the result in the same turn. Once this is closed nothing starts, and nobody hears of it.
    public <T> Job<T> run(String label, Work<T> work) {
        var job = new Job<T>(pulse, label, problem -> unheard.accept(problem));
        if (executor instanceof ExecutorService service && service.isShutdown()) {
            job.cancel();
            return job;
        }
        running.add(job);
        executor.execute(() -> job.perform(work, () -> running.remove(job)));
        return job;
    }

    /// What runs now, oldest first. Changes on the JavaFX thread.
    public ObservableList<Job<?>> running() {
        return runningView;
    }

    /// Hears failures that nobody else does.
    public void onUnheardFailure(Consumer<Problem> hearer) {
        unheard = hearer;
    }

    public Pulse pulse() {
        return pulse;
    }

    /// Cancels what runs. Does not wait.
    @Override
    public void close() {
        running.forEach(Job::cancel);
        if (executor instanceof ExecutorService service) {
            service.shutdown();
        }
    }
}
