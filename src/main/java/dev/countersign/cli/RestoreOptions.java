package dev.countersign.cli;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// Options of commands that restore files.
final class RestoreOptions {
    @Option(names = "--dry-run", description = "Show what would be touched, and stop.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask. It settles no conflict.")
    private boolean yes;

    @ArgGroup(exclusive = true)
    private ForConflicts conflicts = new ForConflicts();

    /// What becomes of every conflict.
    enum Settle { ASK, OURS, THEIRS, LEAVE }

    static final class ForConflicts {
        @Option(names = "--ours", description = "In each conflict, keep the lines as they are now.")
        private boolean ours;

        @Option(names = "--theirs", description = "In each conflict, take the lines as they were before.")
        private boolean theirs;

        @Option(names = "--leave", description = "Leave files with conflicts as they are.")
        private boolean leave;
    }

    boolean dryRun() {
        return dryRun;
    }

    boolean yes() {
        return yes;
    }

    Settle settle() {
        return conflicts.ours ? Settle.OURS : conflicts.theirs ? Settle.THEIRS : conflicts.leave ? Settle.LEAVE : Settle.ASK;
    }
}
