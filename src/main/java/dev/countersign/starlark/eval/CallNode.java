package dev.countersign.starlark.eval;

import dev.countersign.starlark.builtin.Attributes;
import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.Callable;
import dev.countersign.starlark.value.Cursor;
import dev.countersign.starlark.value.DictValue;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.Frame;
import dev.countersign.starlark.value.FunctionValue;
import dev.countersign.starlark.value.MethodValue;
import dev.countersign.starlark.value.Sequences;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A call. A method is not bound first if it is called at once.
final class CallNode extends Node {
    private final Node function;
    private final Node[] positional;
    private final String[] names;
    private final Node[] named;
    private final Optional<Node> star;
    private final Optional<Node> starStar;

    CallNode(Position position, Node function, Node[] positional, String[] names, Node[] named, Optional<Node> star, Optional<Node> starStar) {
        super(position);
        this.function = function;
        this.positional = positional;
        this.names = names;
        this.named = named;
        this.star = star;
        this.starStar = starStar;
    }

    @Override
    Value eval(Frame frame) {
        Evaluation evaluation = frame.evaluation;
        if (function instanceof Operations.Dot dot) {
            Value receiver = dot.object.eval(frame);
            MethodValue.Body body = Attributes.method(receiver, dot.name);
            if (body != null) {
                Arguments arguments = arguments(frame, false);
                frame.at(position);
                return MethodValue.call(evaluation, receiver, dot.name, body, arguments);
            }
            return call(frame, dot.of(frame, receiver));
        }
        return call(frame, function.eval(frame));
    }

    private Value call(Frame frame, Value callee) {
        Arguments arguments = arguments(frame, callee instanceof FunctionValue);
        frame.at(position);
        if (callee instanceof Callable callable) {
            return callable.call(frame.evaluation, arguments);
        }
        throw new Failure("invalid call of non-function (%s)".formatted(callee.type()));
    }

    /// What the messages of the function start with, where it is called by its name.
    private String label() {
        return function instanceof Variables.Constant constant && constant.value() instanceof Callable callable ? callable.name() + ": "
                : function instanceof Operations.Dot dot ? dot.name + ": " : "";
    }

    private static Value[] eval(Node[] nodes, Frame frame) {
        var values = new Value[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            values[i] = nodes[i].eval(frame);
        }
        return values;
    }

    /// @param checks whether the function itself refuses a name that is passed twice
    private Arguments arguments(Frame frame, boolean checks) {
        frame.evaluation.allocate(48 + 8L * (positional.length + named.length));
        Value[] values = eval(positional, frame);
        Value[] namedValues = eval(named, frame);
        if (star.isEmpty() && starStar.isEmpty()) {
            return new Arguments(values, names, namedValues);
        }
        return spread(frame, checks, values, namedValues);
    }

    private Arguments spread(Frame frame, boolean checks, Value[] first, Value[] firstNamed) {
        Evaluation evaluation = frame.evaluation;
        Value[] values = first;
        if (star.isPresent()) {
            Value more = star.get().eval(frame);
            frame.at(position);
            if (!Sequences.iterable(more)) {
                throw new Failure("argument after * must be iterable, not " + more.type());
            }
            Value[] rest = Sequences.elements(evaluation, more);
            evaluation.copy(rest.length, 8);
            values = Arrays.copyOf(first, first.length + rest.length);
            System.arraycopy(rest, 0, values, first.length, rest.length);
        }
        if (starStar.isEmpty()) {
            return new Arguments(values, names, firstNamed);
        }
        Value more = starStar.get().eval(frame);
        frame.at(position);
        if (!(more instanceof DictValue dict)) {
            throw new Failure("argument after ** must be a mapping, not " + more.type());
        }
        evaluation.copy(dict.size(), 32);
        List<String> allNames = new ArrayList<>(Arrays.asList(names));
        List<Value> allNamed = new ArrayList<>(Arrays.asList(firstNamed));
        try (Cursor keys = Sequences.open(dict)) {
            for (Value key = keys.next(); key != null; key = keys.next()) {
                if (!(key instanceof StringValue(String name))) {
                    throw new Failure("keywords must be strings, not " + key.type());
                }
                evaluation.step(names.length);
                if (!checks && Arrays.asList(names).contains(name)) {
                    throw new Failure(label() + "duplicate keyword arg: \"" + name + "\"");
                }
                allNames.add(name);
                allNamed.add(dict.get(evaluation, key).orElse(key));
            }
        }
        return new Arguments(values, allNames.toArray(String[]::new), allNamed.toArray(Value[]::new));
    }
}
