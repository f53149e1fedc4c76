package dev.countersign.verify;

import java.time.Duration;
import java.util.List;

/// A command of the project's own that checks it.
///
/// @param name what it is called on screen: "mvn test"
/// @param foundBy the file that led to it ("pom.xml"), or "given"
public record CheckCommand(String name, Part part, List<String> argv, Duration limit, String foundBy) {
    public CheckCommand {
        argv = List.copyOf(argv);
    }
}
