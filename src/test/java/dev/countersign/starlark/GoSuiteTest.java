package dev.countersign.starlark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.starlark.syntax.Parser;
import dev.countersign.starlark.syntax.Resolver;
import dev.countersign.starlark.trace.StarlarkException;
import dev.countersign.starlark.trace.SyntaxException;
import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.Arithmetic;
import dev.countersign.starlark.value.BuiltinValue;
import dev.countersign.starlark.value.Equality;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.Freezing;
import dev.countersign.starlark.value.NoneValue;
import dev.countersign.starlark.value.Repr;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.StructValue;
import dev.countersign.starlark.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The test files of google/starlark-go: every assertion of every chunk, by line. What is not met is listed, with its reason, in
/// `disagreements.txt`; a listed line that is met fails too.
class GoSuiteTest {
    private static final Pattern EXPECTED = Pattern.compile("### *(\".*\"|`.*`)\\s*$");

    @TestFactory
    Stream<DynamicTest> evaluation() {
        return Stream.of("assign", "bool", "builtins", "bytes", "control", "dict", "float", "function", "int", "list", "misc", "module", "set",
                        "string", "tuple", "recursion", "while")
                .flatMap(file -> Chunk.of("starlark-go/starlark/" + file + ".star").stream())
                .map(GoSuiteTest::prepared)
                .map(chunk -> DynamicTest.dynamicTest(chunk.toString(), () -> check(chunk, evaluate(chunk))));
    }

    @TestFactory
    Stream<DynamicTest> resolving() {
        return Chunk.of("starlark-go/resolve/resolve.star").stream().map(GoSuiteTest::prepared)
                .map(chunk -> DynamicTest.dynamicTest(chunk.toString(), () -> check(chunk, faults(() -> Resolver.resolve(
                        Parser.parse(chunk.file(), chunk.text()), Set.of("M", "U", "float"))))));
    }

    @TestFactory
    Stream<DynamicTest> parsing() {
        return Stream.concat(Chunk.of("starlark-go/syntax/errors.star").stream(), Stream.of("syntax/scan", "starlark/benchmark", "starlark/function_param")
                        .map(file -> new Chunk("starlark-go/" + file + ".star", 1, List.of(Chunk.read("starlark-go/" + file + ".star").split("\n")))))
                .map(chunk -> DynamicTest.dynamicTest(chunk.toString(), () -> check(chunk, faults(() -> Parser.parse(chunk.file(), chunk.text())))));
    }

    private record Met(int line, String message) {}

    private static List<Met> faults(Runnable work) {
        try {
            work.run();
            return List.of();
        } catch (SyntaxException e) {
            return e.faults().stream().map(fault -> new Met(fault.position().line(), fault.message())).toList();
        }
    }

    /// Every message must be expected at its line, and every expectation be met, but for what is listed.
    private static void check(Chunk chunk, List<Met> met) {
        Map<String, String> listed = Disagreements.all();
        Map<Integer, List<String>> problems = problems(chunk, met);
        var unexplained = new TreeMap<Integer, List<String>>();
        for (int line = chunk.line(); line <= chunk.line() + chunk.lines().size(); line++) {
            boolean known = listed.containsKey(chunk.file() + ":" + line);
            if (known != problems.containsKey(line)) {
                unexplained.put(line, known ? List.of("is listed, but agrees") : problems.get(line));
            }
        }
        assertThat(unexplained).isEmpty();
    }

    private static Map<Integer, List<String>> problems(Chunk chunk, List<Met> met) {
        var problems = new TreeMap<Integer, List<String>>();
        var open = new TreeMap<Integer, Pattern>();
        for (int i = 0; i < chunk.lines().size(); i++) {
            Matcher marked = EXPECTED.matcher(chunk.lines().get(i));
            if (marked.find()) {
                String quoted = marked.group(1);
                String pattern = quoted.substring(1, quoted.length() - 1);
                open.put(chunk.line() + i, Pattern.compile(quoted.startsWith("\"") ? pattern.replace("\\\\", "\\") : pattern));
            }
        }
        for (Met each : met) {
            Pattern wanted = open.get(each.line());
            if (wanted != null && wanted.matcher(each.message()).find()) {
                open.remove(each.line());
            } else {
                problems.computeIfAbsent(each.line(), line -> new ArrayList<>()).add("unexpected: " + each.message());
            }
        }
        open.forEach((line, pattern) -> problems.computeIfAbsent(line, l -> new ArrayList<>()).add("missing: " + pattern));
        return problems;
    }

