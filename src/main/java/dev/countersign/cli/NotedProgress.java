package dev.countersign.cli;

import dev.countersign.workspace.Progress;

/// Progress on standard error, a line for each tenth of work whose length is known. Never cancels: Ctrl+C does.
final class NotedProgress implements Progress {
    private static final long WORTH_TELLING = 10_000;

    private final Terminal terminal;
    private long told;

    NotedProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void step(String what, long done, long total) {
        if (total >= WORTH_TELLING && done * 10 / total > told) {
            told = done * 10 / total;
            terminal.note(what + ": " + done + " of " + total);
        }
    }

    @Override
    public boolean cancelled() {
        return false;
    }
}
