package dev.countersign.ledger.duckdb;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.TextFile;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.blame.Annotation;
import dev.countersign.ledger.blame.Blame;
import dev.countersign.ledger.blame.Origin;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Goes through entries in order and tells whose lines each of them changed or took out. Keeps which entry wrote each line of the
/// files it saw last; of others it asks [Blame].
final class Rework {
    private static final long UNKNOWN = -1;
    private static final int MOST_LINES = 8_000_000;
    private static final int MOST_BYTES = 512 << 10;

    /// @param of the entry that wrote the lines @param by the entry that changed them
    record Lines(long of, long by, int lines) {}

    /// @param origins the entry that wrote each line
    private record Version(Sha256 content, long[] origins) {}

    private final Ledger ledger;
    private final Blame blame;
    private final Differ differ = new Differ();
    private final LinkedHashMap<WorkspacePath, Version> versions = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<WorkspacePath> dropped = new HashSet<>();
    private final boolean fromTheStart;
    private long lines;

    /// @param fromTheStart whether the first entry it is given is the ledger's first
    Rework(Ledger ledger, boolean fromTheStart) {
        this.ledger = ledger;
        this.blame = new Blame(ledger);
        this.fromTheStart = fromTheStart;
    }

    List<Lines> by(Entry entry, Progress progress) throws IOException {
        Map<Long, Integer> changed = new TreeMap<>();
        for (PathEdit edit : entry.what().changes()) {
            Optional<TextFile> before = text(edit.before());
            Optional<TextFile> after = text(edit.after());
            if (before.isEmpty() || after.isEmpty()) {
                forget(edit.path());
                continue;
            }
            long[] old = edit.before().isEmpty() ? new long[0]
                    : origins(edit.path(), entry.seq(), edit.before().get().content(), before.get().lines().size(), progress);
            FileDiff.Text diff = differ.diff(before.get(), after.get(), Differ.Options.EXACT);
            for (Hunk hunk : diff.hunks()) {
                for (int line = hunk.beforeStart(); line < hunk.beforeEnd(); line++) {
                    if (old[line] != UNKNOWN) {
                        changed.merge(old[line], 1, Integer::sum);
                    }
                }
            }
            if (edit.after().isPresent()) {
                keep(edit.path(), new Version(edit.after().get().content(), carried(old, diff, entry.seq())));
            } else {
                forget(edit.path());
            }
        }
        var found = new ArrayList<Lines>();
        changed.forEach((of, count) -> found.add(new Lines(of, entry.seq(), count)));
        return found;
    }

    /// No text at all for what is no file or too large; empty text for nothing.
    private Optional<TextFile> text(Optional<FileState> state) {
        if (state.isEmpty()) {
            return Optional.of(TextFile.EMPTY);
        }
        if (state.get().kind() != FileState.Kind.FILE || state.get().size() > MOST_BYTES) {
            return Optional.empty();
        }
        try {
            return TextFile.read(ledger.vault().read(state.get().content()));
        } catch (IOException e) {
            // What is missing or damaged is the audit's to tell; here it is unknown.
            return Optional.empty();
        }
    }

    private long[] origins(WorkspacePath path, long seq, Sha256 content, int count, Progress progress) throws IOException {
        Version known = versions.get(path);
        if (known != null && known.content().equals(content)) {
            return known.origins();
        }
        long[] origins = new long[count];
        Arrays.fill(origins, UNKNOWN);
        // A path that was never seen since the first entry has no past to ask for.
        boolean hasPast = known == null && (!fromTheStart || dropped.contains(path));
        if (hasPast && seq > 0) {
            try {
                Annotation annotation = blame.at(path, seq - 1, progress);
                if (annotation.lines().size() == count) {
                    for (int i = 0; i < count; i++) {
                        origins[i] = annotation.lines().get(i).origin() instanceof Origin.Recorded recorded ? recorded.seq() : UNKNOWN;
                    }
                }
            } catch (UserException e) {
                // The ledger knows no text of it then: its lines are nobody's.
                return origins;
            }
        }
        return origins;
    }

    private static long[] carried(long[] old, FileDiff.Text diff, long seq) {
        long[] origins = new long[diff.after().lines().size()];
        Arrays.fill(origins, seq);
        int from = 0;
        int to = 0;
        for (Hunk hunk : diff.hunks()) {
            System.arraycopy(old, from, origins, to, hunk.beforeStart() - from);
            from = hunk.beforeEnd();
            to = hunk.afterEnd();
        }
        System.arraycopy(old, from, origins, to, old.length - from);
        return origins;
    }

    private void keep(WorkspacePath path, Version version) {
        forget(path);
        versions.put(path, version);
        dropped.remove(path);
        lines += version.origins().length;
        while (lines > MOST_LINES && versions.size() > 1) {
            WorkspacePath eldest = versions.firstEntry().getKey();
            forget(eldest);
        }
    }

    private void forget(WorkspacePath path) {
        Version gone = versions.remove(path);
        if (gone != null) {
            lines -= gone.origins().length;
            dropped.add(path);
        }
    }
}
