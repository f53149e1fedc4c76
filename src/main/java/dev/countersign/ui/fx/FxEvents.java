package dev.countersign.ui.fx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Gathers events from any thread and hands them over in order, as one list per turn of the JavaFX thread.
///
/// @param <E> the kind of event
public final class FxEvents<E> implements Consumer<E> {
    private final Pulse pulse;
    private final Consumer<List<E>> hearer;
    private final List<E> waiting = new ArrayList<>();

    /// @param hearer called on the JavaFX thread with at least one event
    public FxEvents(Pulse pulse, Consumer<List<E>> hearer) {
        this.pulse = pulse;
        this.hearer = hearer;
    }

    @Override
    public void accept(E event) {
        boolean first;
        synchronized (waiting) {
            first = waiting.isEmpty();
            waiting.add(event);
        }
        if (first) {
            pulse.post(this::hand);
        }
    }

    private void hand() {
        List<E> batch;
        synchronized (waiting) {
            batch = List.copyOf(waiting);
            waiting.clear();
        }
        if (!batch.isEmpty()) {
            hearer.accept(batch);
        }
    }
}
