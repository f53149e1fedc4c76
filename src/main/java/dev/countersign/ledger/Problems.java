package dev.countersign.ledger;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import java.nio.file.Path;

/// Everything that can be wrong with a ledger, as it is told.
public final class Problems {
    private static final String TREE = "Your workspace was not touched.";

    private Problems() {}

    public static Problem inUse(Path folder, String pid) {
        return Problem.of("LEDGER-001", Exit.LEDGER, "The ledger of this workspace is open in another Countersign" + pid + ".", TREE,
                "Close it there, or use that window. (" + folder + ")");
    }

    public static Problem unreadable(Path file, String why) {
        return Problem.of("LEDGER-002", Exit.LEDGER, "The ledger cannot be read: " + file + ": " + why + ".",
                TREE + " Nothing in the ledger was changed.",
                "Check that the disk is there and that the file can be read, then open the workspace again.");
    }

    public static Problem damaged(String where, String why) {
        return Problem.of("LEDGER-003", Exit.LEDGER, "The ledger is damaged at " + where + ": " + why + ".",
                TREE + " The ledger can be read; nothing new is written to it.",
                "Verify the ledger to see what is affected, then restore the file from a backup.");
    }

    public static Problem truncated(long entries, long signed, String by) {
        return Problem.of("LEDGER-004", Exit.LEDGER,
                "The leaf log holds " + entries + " entries, but " + by + " knows of " + signed + ": its end is gone.",
                TREE + " The ledger can be read; nothing new is written to it.",
                "Verify the ledger to see what is missing, then restore its leaves folder from a backup.");
    }

    public static Problem pending(long seq) {
        return Problem.of("LEDGER-005", Exit.CONFLICT,
                "Entry " + seq + " was interrupted while it was applied, and files it touches were changed since.",
                "Nothing was changed now.", "Decide about entry " + seq + " first: keep the files as they are, or put them back and try again.");
    }

    public static Problem notWritten(String what, Throwable cause) {
        return Problem.of("LEDGER-006", Exit.LEDGER, "The ledger could not write " + what + ": " + cause.getMessage() + ".",
                "What was recorded before is kept.", "Make room on the disk or mend it, then open the workspace again.");
    }

    public static Problem keyMissing(Path file, String why) {
        return Problem.of("LEDGER-007", Exit.LEDGER, "The key that signs this ledger cannot be used: " + file + ": " + why + ".",
                TREE + " The ledger can be read; nothing new is written to it.",
                "Restore the file from a backup.");
    }

    public static Problem noDatabase() {
        return Problem.of("SQL-004", Exit.USAGE, "This ledger has no database that could be asked.", "Nothing was changed.",
                "Open the workspace itself, and ask there.");
    }
}
