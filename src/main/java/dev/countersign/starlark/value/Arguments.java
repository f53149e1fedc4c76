package dev.countersign.starlark.value;

import dev.countersign.starlark.syntax.Spelling;
import java.util.Arrays;
import java.util.List;

/// What a call passes: values by position, then values by name. The arrays belong to the call.
public final class Arguments {
    private static final String[] NO_NAMES = {};
    private static final Value[] NO_VALUES = {};
    public static final Arguments NONE = new Arguments(NO_VALUES, NO_NAMES, NO_VALUES);

    private final Value[] positional;
    private final String[] names;
    private final Value[] named;

    /// Takes the arrays over.
    public Arguments(Value[] positional, String[] names, Value[] named) {
        this.positional = positional;
        this.names = names;
        this.named = named;
    }

    public static Arguments of(Value... positional) {
        return new Arguments(positional, NO_NAMES, NO_VALUES);
    }

    public int count() {
        return positional.length;
    }

    public Value at(int index) {
        return positional[index];
    }

    public int namedCount() {
        return names.length;
    }

    public String name(int index) {
        return names[index];
    }

    public Value named(int index) {
        return named[index];
    }

    /// The positional values from `index` on.
    public Value[] from(int index) {
        return Arrays.copyOfRange(positional, index, positional.length);
    }

    public List<Value> positional() {
        return List.of(positional);
    }

    /// Fails if anything was passed by name.
    public Arguments withoutNames() {
        if (names.length > 0) {
            throw new Failure("unexpected keyword arguments");
        }
        return this;
    }

    /// Takes arguments by position alone, from `least` to `most` of them.
    public Bound positional(int least, int most) {
        withoutNames();
        if (positional.length < least || positional.length > most) {
            throw new Failure("got %d argument%s, want %s%d".formatted(positional.length, positional.length == 1 ? "" : "s",
                    least == most ? "" : positional.length < least ? "at least " : "at most ", positional.length < least ? least : most));
        }
        var values = Arrays.copyOf(positional, most);
        return new Bound(values, new String[0]);
    }

    /// Takes arguments by position or by name.
    ///
    /// @param parameters their names, those that may be left out with a `?` at the end
    public Bound bind(String... parameters) {
        var values = new Value[parameters.length];
        if (positional.length > parameters.length) {
            throw new Failure("got %d argument%s, want at most %d".formatted(positional.length, positional.length == 1 ? "" : "s", parameters.length));
        }
        System.arraycopy(positional, 0, values, 0, positional.length);
        var plain = new String[parameters.length];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = parameters[i].replace("?", "");
        }
        for (int i = 0; i < names.length; i++) {
            int at = Arrays.asList(plain).indexOf(names[i]);
            if (at < 0) {
                throw new Failure("unexpected keyword argument \"%s\"%s".formatted(names[i], Spelling.hint(names[i], Arrays.asList(plain))));
            }
            if (values[at] != null) {
                throw new Failure("got multiple values for keyword argument \"" + names[i] + "\"");
            }
            values[at] = named[i];
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null && !parameters[i].endsWith("?")) {
                throw new Failure("missing argument for " + plain[i]);
            }
        }
        return new Bound(values, plain);
    }
}
