package dev.countersign.verify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A command of the project's own that checks it.
///
/// @param name what it is called on screen: "mvn test"
/// @param foundBy the file that led to it ("pom.xml"), or "given"
/// @param smoke when it counts as started, for a command that does not end by itself
public record CheckCommand(String name, Part part, List<String> argv, Duration limit, String foundBy, Optional<Smoke> smoke) {
    public CheckCommand {
        argv = List.copyOf(argv);
        if (name.isBlank() || argv.isEmpty() || limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a check has a name, a program and time");
        }
    }

    /// A command that ends by itself.
    public CheckCommand(String name, Part part, List<String> argv, Duration limit, String foundBy) {
        this(name, part, argv, limit, foundBy, Optional.empty());
    }
}
