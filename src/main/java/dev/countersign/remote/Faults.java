package dev.countersign.remote;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.ProblemException;
import dev.countersign.fault.UserException;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.file.Path;

/// What can be thrown, as bytes and back: the same problem, code and sentence on either side.
final class Faults {
    private Faults() {}

    private enum Kind { USER, ENVIRONMENT, MISSING, CANCELLED, UNCHECKED_IO, OTHER }

    static void write(Out out, Throwable thrown) {
        switch (thrown) {
            case UserException e -> problem(out.u8(Kind.USER.ordinal()), e.problem());
            case EnvironmentException e -> problem(out.u8(Kind.ENVIRONMENT.ordinal()), e.problem());
            case MissingContentException e -> out.u8(Kind.MISSING.ordinal()).raw(e.content().bytes(), 0, Sha256.BYTES)
                    .text(e.why());
            case Progress.CancelledException _ -> out.u8(Kind.CANCELLED.ordinal());
            case UncheckedIOException e -> out.u8(Kind.UNCHECKED_IO.ordinal()).text(String.valueOf(e.getCause().getMessage()));
            default -> out.u8(Kind.OTHER.ordinal()).text(thrown.getClass().getName()).text(String.valueOf(thrown.getMessage()))
                    .text(Problem.from(thrown).details());
        }
    }

    private static void problem(Out out, Problem problem) {
        out.text(problem.code()).text(problem.sentence()).text(problem.unchanged()).text(problem.next()).text(problem.details())
                .text(problem.exit().name());
    }

    private static Problem problem(In in) throws IOException {
        return new Problem(in.text(), in.text(), in.text(), in.text(), in.text(), Exit.valueOf(in.text()));
    }

    static Exception read(In in) throws IOException {
        Kind kind = Kind.values()[Math.clamp(in.u8(), 0, Kind.OTHER.ordinal())];
        return switch (kind) {
            case USER -> new UserException(problem(in));
            case ENVIRONMENT -> new EnvironmentException(problem(in));
            case MISSING -> new MissingContentException(Sha256.ofDigest(in.raw(Sha256.BYTES)), in.text());
            case CANCELLED -> new Progress.CancelledException();
            case UNCHECKED_IO -> new UncheckedIOException(new IOException(in.text()));
            case OTHER -> other(in.text(), in.text(), in.text());
        };
    }

    /// An exception of the JDK or of ours that is made of its message; any other is told by its name.
    private static Exception other(String name, String message, String trace) {
        Exception made;
        try {
            Class<?> type = Class.forName(name, false, Faults.class.getClassLoader());
            boolean known = name.startsWith("java.") || name.startsWith("dev.countersign.");
            boolean fits = RuntimeException.class.isAssignableFrom(type) || IOException.class.isAssignableFrom(type);
            if (!known || !fits || ProblemException.class.isAssignableFrom(type)) {
                throw new ClassNotFoundException(name);
            }
            Constructor<?> constructor = type.getDeclaredConstructor(String.class);
            made = (Exception) constructor.newInstance(message.equals("null") ? null : message);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            made = new IllegalStateException(name + ": " + message);
        }
        made.addSuppressed(new IllegalStateException("in the process that keeps the ledger: " + trace));
        return made;
    }

    private static final String TREE = "Your workspace was not touched.";

    static EnvironmentException version(String theirs, String ours) {
        return new EnvironmentException(Problem.of("LEDGER-080", Exit.LEDGER, "The ledger of this workspace is open in another version of "
                + "Countersign (" + theirs + "; this is " + ours + "), which keeps it in other words.", TREE,
                "Close it there, or use the same version."));
    }

    static EnvironmentException token(Path file) {
        return new EnvironmentException(Problem.of("LEDGER-081", Exit.LEDGER,
                "The process that keeps this ledger does not accept the token in " + file + ".", TREE,
                "See that the data folder is the one it uses and that nobody changed the file; or close Countersign there and try again."));
    }

    static EnvironmentException unknownOutcome(String what, Throwable cause) {
        return new EnvironmentException(Problem.of("LEDGER-083", Exit.LEDGER, "The process that kept the ledger ended while it was asked ("
                + what + "); whether it did that is not known.", "What was recorded before is kept.",
                "Look at the ledger, and ask again if it was not done."), cause);
    }

    static EnvironmentException driverSilent(Throwable cause) {
        return new EnvironmentException(Problem.of("RUN-082", Exit.UNDECIDED, "The Countersign that drives this run does not answer.",
                "The run and your workspace are as they were.", "Let that process go on, or end it, and try again."), cause);
    }

    static EnvironmentException driverLost(Throwable cause) {
        return new EnvironmentException(Problem.of("RUN-081", Exit.UNDECIDED, "The Countersign that drives this run ended while it was "
                + "asked; whether it still did it is not known.", "What was recorded before is kept.",
                "Look where the run stands, and ask again if it was not done."), cause);
    }

    static EnvironmentException unsafe(Path folder, String why) {
        return new EnvironmentException(Problem.of("LEDGER-084", Exit.LEDGER, "The folder for the ledger's socket cannot be used: "
                + folder + " " + why + ".", TREE, "Remove it, or set COUNTERSIGN_HOME to a shorter path."));
    }

    static EnvironmentException notServed(Path address, Throwable cause) {
        return new EnvironmentException(Problem.of("LEDGER-085", Exit.LEDGER, "The ledger cannot be shared with other processes: "
                + address + ": " + cause.getMessage() + ".", TREE, "Give yourself permission there, or set COUNTERSIGN_HOME."), cause);
    }
}
