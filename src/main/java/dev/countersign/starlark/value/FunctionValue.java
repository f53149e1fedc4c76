package dev.countersign.starlark.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function of a script: its code, and what it captured where it was made.
public final class FunctionValue implements Callable {
    private final Code code;
    private final @Nullable Value[] defaults;
    private final Cell[] captured;
    private final @Nullable Value[] globals;

    /// The compiled form of a function, shared by all functions of the same declaration.
    public interface Code {
        String name();

        /// The names of the parameters, in order of declaration, without their stars.
        List<String> parameters();

        Value call(Evaluation evaluation, FunctionValue function, Arguments arguments);
    }

    public FunctionValue(Code code, @Nullable Value[] defaults, Cell[] captured, @Nullable Value[] globals) {
        this.code = code;
        this.defaults = defaults;
        this.captured = captured;
        this.globals = globals;
    }

    public Code code() {
        return code;
    }

    /// The standard value of the parameter at `index`, or null if it has none.
    public @Nullable Value standard(int index) {
        return defaults[index];
    }

    @Nullable Value[] defaults() {
        return defaults;
    }

    public Cell[] captured() {
        return captured;
    }

    /// The variables of the module it belongs to.
    public @Nullable Value[] globals() {
        return globals;
    }

    @Override
    public String name() {
        return code.name();
    }

    @Override
    public Value call(Evaluation evaluation, Arguments arguments) {
        return code.call(evaluation, this, arguments);
    }

    @Override
    public String type() {
        return "function";
    }
}
