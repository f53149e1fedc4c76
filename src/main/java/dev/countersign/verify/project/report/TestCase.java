package dev.countersign.verify.project.report;

import java.util.Optional;

/// One test as its runner reported it.
///
/// @param id      what it is called, the same in each run of the same test
/// @param message why it failed or was skipped; empty where that is not known
/// @param trace   what else the runner says of a failure, with its places
/// @param place   where the runner says the test is
public record TestCase(String id, Status status, String message, String trace, Optional<Place> place) {
    private static final int LONGEST_ID = 400;
    private static final int LONGEST_MESSAGE = 500;
    /// Characters of a trace that are kept.
    static final int LONGEST_TRACE = 16 << 10;

    public TestCase {
        id = cut(id.replaceAll("\\s+", " ").strip(), LONGEST_ID);
        message = cut(message.strip(), LONGEST_MESSAGE);
        trace = cut(trace, LONGEST_TRACE);
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a test has a name");
        }
    }

    static TestCase of(String id, Status status) {
        return new TestCase(id, status, "", "", Optional.empty());
    }

    TestCase named(String other) {
        return new TestCase(other, status, message, trace, place);
    }

    /// What came of a test.
    public enum Status {
        PASSED,
        /// It failed and passed on the same tree.
        FLAKY,
        SKIPPED,
        FAILED
    }

    /// @param file as the runner names it
    /// @param line from 1; 0 where it does not say
    public record Place(String file, int line) {}

    /// The first line of a text that says something; empty where none does.
    static String firstLine(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "\u2026" : text;
    }
}
