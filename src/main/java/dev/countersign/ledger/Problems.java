package dev.countersign.ledger;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.ledger.entry.Entry;
import java.nio.file.Path;
import java.util.OptionalLong;

/// Everything that can be wrong with a ledger, as it is told.
public final class Problems {
    private static final String TREE = "Your workspace was not touched.";

    private Problems() {}

    public static Problem inUse(Path folder, String pid) {
        return Problem.of("LEDGER-001", Exit.LEDGER, "The ledger of this workspace is open in another Countersign" + pid + ".", TREE,
                "Close it there, or use that window. (" + folder + ")");
    }

    /// @param pid as [#inUse]
    public static Problem silent(Path folder, String pid) {
        return Problem.of("LEDGER-001", Exit.LEDGER, "The ledger of this workspace is open in another Countersign" + pid + ", which does not answer.", TREE,
                "Let that process go on, or end it, and try again. (" + folder + ")");
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

    /// @param holder its process id, where it is known
    public static Problem busy(OptionalLong holder) {
        String who = holder.isPresent() ? " (process " + holder.getAsLong() + ")" : "";
        return Problem.of("LEDGER-082", Exit.LEDGER, "Another Countersign" + who + " is writing this workspace and does not come to an end.",
                TREE + " The ledger can be read meanwhile.", "Look at that window or command; try again when it has finished, or end it.");
    }

    public static Problem keyMissing(String file, String why) {
        return Problem.of("LEDGER-007", Exit.LEDGER, "The key that signs this ledger cannot be used: " + file + ": " + why + ".",
                TREE + " The ledger can be read; nothing new is written to it.",
                "Restore the file from a backup.");
    }

    public static Problem noDatabase() {
        return Problem.of("SQL-004", Exit.USAGE, "This ledger has no database that could be asked.", "Nothing was changed.",
                "Open the workspace itself, and ask there.");
    }

    public static Problem keyNotMoved(String to, String from, String why) {
        return Problem.of("LEDGER-008", Exit.LEDGER, "The key cannot be moved to " + to + ": " + why + ".",
                "It is where it was: " + from + ".", "Unlock or mend that place and try again, or leave the key where it is.");
    }

    public static Problem settingsDamaged(Path file, String why) {
        return Problem.of("LEDGER-009", Exit.LEDGER, "What was chosen about this ledger's key, copies and witnesses cannot be used: "
                + file + ": " + why + ".", TREE + " Nothing in the ledger was changed.",
                "Restore the file from a backup, or delete it and choose again.");
    }

    public static Problem noWitness(String key) {
        return Problem.of("LEDGER-030", Exit.USAGE, "This is not the key of a witness: " + key + ".", "Nothing was pinned.",
                "Give the verifier key that the witness publishes: name, hash and base64 of 04 and an Ed25519 key, joined by plus signs.");
    }

    public static Problem notCosigned(String why) {
        return Problem.of("LEDGER-031", Exit.LEDGER, "This is no cosigned checkpoint of this ledger: " + why + ".", "Nothing was kept.",
                "Pin the witness first, and give the checkpoint as the witness returned it, with its text.");
    }

    public static Problem noCopies(Path folder, String why) {
        return Problem.of("LEDGER-032", Exit.USAGE, "Checkpoints cannot be copied to " + folder + ": " + why + ".",
                "The folder of copies stays as it was.", "Name a folder on another disk or machine that can be written.");
    }

    public static Problem notEmpty(Path folder) {
        return Problem.of("LEDGER-033", Exit.USAGE, "The folder " + folder + " is not empty.", "Nothing was written.",
                "Name a new folder, or an empty one.");
    }

    public static Problem notKept(Path file, String why) {
        return Problem.of("LEDGER-034", Exit.USAGE, "This cannot be used: " + file + ": " + why + ".", "Nothing was changed.",
                "Name a file as Countersign or the witness wrote it.");
    }

    public static Problem settings(Path file, int line, String why) {
        return Problem.of("LEDGER-036", Exit.USAGE, "The settings of the ledger cannot be used: " + file + ", line " + line + ": " + why + ".",
                "Nothing was changed.", "Correct the line, or take it out.");
    }
}
