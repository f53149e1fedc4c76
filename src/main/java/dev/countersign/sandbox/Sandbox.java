package dev.countersign.sandbox;

import dev.countersign.workspace.Progress;

/// Runs untrusted commands. The level of containment that a machine has is found by trying to escape, once, when it is first
/// asked for; that takes up to a few seconds.
public interface Sandbox {

    /// What holds at the best level that this machine has.
    Protection protection();

    /// What holds at a level that this machine has.
    ///
    /// @throws IllegalArgumentException for one that is above [#protection]'s
    Protection protection(Level level);

    /// What was tried, and what came of it.
    SelfTest selfTest();

    /// Runs `command` within `profile` and waits for its end or a limit; then nothing of its process tree lives any more.
    /// Where the level of the profile is not there, nothing is started.
    ///
    /// @param listener hears the output; a [Conversation] writes standard input too
    /// @param progress asked for cancellation about ten times a second
    Outcome run(Command command, Profile profile, Limits limits, OutputListener listener, Progress progress);
}
