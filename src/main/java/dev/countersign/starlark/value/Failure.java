package dev.countersign.starlark.value;

/// Says that an operation is not possible, without a place: the running evaluation turns it into an
/// [dev.countersign.starlark.trace.EvaluationException] with a traceback. What a host's built-in throws to fail its caller.
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String builtin;

    public Failure(String message) {
        this(message, "");
    }

    private Failure(String message, String builtin) {
        super(message, null, false, false);
        this.builtin = builtin;
    }

    /// The same, said to come from the built-in `name`, unless one is named already.
    public Failure within(String name) {
        return builtin.isEmpty() ? new Failure(name + ": " + getMessage(), name) : this;
    }

    String builtin() {
        return builtin;
    }
}
