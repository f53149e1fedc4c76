package dev.countersign.cli;

import dev.countersign.workspace.Progress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Progress as one line on standard error that is written over; nothing where no person looks. Ctrl+C, or being told to end, cancels the
/// work, and the program ends when that has put away what was half done.
final class TerminalProgress implements Progress, AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Terminal terminal;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().unstarted(this::end);
    private String shown = "";
    private volatile boolean cancelled;

    TerminalProgress(Terminal terminal) {
        this.terminal = terminal;
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            cancelled = true;
        }
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

    private void end() {
        cancelled = true;
        try {
            over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void over(String line) {
        terminal.err().print("\r" + line + " ".repeat(Math.max(0, shown.length() - line.length())));
        terminal.err().flush();
        shown = line;
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    /// The work is done, or undone. Takes the line away.
    @Override
    public void close() {
        if (!shown.isEmpty()) {
            over("");
            terminal.err().print("\r");
            terminal.err().flush();
        }
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The end has begun; it waited for this.
        }
    }
}
