package dev.countersign.ui.fx;

import dev.countersign.fault.Problem;
import dev.countersign.workspace.Progress;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// One piece of work in the [Background]. Properties and hearers are used on the JavaFX thread only; a hearer that is added after
/// the end is called at once.
///
/// @param <T> what it brings
public final class Job<T> implements Progress {
    /// How it stands.
    public enum Phase { RUNNING, DONE, FAILED, CANCELLED }

    private final Pulse pulse;
    private final String label;
    private final Consumer<Problem> unheard;
    private final ReadOnlyStringWrapper step = new ReadOnlyStringWrapper("");
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper(-1);
    private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.RUNNING);
    private volatile boolean cancelled;
    private volatile @Nullable Thread worker;
    private long stepPosted;

    private @Nullable T result;
    private @Nullable Problem problem;
    private @Nullable Consumer<? super T> success;
    private @Nullable Consumer<Problem> failure;
    private @Nullable Runnable cancellation;

    Job(Pulse pulse, String label, Consumer<Problem> unheard) {
        this.pulse = pulse;
        this.label = label;
        this.unheard = unheard;
    }

    /// What it does, for a person.
    public String label() {
        return label;
    }

    /// What it is doing just now; empty text at first.
    public ReadOnlyStringProperty stepProperty() {
        return step.getReadOnlyProperty();
    }

    /// 0 to 1, or -1 where it is not known.
    public ReadOnlyDoubleProperty fractionProperty() {
        return fraction.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    public Job<T> onSuccess(Consumer<? super T> hearer) {
        success = hearer;
        if (phase.get() == Phase.DONE) {
            hearer.accept(result);
        }
        return this;
    }

    /// Without this hearer a failure goes to the [Background]'s own.
    public Job<T> onFailure(Consumer<Problem> hearer) {
        failure = hearer;
        if (phase.get() == Phase.FAILED && problem != null) {
            hearer.accept(problem);
        }
        return this;
    }

    public Job<T> onCancelled(Runnable hearer) {
        cancellation = hearer;
        if (phase.get() == Phase.CANCELLED) {
            hearer.run();
        }
        return this;
    }

    /// Asks the work to stop; it hears by its progress and by interruption.
    public void cancel() {
        cancelled = true;
        Thread thread = worker;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public void step(String what, long done, long total) {
        long now = System.nanoTime();
        boolean last = total > 0 && done >= total;
        if (now - stepPosted < 30_000_000 && !last) {
            return;
        }
        stepPosted = now;
        pulse.post(() -> {
            step.set(what);
            fraction.set(total > 0 ? Math.min(1, (double) done / total) : -1);
        });
    }

    void perform(Background.Work<T> work, Runnable ended) {
        worker = Thread.currentThread();
        try {
            T value = work.run(this);
            worker = null;
            end(ended, () -> {
                result = value;
                phase.set(Phase.DONE);
                if (success != null) {
                    success.accept(value);
                }
            });
        } catch (Throwable thrown) {
            worker = null;
            if (cancelled || thrown instanceof CancelledException) {
                end(ended, () -> {
                    phase.set(Phase.CANCELLED);
                    if (cancellation != null) {
                        cancellation.run();
                    }
                });
            } else {
                end(ended, () -> fail(Problem.from(thrown)));
            }
        } finally {
            Thread.interrupted();
        }
    }

    private void fail(Problem what) {
        problem = what;
        phase.set(Phase.FAILED);
        (failure != null ? failure : unheard).accept(what);
    }

    private void end(Runnable ended, Runnable action) {
        pulse.post(() -> {
            ended.run();
            action.run();
        });
    }
}
