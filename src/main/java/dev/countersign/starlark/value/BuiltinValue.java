package dev.countersign.starlark.value;

/// A function written in Java.
public record BuiltinValue(String name, Body body) implements Callable {
    /// What it does. Throws [Failure] to fail the script; whatever else it throws goes through to the host.
    @FunctionalInterface
    public interface Body {
        Value call(Evaluation evaluation, Arguments arguments);
    }

    @Override
    public Value call(Evaluation evaluation, Arguments arguments) {
        try {
            evaluation.step(1);
            return body.call(evaluation, arguments);
        } catch (Failure failure) {
            throw failure.within(name);
        }
    }

    @Override
    public String type() {
        return "builtin_function_or_method";
    }
}
