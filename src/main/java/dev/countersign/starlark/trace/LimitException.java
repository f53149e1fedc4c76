package dev.countersign.starlark.trace;

import java.util.List;

/// The script needed more than it was given.
public final class LimitException extends StarlarkException {
    private static final long serialVersionUID = 1;

    /// What ran out.
    public enum Limit { STEPS, BYTES, DEPTH, TIME, OUTPUT }

    private final Limit limit;

    public LimitException(Limit limit, String message, List<StackEntry> stack) {
        super(message, stack);
        this.limit = limit;
    }

    /// What ran out.
    public Limit limit() {
        return limit;
    }
}
