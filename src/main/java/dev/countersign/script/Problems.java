package dev.countersign.script;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;

/// What can be wrong with scripts.
public final class Problems {
    private Problems() {}

    static UserException unusable(String at, String why) {
        return new UserException(Problem.of("SCRIPT-001", Exit.USAGE, "The script cannot be used: " + at + ": " + why + ".", "Nothing was run.",
                "Mend that line; docs/scripts.md says what a script is."));
    }

    public static UserException unknown(String name) {
        return new UserException(Problem.of("SCRIPT-002", Exit.USAGE, "There is no script \"" + name + "\".", "Nothing was changed.",
                "Scripts lie in " + Script.FOLDER + "; list them with countersign scripts."));
    }

    /// The bytes are not those that were shown.
    public static UserException others(String name) {
        return new UserException(Problem.of("SCRIPT-003", Exit.CONFLICT, "The script \"" + name + "\" is not the one that was shown: its file was changed or taken away.",
                "Nothing was approved.", "Look at it again, and approve what it says now."));
    }

    /// @param why it may not run, without a full stop
    public static UserException pending(String name, String why) {
        return new UserException(Problem.of("SCRIPT-004", Exit.REFUSED, "The script \"" + name + "\" may not run: " + why + ".", "Nothing was run.",
                "Look at it, and approve it: countersign scripts approve " + name + "."));
    }

    /// What is approved is kept in the ledger, where no secret may be.
    public static UserException holdsSecret(String name) {
        return new UserException(Problem.of("SCRIPT-005", Exit.REFUSED, "The script \"" + name + "\" has a known secret in its text.",
                "Nothing was approved.", "Take it out, and read it with secrets.get(\"NAME\")."));
    }

    /// @param why without a full stop
    static UserException arguments(String name, String why) {
        return new UserException(Problem.of("SCRIPT-006", Exit.USAGE, "The arguments do not fit the script \"" + name + "\": " + why + ".",
                "Nothing was run.", "See what it takes: countersign scripts show " + name + "."));
    }
}
