package dev.countersign.starlark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.starlark.trace.StarlarkException;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The language's own conformance suite, `test_suite` of bazelbuild/starlark, by its own rules: one test a chunk.
class ConformanceTest {
    static final Limits LIMITS = new Limits(100_000_000, 512L << 20, 100, Duration.ofMinutes(1));

    private static final String PRELUDE = """
            def assert_eq(x, y):
              if x != y:
                print("%r != %r" % (x, y))

            def assert_ne(x, y):
              if x == y:
                print("%r == %r" % (x, y))

            def assert_(cond, msg="assertion failed"):
              if not cond:
                print(msg)
            """;
    private static final Pattern EXPECTED = Pattern.compile("(.*?) *### *((go|java|rust):)? *(.*)");
    private static final List<String> FILES = List.of("go/assign", "go/bool", "go/builtins", "go/control", "go/dict", "go/function", "go/int", "go/list",
            "go/misc", "go/string", "go/tuple", "java/all_any", "java/and_or_not", "java/dict", "java/equality", "java/int", "java/int_constructor",
            "java/int_function", "java/list_mutation", "java/list_slices", "java/min_max", "java/range", "java/reversed", "java/string_elems",
            "java/string_find", "java/string_format", "java/string_misc", "java/string_partition", "java/string_slice_index", "java/string_split",
            "java/string_splitlines", "java/string_test_characters", "rust/bool", "rust/dict", "rust/int", "rust/josharian_fuzzing",
            "rust/mutation_during_iteration", "rust/regression", "rust/string");

    @TestFactory
    Stream<DynamicTest> chunks() {
        Map<String, String> disagreements = Disagreements.all();
        return FILES.stream().flatMap(file -> Chunk.of("bazelbuild/" + file + ".star").stream())
                .map(chunk -> DynamicTest.dynamicTest(chunk.toString(), () -> run(chunk, disagreements.containsKey(chunk.toString()))));
    }

    private static void run(Chunk chunk, boolean disagrees) {
        var source = new StringBuilder(PRELUDE);
        List<String> expected = new ArrayList<>();
        for (String line : chunk.lines()) {
            Matcher marked = EXPECTED.matcher(line.stripTrailing());
            if (marked.matches()) {
                if (marked.group(3) == null || marked.group(3).equals("go")) {
                    expected.add(marked.group(4));
                }
                source.append(marked.group(1)).append('\n');
            } else {
                source.append(line).append('\n');
            }
        }
        String output = output(source.toString());
        boolean met = expected.isEmpty() == output.isEmpty() && expected.stream().allMatch(pattern -> found(pattern, output));
        assertThat(met).as("expected %s, got %s", expected, output).isEqualTo(!disagrees);
    }

    private static boolean found(String pattern, String output) {
        String text = output.toLowerCase(Locale.ROOT);
        String wanted = pattern.toLowerCase(Locale.ROOT);
        return text.contains(wanted) || Pattern.compile(wanted.replaceAll("[{}]", "\\\\$0")).matcher(text).find();
    }

    private static String output(String source) {
        var output = new StringBuilder();
        try {
            Program.parse("chunk.star", source, Set.of()).execute(new Evaluation(LIMITS, line -> output.append(line).append('\n')), Map.of(),
                    Program.Loader.NONE);
        } catch (StarlarkException e) {
            output.append(e.traceback());
        }
        return output.toString();
    }
}
