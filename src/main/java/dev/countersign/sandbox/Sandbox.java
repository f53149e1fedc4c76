package dev.countersign.sandbox;

import dev.countersign.workspace.Progress;

/// Runs untrusted commands.
public interface Sandbox {

    Protection protection();

    /// Runs `command` and waits for its end or a limit; then nothing of its process tree lives any more.
    ///
    /// @param listener hears the output; a [Conversation] writes standard input too
    /// @param progress asked for cancellation about ten times a second
    Outcome run(Command command, Limits limits, OutputListener listener, Progress progress);
}
