package dev.countersign.cli;

import picocli.CommandLine.Option;

/// `--dry-run` and `--yes` of commands that restore files.
final class RestoreOptions {
    @Option(names = "--dry-run", description = "Show what would be touched, and stop.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask. Conflicts are still left alone.")
    private boolean yes;

    boolean dryRun() {
        return dryRun;
    }

    boolean yes() {
        return yes;
    }
}
