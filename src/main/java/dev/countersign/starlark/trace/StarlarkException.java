package dev.countersign.starlark.trace;

import java.util.List;

/// Whatever can go wrong with a script, and nothing else: what a caller of this interpreter has to catch. The state of values that
/// the script was changing is as far as it came; what was frozen is untouched.
public abstract sealed class StarlarkException extends RuntimeException
        permits SyntaxException, EvaluationException, LimitException, CancelledException {
    private static final long serialVersionUID = 1;

    private final transient List<StackEntry> stack;

    StarlarkException(String message, List<StackEntry> stack) {
        super(message, null, false, false);
        this.stack = List.copyOf(stack);
    }

    /// The calls that were active, outermost first; the last one is where it happened. Never empty, but for a failure outside any script.
    public final List<StackEntry> stack() {
        return stack;
    }

    /// Where it happened, or the start of the file if it happened outside any script.
    public final Position position() {
        return stack.isEmpty() ? new Position("<host>", 1, 1) : stack.getLast().position();
    }

    /// The message with its place: `file:line:column: message`.
    public final String located() {
        return position() + ": " + getMessage();
    }

    /// The traceback as text, outermost call first, one call a line.
    public String traceback() {
        var text = new StringBuilder("Traceback (most recent call last):\n");
        stack.forEach(entry -> text.append("  ").append(entry.position()).append(": in ").append(entry.function()).append('\n'));
        return text.append("Error: ").append(getMessage()).toString();
    }
}
