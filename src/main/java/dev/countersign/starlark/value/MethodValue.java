package dev.countersign.starlark.value;

/// A method of a built-in type, bound to the value it works on.
public record MethodValue(Value receiver, String name, Body body) implements Callable {
    /// What it does with its receiver.
    @FunctionalInterface
    public interface Body {
        Value call(Evaluation evaluation, Value receiver, Arguments arguments);
    }

    @Override
    public Value call(Evaluation evaluation, Arguments arguments) {
        return call(evaluation, receiver, name, body, arguments);
    }

    /// Calls a method that need not be bound first.
    public static Value call(Evaluation evaluation, Value receiver, String name, Body body, Arguments arguments) {
        try {
            evaluation.step(1);
            return body.call(evaluation, receiver, arguments);
        } catch (Failure failure) {
            throw failure.within(name);
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String type() {
        return "builtin_function_or_method";
    }
}
