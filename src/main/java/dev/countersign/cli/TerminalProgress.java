package dev.countersign.cli;

import dev.countersign.workspace.Progress;

/// Progress as one line on standard error that is written over; nothing where no person looks. Ctrl+C is how it is cancelled.
final class TerminalProgress implements Progress, AutoCloseable {
    private final Terminal terminal;
    private String shown = "";

    TerminalProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void step(String what, long done, long total) {
        if (terminal.interactive()) {
            String line = total == 0 ? what : what + " " + done * 100 / total + "%";
            if (!line.equals(shown)) {
                over(line);
            }
        }
    }

    private void over(String line) {
        terminal.err().print("\r" + line + " ".repeat(Math.max(0, shown.length() - line.length())));
        terminal.err().flush();
        shown = line;
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    /// Takes the line away.
    @Override
    public void close() {
        if (!shown.isEmpty()) {
            over("");
            terminal.err().print("\r");
            terminal.err().flush();
        }
    }
}
