package dev.countersign.verify.syntax;

import dev.countersign.verify.FileSensor;
import dev.countersign.verify.Part;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;

/// The parser of one language. Safe for use by several threads.
interface Syntax extends FileSensor {
    /// As people write it: "Java".
    String language();

    @Override
    default Part part() {
        return Part.SYN;
    }

    @Override
    default String name() {
        return language() + " syntax";
    }

    @Override
    default String version() {
        return "1";
    }

    Parse parse(WorkspacePath path, byte[] content);

    @Override
    default Reading read(WorkspacePath path, byte[] content) {
        return switch (parse(path, content)) {
            case Parse.Fine _ -> new Reading.Fine();
            case Parse.Faulty faulty -> new Reading.Faulty(faulty.errors().stream()
                    .map(e -> Finding.at(e.line(), e.column(), e.message())).toList());
            case Parse.Unread no -> new Reading.Unread(no.why());
        };
    }

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
