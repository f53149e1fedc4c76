package dev.countersign.verify.project;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Reads from a runner's own summary how many tests passed. The runner's words, not a proof.
final class TestCount {
    private static final Pattern MAVEN = Pattern.compile(
            "(?m)^(?:\\[\\w+\\]\\s+)?Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+)\\s*$");
    private static final Pattern CARGO = Pattern.compile("(?m)^test result: ok\\. (\\d+) passed;");
    private static final Pattern JEST = Pattern.compile("(?m)^Tests:\\s.*?(\\d+) passed");
    private static final Pattern VITEST = Pattern.compile("(?m)^\\s*Tests\\s+(\\d+) passed");
    private static final Pattern MOCHA = Pattern.compile("(?m)^\\s+(\\d+) passing \\(");
    private static final Pattern NODE = Pattern.compile("(?m)^(?:#|ℹ) pass (\\d+)$");
    private static final Pattern PYTEST = Pattern.compile("(?m)^(?:=+ )?(?:\\d+ \\w+, )*?(\\d+) passed\\b.* in [\\d.]+s");
    private static final Pattern UNITTEST = Pattern.compile("(?m)^Ran (\\d+) tests? in ");
    private static final Pattern CONSOLE = Pattern.compile("(?m)^\\[\\s*(\\d+) tests successful\\s*\\]");
    private static final Pattern GO = Pattern.compile("(?m)^ok\\s+\\S+\\s+(?:[\\d.]+s|\\(cached\\))");
    private static final Pattern PLAIN = Pattern.compile("(?m)^(\\d+) tests? passed\\.?$");

    static final String NONE = "no test ran";

    private TestCount() {}

    /// "214 tests passed"; empty where the output has no summary that is known.
    static Optional<String> read(String output) {
        return sum(MAVEN, output, m -> number(m, 1) - number(m, 4))
                .or(() -> sum(CARGO, output, m -> number(m, 1)))
                .or(() -> sum(JEST, output, m -> number(m, 1)))
                .or(() -> sum(VITEST, output, m -> number(m, 1)))
                .or(() -> sum(MOCHA, output, m -> number(m, 1)))
                .or(() -> sum(NODE, output, m -> number(m, 1)))
                .or(() -> sum(PYTEST, output, m -> number(m, 1)))
                .or(() -> sum(CONSOLE, output, m -> number(m, 1)))
                .or(() -> sum(UNITTEST, output, m -> number(m, 1)))
                .or(() -> sum(PLAIN, output, m -> number(m, 1)))
                .map(n -> n == 0 ? NONE : n == 1 ? "1 test passed" : n + " tests passed")
                .or(() -> sum(GO, output, _ -> 1L).map(n -> n == 1 ? "1 package passed" : n + " packages passed"));
    }

    private static Optional<Long> sum(Pattern pattern, String output, Function<MatchResult, Long> count) {
        return pattern.matcher(output).results().map(count).reduce(Long::sum);
    }

    private static long number(MatchResult match, int group) {
        String digits = match.group(group);
        return digits.length() > 12 ? 0 : Long.parseLong(digits);
    }
}
