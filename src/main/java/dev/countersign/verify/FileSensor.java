package dev.countersign.verify;

import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;

/// Looks at one file at a time: what it finds follows from the file's path and content alone, so that it is looked at once for
/// each content, in the base tree too, and findings that were there before are told apart. Starts nothing outside the sandbox.
/// Safe for use by several threads.
public interface FileSensor {
    /// The part of the energy it measures.
    Part part();

    /// What it is called on screen and in residuals: "Java syntax".
    String name();

    /// Changes whenever the same content may give other findings: another grammar, another version of a library.
    String version();

    /// Whether it looks at such a file, by its name.
    boolean reads(WorkspacePath path);

    /// Why it can't work here at all, if so.
    default Optional<String> missing() {
        return Optional.empty();
    }

    /// Whether what it finds in a file that is new, with nothing to compare it with, is to be believed. Where it is not, such a file
    /// is not checked.
    default boolean isExact() {
        return true;
    }

    Reading read(WorkspacePath path, byte[] content);

    /// What came of one file.
    sealed interface Reading {
        record Fine() implements Reading {}

        /// @param findings at least one
        record Faulty(List<Finding> findings) implements Reading {
            public Faulty {
                findings = List.copyOf(findings);
                if (findings.isEmpty()) {
                    throw new IllegalArgumentException("a faulty file has findings");
                }
            }
        }

        /// It could be right or wrong; the sensor did not get that far.
        record Unread(String why) implements Reading {}
    }

    /// @param line, column, endLine, endColumn as in [Residual]
    record Finding(int line, int column, int endLine, int endColumn, String message, double magnitude, double weight) {
        /// Of magnitude and weight 1, at one place.
        public static Finding at(int line, int column, String message) {
            return new Finding(line, column, line, 0, message, 1, 1);
        }
    }
}
