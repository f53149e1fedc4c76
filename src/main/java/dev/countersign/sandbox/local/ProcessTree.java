package dev.countersign.sandbox.local;

/// The living processes of one command.
sealed interface ProcessTree permits ProcTree, HandleTree {

    /// Looks who is there now, and remembers them: a process whose parent ends later is still known.
    void look();

    /// Kills every process that can be found, until none is; gives up after five seconds.
    ///
    /// @return whether none is left
    boolean kill();
}
