package dev.countersign.starlark.eval;

import dev.countersign.starlark.syntax.Spelling;
import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.DictValue;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.FunctionValue;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.TupleValue;
import dev.countersign.starlark.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings the arguments of a call to the parameters of a function: the first places of its frame, in the order of declaration.
///
/// @param names of all parameters, stars stripped
/// @param positional how many of them may be passed by position
/// @param ordinary which may be passed by name: all but the starred ones
/// @param star the place of `*args`, or -1
/// @param starStar the place of `**kwargs`, or -1
record Binder(List<String> names, int positional, boolean[] ordinary, int star, int starStar) {
    void bind(Evaluation evaluation, FunctionValue function, Arguments arguments, @Nullable Object[] places) {
        int given = Math.min(arguments.count(), positional);
        for (int i = 0; i < given; i++) {
            places[i] = arguments.at(i);
        }
        if (star >= 0) {
            Value[] rest = arguments.from(given);
            evaluation.copy(rest.length, 16);
            places[star] = TupleValue.sharing(rest);
        } else if (arguments.count() > positional) {
            throw new Failure(names.isEmpty() ? "accepts no arguments (%d given)".formatted(arguments.count() + arguments.namedCount())
                    : "accepts %s%d positional argument%s (%d given)".formatted(required(function) < positional ? "at most " : "", positional,
                            positional == 1 ? "" : "s", arguments.count()));
        }
        if (arguments.namedCount() > 0 || starStar >= 0) {
            bindNames(evaluation, arguments, places);
        }
        fill(function, places);
    }

    private int required(FunctionValue function) {
        int count = 0;
        for (int i = 0; i < positional; i++) {
            count += function.standard(i) == null ? 1 : 0;
        }
        return count;
    }

    private void bindNames(Evaluation evaluation, Arguments arguments, @Nullable Object[] places) {
        var more = new DictValue();
        for (int i = 0; i < arguments.namedCount(); i++) {
            String name = arguments.name(i);
            evaluation.step(1 + names.size() / 4);
            int at = names.indexOf(name);
            if (at >= 0 && ordinary[at]) {
                if (places[at] != null) {
                    throw new Failure("got multiple values for parameter \"%s\"".formatted(name));
                }
                places[at] = arguments.named(i);
            } else if (starStar >= 0) {
                if (more.get(evaluation, new StringValue(name)).isPresent()) {
                    throw new Failure("got multiple values for parameter \"%s\"".formatted(name));
                }
                more.put(evaluation, new StringValue(name), arguments.named(i));
            } else {
                throw new Failure(names.isEmpty() ? "accepts no arguments (%d given)".formatted(arguments.count() + arguments.namedCount())
                        : "got an unexpected keyword argument \"%s\"%s".formatted(name, Spelling.hint(name, names)));
            }
        }
        if (starStar >= 0) {
            evaluation.allocate(200);
            places[starStar] = more;
        }
    }

    private void fill(FunctionValue function, @Nullable Object[] places) {
        List<String> missing = List.of();
        for (int i = 0; i < names.size(); i++) {
            if (places[i] == null && ordinary[i]) {
                Value standard = function.standard(i);
                if (standard == null) {
                    missing = missing.isEmpty() ? new ArrayList<>() : missing;
                    missing.add(names.get(i));
                } else {
                    places[i] = standard;
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new Failure("missing %d argument%s (%s)".formatted(missing.size(), missing.size() == 1 ? "" : "s", String.join(", ", missing)));
        }
    }
}