    private static List<Met> evaluate(Chunk chunk) {
        var met = new ArrayList<Met>();
        Map<String, Value> given = new HashMap<>();
        given.put("struct", builtin("struct", (ev, args) -> {
            var fields = new java.util.TreeMap<String, Value>();
            for (int i = 0; i < args.namedCount(); i++) {
                fields.put(args.name(i), args.named(i));
            }
            return new StructValue("struct", fields);
        }));
        var ev = new Evaluation(ConformanceTest.LIMITS, line -> { });
        var assertions = new Module("assert.star", Map.of("asserts", assertions(met), "freeze", builtin("freeze", (e, args) -> {
            Freezing.freeze(args.at(0));
            return args.at(0);
        })));
        try {
            Program.parse(chunk.file(), chunk.text(), given.keySet()).execute(ev, given, name -> {
                if (name.equals("assert.star")) {
                    return assertions;
                }
                throw new Failure("no such module");
            });
        } catch (SyntaxException e) {
            e.faults().forEach(fault -> met.add(new Met(fault.position().line(), fault.message())));
        } catch (StarlarkException e) {
            met.add(new Met(e.stack().getLast().position().line(), e.getMessage()));
        }
        return met;
    }

    /// `assert` is a reserved word of the language, though not of that implementation: it is read as another name. Lines that are left out are empty.
    private static Chunk prepared(Chunk chunk) {
        var leftOut = Disagreements.leftOut();
        var lines = new ArrayList<String>();
        for (int i = 0; i < chunk.lines().size(); i++) {
            lines.add(leftOut.containsKey(chunk.file() + ":" + (chunk.line() + i)) ? ""
                    : chunk.lines().get(i).replaceAll("\\bassert\\b(?!\\.star)", "asserts"));
        }
        return new Chunk(chunk.file(), chunk.line(), List.copyOf(lines));
    }

    private static Value builtin(String name, BuiltinValue.Body body) {
        return new BuiltinValue(name, body);
    }

    /// The assertions that the files use, which tell and go on.
    private static StructValue assertions(List<Met> met) {
        var all = new LinkedHashMap<String, Value>();
        tell(all, met, "eq", (ev, args) -> Equality.equal(ev, args.at(0), args.at(1)) ? "" : Repr.repr(ev, args.at(0)) + " != " + Repr.repr(ev, args.at(1)));
        tell(all, met, "ne", (ev, args) -> !Equality.equal(ev, args.at(0), args.at(1)) ? "" : Repr.repr(ev, args.at(0)) + " == " + Repr.repr(ev, args.at(1)));
        tell(all, met, "true", (ev, args) -> args.at(0).truth() ? "" : args.count() > 1 ? Repr.str(ev, args.at(1)) : "assertion failed");
        tell(all, met, "lt", (ev, args) -> Equality.compare(ev, "<", args.at(0), args.at(1)) < 0 ? "" : Repr.repr(ev, args.at(0)) + " is not less than "
                + Repr.repr(ev, args.at(1)));
        tell(all, met, "contains", (ev, args) -> Arithmetic.contains(ev, args.at(1), args.at(0)) ? "" : Repr.repr(ev, args.at(0)) + " does not contain "
                + Repr.repr(ev, args.at(1)));
        tell(all, met, "fail", (ev, args) -> Repr.str(ev, args.at(0)));
        tell(all, met, "fails", GoSuiteTest::fails);
        return new StructValue("module", all);
    }

    private static String fails(Evaluation ev, Arguments args) {
        String pattern = ((StringValue) args.at(1)).text().replaceAll("(?<!\\\\)[{](?!\\d)", "\\\\{");
        try {
            ev.call(args.at(0));
        } catch (StarlarkException | Failure e) {
            return Pattern.compile(pattern).matcher(e.getMessage()).find() ? "" : "regular expression (%s) did not match error (%s)".formatted(pattern, e.getMessage());
        }
        return "evaluation succeeded unexpectedly (want error matching " + pattern + ")";
    }

    @FunctionalInterface
    private interface Assertion {
        String fault(Evaluation ev, Arguments args);
    }

    private static void tell(Map<String, Value> all, List<Met> met, String name, Assertion assertion) {
        all.put(name, builtin(name, (ev, args) -> {
            int line = ev.frame().position().line();
            String fault = assertion.fault(ev, args);
            if (!fault.isEmpty()) {
                met.add(new Met(line, fault));
            }
            return NoneValue.NONE;
        }));
    }

    @Test
    void everyListedPlaceHasAReason() {
        Set<String> bare = new HashSet<>();
        Disagreements.all().forEach((place, reason) -> {
            if (reason.isBlank()) {
                bare.add(place);
            }
        });
        assertThat(bare).isEmpty();
    }
}
