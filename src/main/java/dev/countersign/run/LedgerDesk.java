package dev.countersign.run;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Problems;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.tree.TreeRecorder;
import dev.countersign.secret.RecordRedaction;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/// Where the runs of a session stand in line for the ledger and the live tree: one at a time, over all processes.
final class LedgerDesk {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ReentrantLock line = new ReentrantLock(true);
    private final Ledger ledger;
    private final RecordRedaction redaction;
    private final Committer committer;
    private final TreeRecorder trees;
    private volatile Committer.Recovery recovery = new Committer.Recovery.Nothing();

    LedgerDesk(Workspace workspace, Ledger ledger, RecordRedaction redaction) {
        this.ledger = ledger;
        this.redaction = redaction;
        this.committer = new Committer(workspace, ledger);
        this.trees = new TreeRecorder(ledger.vault());
    }

    Ledger ledger() {
        return ledger;
    }

    /// Settles what a crash left; not what a living process is about to finish.
    Committer.Recovery recover() throws IOException {
        line.lock();
        try {
            Optional<Ledger.Turn> free = ledger.turn(Duration.ZERO, Progress.NONE);
            if (free.isPresent()) {
                try (Ledger.Turn _ = free.get()) {
                    recovery = committer.recover();
                }
            }
            return recovery;
        } finally {
            line.unlock();
        }
    }

    Committer.Recovery recovery() {
        return recovery;
    }

    /// [#unsettled] when the ledger was asked last. Waits for nothing.
    Optional<Entry> lastUnsettled() {
        return recovery instanceof Committer.Recovery.NeedsHuman human ? Optional.of(human.entry()) : Optional.empty();
    }

    /// The entry that a person must settle before anything can be written. Asks the ledger whether it waits still.
    Optional<Entry> unsettled() {
        if (recovery instanceof Committer.Recovery.NeedsHuman human) {
            if (ledger.pending().filter(human.entry()::equals).isPresent()) {
                return Optional.of(human.entry());
            }
            // Another process has settled it.
            recovery = new Committer.Recovery.Nothing();
        }
        return Optional.empty();
    }

    Entry keepTree(Entry interrupted) throws IOException {
        return alone(() -> {
            Entry entry = committer.keepTree(interrupted);
            recovery = new Committer.Recovery.Nothing();
            return entry;
        });
    }

    /// What is done while no other run writes.
    interface Turn<T> {
        T take() throws IOException;
    }

    /// Takes the turn of this process, and its turn among the processes.
    ///
    /// @throws EnvironmentException `LEDGER-082` where another process does not come to an end
    <T> T alone(Turn<T> turn) throws IOException {
        line.lock();
        try {
            if (line.getHoldCount() > 1) {
                return turn.take();
            }
            Optional<Ledger.Turn> free = ledger.turn(PATIENCE, Progress.NONE);
            if (free.isEmpty()) {
                throw new EnvironmentException(Problems.busy(OptionalLong.empty()));
            }
            try (Ledger.Turn _ = free.get()) {
                // Nobody else has the turn: an intent that waits is what a process left that ended in its own.
                if (unsettled().isEmpty() && ledger.pending().isPresent()) {
                    recovery = committer.recover();
                }
                return turn.take();
            }
        } finally {
            line.unlock();
        }
    }

    /// Commits, with the listings of the tree that comes of it; where that fails half-way, settles it at once, as the next start
    /// would.
    ///
    /// @param after the tree that the draft leads to
    Committer.Outcome commit(EntryDraft bare, Contents contents, Snapshot after) throws IOException {
        return alone(() -> {
            EntryDraft draft = trees.record(redaction.of(bare), after);
            try {
                return committer.commit(draft, contents);
            } catch (IOException | RuntimeException e) {
                if (ledger.pending().isPresent() && committer.recover() instanceof Committer.Recovery.Completed done
                        && done.entry().what().equals(draft)) {
                    return new Committer.Outcome.Done(done.entry());
                }
                throw e;
            }
        });
    }

    Entry record(EntryDraft draft) throws IOException {
        return alone(() -> ledger.record(redaction.of(draft)));
    }
}
