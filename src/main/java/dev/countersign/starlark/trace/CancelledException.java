package dev.countersign.starlark.trace;

import java.util.List;

/// The host asked the script to stop, or interrupted its thread; the thread's interrupt flag stays set.
public final class CancelledException extends StarlarkException {
    private static final long serialVersionUID = 1;

    public CancelledException(List<StackEntry> stack) {
        super("cancelled", stack);
    }
}
