package dev.countersign.secret;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import java.io.IOException;
import java.nio.file.Path;

/// What can be wrong with secrets. No value is ever in a message.
public final class Problems {
    private static final String UNCHANGED = "No secret was changed.";

    private Problems() {}

    static UserException name(String name) {
        return new UserException(Problem.of("SECRET-001", Exit.USAGE, "\"" + name + "\" cannot be the name of a secret.", UNCHANGED,
                "Take the name of the variable that a program wants it in: letters, digits and _, not a digit first, at most 64."));
    }

    static UserException value(String name, String why) {
        return new UserException(Problem.of("SECRET-002", Exit.USAGE, "The value of " + name + " cannot be kept: " + why + ".", UNCHANGED,
                "Give the value as its provider shows it."));
    }

    /// A file of ours is not what we wrote.
    public static UserException damaged(Path file, String why) {
        return new UserException(Problem.of("SECRET-003", Exit.USAGE, "The secrets in " + file + " cannot be read: " + why + ".",
                "The file was left as it is.", "Restore it and its key from a backup, or move it away and set the secrets again."));
    }

    /// A file of ours can be opened by others.
    public static UserException open(Path file) {
        return new UserException(Problem.of("SECRET-004", Exit.USAGE, file + " can be opened by others on this machine.", "Nothing was read from it.",
                "Make it yours alone (chmod 600), and set the secrets in it anew: they may have been read."));
    }

    static EnvironmentException unreachable(String name, String place, IOException cause) {
        return new EnvironmentException(Problem.of("SECRET-005", Exit.UNDECIDED, "The secret " + name + " cannot be reached in the " + place + ": "
                + cause.getMessage() + ".", UNCHANGED, "Unlock or start the keyring, or set the secret again."), cause);
    }

    static UserException lost(String name, String place) {
        return new UserException(Problem.of("SECRET-006", Exit.USAGE, "The secret " + name + " is not in the " + place + " any more.", UNCHANGED,
                "Set it again: countersign secret set " + name + "."));
    }

    /// No secret has this name.
    public static UserException unknown(String name) {
        return new UserException(Problem.of("SECRET-007", Exit.USAGE, "There is no secret named " + name + ".", UNCHANGED,
                "See countersign secret list."));
    }
}
