package dev.countersign.starlark.trace;

import java.util.List;

/// The script did something the language forbids, or called `fail`.
public final class EvaluationException extends StarlarkException {
    private static final long serialVersionUID = 1;

    private final String builtin;

    /// @param builtin the built-in that failed, or the empty text
    public EvaluationException(String message, String builtin, List<StackEntry> stack) {
        super(message, stack);
        this.builtin = builtin;
    }

    /// The built-in function that failed, or the empty text if the script itself did.
    public String builtin() {
        return builtin;
    }

    @Override
    public String traceback() {
        String text = super.traceback();
        return builtin.isEmpty() ? text : text.replaceFirst("(?m)^Error: ", "Error in " + java.util.regex.Matcher.quoteReplacement(builtin) + ": ");
    }
}
