package dev.countersign.starlark.eval;

import dev.countersign.starlark.syntax.Resolution;
import dev.countersign.starlark.syntax.Statement;
import dev.countersign.starlark.value.Cell;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Freezing;
import dev.countersign.starlark.value.FunctionValue;
import dev.countersign.starlark.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// A compiled file. It holds no state of a run: many threads may run it at once.
public final class Code {
    private final String name;
    private final List<String> globals;
    private final int exported;
    private final Map<String, Integer> predeclared;
    private final Act[] acts;
    private final int locals;
    private final int height;

    /// @param given the names that the host will give at each run
    public Code(String name, Resolution file, Set<String> given) {
        this.name = name;
        globals = file.globals();
        exported = globals.size() - file.loaded();
        var places = new LinkedHashMap<String, Integer>();
        given.stream().sorted().forEach(each -> places.put(each, globals.size() + places.size()));
        predeclared = places;
        acts = new Compiler(file, predeclared).acts(file.statements());
        locals = file.top().slots().size();
        height = 1 + Statement.height(file.statements());
    }

    /// Runs the file and freezes what it made, whether or not it came to its end.
    ///
    /// @param given a value for each of the host's names
    /// @param loads finds what a load statement names
    /// @return the variables of the module that were assigned, but for those that it loaded
    public Map<String, Value> run(Evaluation evaluation, Map<String, Value> given, Function<String, Map<String, Value>> loads) {
        evaluation.allocate(8L * (globals.size() + predeclared.size()));
        var values = new Value[globals.size() + predeclared.size()];
        predeclared.forEach((each, place) -> {
            Value value = given.get(each);
            if (value == null) {
                throw new IllegalArgumentException("no value was given for the name " + each);
            }
            values[place] = value;
        });
        var top = new FunctionValue(new TopLevel(name, acts, locals, height, loads::apply), new Value[0], new Cell[0], values);
        try {
            evaluation.call(top);
        } finally {
            Freezing.freeze(values);
        }
        var result = new LinkedHashMap<String, Value>();
        for (int i = 0; i < exported; i++) {
            if (values[i] != null) {
                result.put(globals.get(i), values[i]);
            }
        }
        return result;
    }
}
