package dev.countersign.verify.syntax;

import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;

/// The parser of one language. Safe for use by several threads.
interface Syntax {
    /// As people write it: "Java".
    String language();

    /// Whether this parser reads such a file, by its name.
    boolean reads(WorkspacePath path);

    /// Why this parser can't work here at all, if so.
    default Optional<String> missing() {
        return Optional.empty();
    }

    Parse parse(WorkspacePath path, byte[] content);

    /// What came of reading one file.
    sealed interface Parse {
        record Fine() implements Parse {}

        /// @param errors at least one
        record Faulty(List<Error> errors) implements Parse {
            static Faulty of(int line, int column, String message) {
                return new Faulty(List.of(new Error(line, column, message)));
            }
        }

        /// It could be right or wrong; the parser did not get that far.
        record Unread(String why) implements Parse {}
    }

    /// @param line   from 1; 0 where there is none
    /// @param column from 1; 0 where there is none
    record Error(int line, int column, String message) {}
}
