package dev.countersign.cli;

import dev.countersign.workspace.Progress;

/// How far long work is, on one line of standard error that is written over; nothing where nobody sits there. Ctrl+C ends the process,
/// and with it the work.
final class TerminalProgress implements Progress {
    private static final int WIDTH = 60;

    private final Terminal terminal;
    private String shown = "";

    TerminalProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized void step(String what, long done, long total) {
        if (!terminal.interactive() || !terminal.colour()) {
            return;
        }
        String says = total > 0 ? what + " " + 100 * done / total + " %" : what;
        if (!says.equals(shown)) {
            shown = says;
            terminal.err().print("\r" + says + " ".repeat(Math.max(0, WIDTH - says.length())) + "\r");
            terminal.err().flush();
        }
    }

    @Override
    public boolean cancelled() {
        return Thread.currentThread().isInterrupted();
    }
}
