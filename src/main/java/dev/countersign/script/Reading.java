package dev.countersign.script;

import dev.countersign.network.HostRule;
import dev.countersign.script.Declaration.Parameter;
import dev.countersign.script.Declaration.Type;
import dev.countersign.starlark.Module;
import dev.countersign.starlark.Program;
import dev.countersign.starlark.trace.StarlarkException;
import dev.countersign.starlark.trace.SyntaxException;
import dev.countersign.starlark.value.BuiltinValue;
import dev.countersign.starlark.value.DictValue;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.FunctionValue;
import dev.countersign.starlark.value.Limits;
import dev.countersign.starlark.value.NoneValue;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.StructValue;
import dev.countersign.starlark.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Executes the top level of a script, where it can do nothing but declare itself and define functions.
final class Reading {
    static final Set<String> NAMES = Set.of("script", "secrets", "http", "json", "time");
    private static final Limits LIMITS = new Limits(200_000, 8L << 20, 30, Duration.ofSeconds(2));
    private static final Pattern SECRET = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    private static final Pattern PARAMETER = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final int LONGEST_DESCRIPTION = 2_000;
    private static final int MOST = 30;

    private final List<Declaration> declared = new ArrayList<>();

    private Reading() {}

    /// @throws dev.countersign.fault.UserException `SCRIPT-001`
    static Declaration declaration(String name, String text) {
        var reading = new Reading();
        var nothing = new BuiltinValue("run", (_, _) -> {
            throw new Failure("only run() may do this, and what it calls");
        });
        var idle = Map.<String, Value>of("get", nothing, "post", nothing, "request", nothing);
        try {
            Module module = Program.parse(Script.shown(name), text, NAMES).execute(new Evaluation(LIMITS, _ -> { }), Map.of(
                    "script", reading.word(), "secrets", new StructValue("secrets", idle), "http", new StructValue("http", idle),
                    "json", JsonWords.words(), "time", new StructValue("time", Map.of("now", nothing, "parse", nothing, "format", nothing))),
                    Program.Loader.NONE);
            if (reading.declared.size() != 1) {
                throw Problems.unusable(Script.shown(name), "it must call script(description = …) once, and calls it " + reading.declared.size() + " times");
            }
            if (!module.get("run").filter(FunctionValue.class::isInstance).isPresent()) {
                throw Problems.unusable(Script.shown(name), "it has no function run");
            }
            return reading.declared.getFirst();
        } catch (SyntaxException e) {
            throw Problems.unusable(e.faults().getFirst().position().toString(), e.faults().getFirst().message());
        } catch (StarlarkException e) {
            throw Problems.unusable(e.position().toString(), String.valueOf(e.getMessage()));
        }
    }

    /// The same word while it runs: it was read already.
    static Value again() {
        return new BuiltinValue("script", (_, _) -> NoneValue.NONE);
    }

    private Value word() {
        return new BuiltinValue("script", (evaluation, arguments) -> {
            var bound = arguments.bind("description", "parameters?", "secrets?", "hosts?");
            String description = bound.string(0).strip();
            if (description.isEmpty() || description.length() > LONGEST_DESCRIPTION) {
                throw new Failure("the description has 1 to " + LONGEST_DESCRIPTION + " characters");
            }
            var parameters = new LinkedHashMap<String, Parameter>();
            if (bound.hasSome(1)) {
                if (!(bound.value(1) instanceof DictValue dict)) {
                    throw new Failure("parameters is a dict of names and types");
                }
                dict.entries().forEach((key, type) -> parameters.put(checked(text(key), PARAMETER, "parameter"), parameter(text(type))));
            }
            var secrets = new ArrayList<String>();
            for (Value secret : bound.hasSome(2) ? bound.elements(evaluation, 2) : new Value[0]) {
                secrets.add(checked(text(secret), SECRET, "secret"));
            }
            var hosts = new ArrayList<HostRule>();
            for (Value host : bound.hasSome(3) ? bound.elements(evaluation, 3) : new Value[0]) {
                try {
                    hosts.add(HostRule.parse(text(host)));
                } catch (IllegalArgumentException e) {
                    throw new Failure(String.valueOf(e.getMessage()));
                }
            }
            if (Math.max(parameters.size(), Math.max(secrets.size(), hosts.size())) > MOST) {
                throw new Failure("more than " + MOST + " of one kind");
            }
            declared.add(new Declaration(description, parameters, secrets, hosts));
            return NoneValue.NONE;
        });
    }

    private static String text(Value value) {
        if (value instanceof StringValue(String text)) {
            return text;
        }
        throw new Failure("got " + value.type() + ", want string");
    }

    private static String checked(String name, Pattern pattern, String what) {
        if (pattern.matcher(name).matches()) {
            return name;
        }
        throw new Failure("\"" + name + "\" cannot be the name of a " + what);
    }

    private static Parameter parameter(String text) {
        boolean optional = text.endsWith("?");
        String type = optional ? text.substring(0, text.length() - 1) : text;
        Optional<Type> known = List.of(Type.values()).stream().filter(one -> one.name().toLowerCase(Locale.ROOT).equals(type)).findFirst();
        return new Parameter(known.orElseThrow(() -> new Failure("\"" + text
                + "\" is no type: write string, integer, number, boolean, array or object, with ? where it may be left out")), optional);
    }
}
