package dev.countersign.starlark.value;

/// What can be called.
public sealed interface Callable extends Value permits FunctionValue, BuiltinValue, MethodValue {
    String name();

    /// Calls it. From the host, go through [Evaluation#call], which turns a [Failure] into an exception with a traceback.
    Value call(Evaluation evaluation, Arguments arguments);

    @Override
    default boolean truth() {
        return true;
    }
}
