package dev.countersign.plan;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Something that must be there when a node is done, in a file that the node owns. As text, which is how plan files, forms and commands
/// have it: `WHAT`, or `in GLOB: WHAT`.
///
/// @param what a regular expression, or the name of a symbol, as the contract says
/// @param in   a glob of the files where it counts; empty for every file that the node owns
public record Requirement(String what, Optional<String> in) {
    private static final Pattern PLACED = Pattern.compile("in (.+?): (.+)", Pattern.DOTALL);

    /// Reads a text. A regular expression that starts like a place itself is written as `(?:in) x: y`.
    public static Requirement of(String text) {
        Matcher placed = PLACED.matcher(text);
        return placed.matches() ? new Requirement(placed.group(2), Optional.of(placed.group(1))) : new Requirement(text, Optional.empty());
    }

    /// As [#of] reads it.
    public String text() {
        return in.map(glob -> "in " + glob + ": " + what).orElse(what);
    }
}
