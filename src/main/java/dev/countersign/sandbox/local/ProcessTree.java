package dev.countersign.sandbox.local;

import java.util.List;

/// The living processes of one command.
sealed interface ProcessTree permits ProcTree, HandleTree, NamespaceTree, JobTree {

    /// Looks who is there now, and remembers them: a process whose parent ends later is still known.
    void look();

    /// Numbers of those that the last look found.
    List<Long> known();

    /// Kills every process that can be found, until none is; gives up after five seconds.
    ///
    /// @return whether none is left
    boolean kill();
}
