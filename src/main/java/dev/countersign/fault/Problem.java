package dev.countersign.fault;

import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// What went wrong, for a person: one sentence, what was left unchanged, what to do next, a stable code, and details.
///
/// @param code      stable, `AREA-NNN` (`LEDGER-003`); never reused, listed in `docs/errors.md`
/// @param sentence  one sentence that names the file, line and field where there are any
/// @param unchanged what was left as it was ("Your workspace was not touched.")
/// @param next      what the reader can do now
/// @param details   on demand only: the cause, an output tail; may be empty
/// @param exit      the status the command line ends with
public record Problem(String code, String sentence, String unchanged, String next, String details, Exit exit) {

    public Problem {
        Objects.requireNonNull(exit);
        if (!code.matches("[A-Z]+-\\d{3}")) {
            throw new IllegalArgumentException("not a problem code: " + code);
        }
    }

    /// A problem without details.
    public static Problem of(String code, Exit exit, String sentence, String unchanged, String next) {
        return new Problem(code, sentence, unchanged, next, "", exit);
    }

    public Problem withDetails(String text) {
        return new Problem(code, sentence, unchanged, next, text, exit);
    }

    /// Each text passed through `redact`.
    public Problem redacted(UnaryOperator<String> redact) {
        return new Problem(code, redact.apply(sentence), redact.apply(unchanged), redact.apply(next), redact.apply(details), exit);
    }

    /// The only place that turns anything thrown into something a person can read. A file system that fails is named; any other
    /// unknown exception is a bug of ours and says so.
    public static Problem from(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof Explained known) {
                return known.problem();
            }
        }
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof FileSystemException failed) {
                return new Problem("FILE-001",
                        "\"" + failed.getFile() + "\" could not be read or written: "
                                + (failed.getReason() == null ? failed.getClass().getSimpleName() : failed.getReason()) + ".",
                        "Nothing was applied to your workspace by this action.",
                        "See that the disk is there, has room and lets you read and write, then try again.",
                        Traces.of(thrown), Exit.UNDECIDED);
            }
        }
        return new Problem("BUG-001",
                "Something went wrong inside Countersign: " + thrown.getClass().getSimpleName() + ".",
                "Nothing was applied to your workspace by this action.",
                "Please report it with the details below.",
                Traces.of(thrown), Exit.BUG);
    }
}
