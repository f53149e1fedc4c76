package dev.countersign.sandbox.local;

import java.io.IOException;
import java.util.Optional;

/// Kills the processes of one command when Countersign itself is told to end. (Not when it is killed: nobody is left then.)
final class EndOfProgram implements AutoCloseable {
    private final Thread hook = Thread.ofPlatform().unstarted(this::end);
    private Optional<ProcessTree> tree = Optional.empty();
    private boolean ended;

    /// Starts a command.
    interface Start {
        Execution start() throws IOException;
    }

    private EndOfProgram() {}

    /// @throws IOException where the end has begun
    static EndOfProgram watch() throws IOException {
        var watch = new EndOfProgram();
        try {
            Runtime.getRuntime().addShutdownHook(watch.hook);
        } catch (IllegalStateException e) {
            throw new IOException("Countersign is ending", e);
        }
        return watch;
    }

    /// No end comes between the start of a command and the moment when its processes are known.
    synchronized Execution start(Start start) throws IOException {
        if (ended) {
            throw new IOException("Countersign is ending");
        }
        Execution execution = start.start();
        tree = Optional.of(execution.tree());
        return execution;
    }

    private synchronized void end() {
        ended = true;
        tree.ifPresent(ProcessTree::kill);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs already.
        }
    }
}
