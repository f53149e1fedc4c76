package dev.countersign.ledger;

import dev.countersign.fault.ProblemException;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft.Actor;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.tree.TreeRecorder;
import dev.countersign.workspace.ApplyOutcome;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.PreparedEdits;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The one crash-safe step: intent, apply, row. Killed anywhere, [#recover] at the next start makes the workspace and the ledger
/// agree again.
///
/// Calls are for one thread at a time.
public final class Committer {
    private static final long SMALL = 4 << 20;

    private final Workspace workspace;
    private final Ledger ledger;

    public Committer(Workspace workspace, Ledger ledger) {
        this.workspace = workspace;
        this.ledger = ledger;
    }

    /// Compares all targets, puts the content before and after into the vault, writes the new files beside their targets, writes the
    /// intent, moves the files into place, finishes. A conflict or a fault found before the intent leaves no trace; one found after it is
    /// put back and recorded as a recovery.
    ///
    /// An entry of kind [EntryKind#ADOPT] records what the live tree already holds: all targets must stand at their after, and
    /// nothing is applied.
    ///
    /// @param contents where the content after is found
    /// @throws dev.countersign.fault.UserException        `LEDGER-005` while an interrupted entry waits
    /// @throws dev.countersign.fault.EnvironmentException where the ledger or the workspace cannot be written; the tree is as before
    public Outcome commit(EntryDraft draft, Contents contents) throws IOException {
        return draft.kind() == EntryKind.ADOPT || draft.changes().isEmpty() ? adopt(draft, contents) : write(draft, contents);
    }

    private Outcome adopt(EntryDraft draft, Contents contents) throws IOException {
        var conflicts = new ArrayList<ApplyOutcome.Conflict>();
        for (PathEdit edit : draft.changes()) {
            compare(edit, edit.after(), conflicts);
        }
        if (!conflicts.isEmpty()) {
            return new Outcome.Conflicted(conflicts);
        }
        for (PathEdit edit : draft.changes()) {
            keep(edit, edit.before(), contents, false);
            keep(edit, edit.after(), contents, true);
        }
        Entry intent = ledger.begin(draft);
        ledger.finish(intent);
        return new Outcome.Done(intent);
    }

    private Outcome write(EntryDraft draft, Contents contents) throws IOException {
        var conflicts = new ArrayList<ApplyOutcome.Conflict>();
        for (PathEdit edit : draft.changes()) {
            // What was a file is compared below, once: it is read whole for that.
            if (edit.before().filter(before -> before.kind() == FileState.Kind.FILE).isEmpty()) {
                compare(edit, edit.before(), conflicts);
            }
        }
        ContentStore vault = ledger.vault();
        try (PreparedEdits prepared = workspace.prepare(draft.changes(), vault)) {
            for (ApplyOutcome.Conflict found : prepared.conflicts()) {
                if (conflicts.stream().noneMatch(known -> known.edit().equals(found.edit()))) {
                    conflicts.add(found);
                }
            }
            if (!conflicts.isEmpty()) {
                return new Outcome.Conflicted(conflicts);
            }
            for (PathEdit edit : draft.changes()) {
                keep(edit, edit.before(), contents, true);
                keep(edit, edit.after(), contents, false);
            }
            prepared.write(vault::sync);
            Entry intent = ledger.begin(draft);
            List<ApplyOutcome.Conflict> late = apply(intent, prepared);
            if (!late.isEmpty()) {
                recordAsFound(intent, "Entry " + intent.seq() + " was not applied: files it touches changed at the last moment");
                return new Outcome.Conflicted(late);
            }
            ledger.finish(intent);
            return new Outcome.Done(intent);
        }
    }

    public sealed interface Outcome {
        record Done(Entry entry) implements Outcome {}

        /// Nothing was changed.
        record Conflicted(List<ApplyOutcome.Conflict> conflicts) implements Outcome {}
    }

    private List<ApplyOutcome.Conflict> apply(Entry intent, PreparedEdits prepared) throws IOException {
        try {
            return switch (prepared.apply()) {
                case ApplyOutcome.Applied _ -> List.of();
                case ApplyOutcome.Conflicted conflicted -> conflicted.conflicts();
            };
        } catch (IOException | ProblemException e) {
            // The workspace put back what it had written. Without a record of that, the next start would apply what failed here.
            try {
                recordAsFound(intent, "Entry " + intent.seq() + " was not applied: the files could not be written");
            } catch (IOException | RuntimeException later) {
                e.addSuppressed(later);
            }
            throw e;
        }
    }

    private void compare(PathEdit edit, Optional<FileState> expected, List<ApplyOutcome.Conflict> conflicts) throws IOException {
        Optional<FileState> found = workspace.state(edit.path());
        if (!found.equals(expected)) {
            conflicts.add(new ApplyOutcome.Conflict(edit, found, "changed since the run began"));
        }
    }

    private void keep(PathEdit edit, Optional<FileState> state, Contents contents, boolean live) throws IOException {
        ContentStore vault = ledger.vault();
        if (state.isEmpty() || state.get().kind() == FileState.Kind.FOLDER || vault.has(state.get().content())) {
            return;
        }
        if (contents.has(state.get().content()) || !live) {
            try (InputStream in = contents.open(state.get().content())) {
                put(in, edit, state.get());
            }
        } else {
            keepLive(edit, state.get());
        }
    }

    private void keepLive(PathEdit edit, FileState state) throws IOException {
        if (state.kind() == FileState.Kind.FILE && state.size() > SMALL) {
            try (InputStream in = Files.newInputStream(edit.path().in(workspace.root()), LinkOption.NOFOLLOW_LINKS)) {
                put(in, edit, state);
            }
        } else {
            put(new ByteArrayInputStream(workspace.read(edit.path())), edit, state);
        }
    }

    /// What a file was before its change is the base of what it is after.
    private void put(InputStream in, PathEdit edit, FileState state) throws IOException {
        Optional<FileState> previous = edit.before().filter(before -> !before.equals(state) && before.kind() == FileState.Kind.FILE);
        if (previous.isPresent() && state.kind() == FileState.Kind.FILE) {
            ledger.vault().put(in, previous.get().content());
        } else {
            ledger.vault().put(in);
        }
    }

    /// Settles what a crash left.
    ///
    /// @throws dev.countersign.fault.EnvironmentException where the ledger or the workspace cannot be written; to be tried again
    public Recovery recover() throws IOException {
        Optional<Entry> pending = ledger.pending();
        if (pending.isEmpty()) {
            return new Recovery.Nothing();
        }
        Entry entry = pending.get();
        List<PathEdit> changes = entry.what().changes();
        boolean stands = entry.what().kind() == EntryKind.RECOVERY || entry.what().kind() == EntryKind.ADOPT || changes.isEmpty();
        if (!stands && workspace.resume(changes, ledger.vault()) instanceof ApplyOutcome.Conflicted conflicted) {
            return new Recovery.NeedsHuman(entry, conflicted.conflicts());
        }
        ledger.finish(entry);
        return new Recovery.Completed(entry);
    }

    public sealed interface Recovery {
        record Nothing() implements Recovery {}

        /// The interrupted entry was completed.
        record Completed(Entry entry) implements Recovery {}

        /// Somebody changed these paths meanwhile; nothing was touched, a person must choose.
        record NeedsHuman(Entry entry, List<ApplyOutcome.Conflict> conflicts) implements Recovery {}
    }

    /// The human's choice after [Recovery.NeedsHuman]: keep the tree as it is, and say so in a recovery entry.
    public Entry keepTree(Entry interrupted) throws IOException {
        return recordAsFound(interrupted, "Kept the files as they are after entry " + interrupted.seq() + " was interrupted");
    }

    /// Settles an intent that was not carried out: a recovery entry leads from the states that it promised to those that are there.
    private Entry recordAsFound(Entry interrupted, String summary) throws IOException {
        EntryDraft promised = interrupted.what();
        var edits = new ArrayList<PathEdit>();
        for (PathEdit edit : promised.changes()) {
            Optional<FileState> found = workspace.state(edit.path());
            if (!found.equals(edit.after())) {
                var back = new PathEdit(edit.path(), edit.after(), found);
                keep(back, found, ledger.vault(), true);
                edits.add(back);
            }
        }
        Snapshot tree = workspace.capture(Progress.NONE);
        var draft = new EntryDraft(EntryKind.RECOVERY, promised.session(), promised.node(),
                new Actor("countersign", "countersign", ""), Optional.empty(), summary, promised.treeAfter(), tree.treeHash(), edits,
                List.of(), OptionalLong.empty());
        Entry recovery = ledger.begin(new TreeRecorder(ledger.vault()).record(draft, tree));
        ledger.finish(recovery);
        return recovery;
    }
}
