package dev.countersign.run;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileMerge;
import dev.countersign.changeset.Selection;
import dev.countersign.changeset.UnifiedPatch;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Chosen hunks of several candidates brought together as one patch. Where two of them change the same lines in different ways, nothing is
/// made, and the files are named. Pure but for what it reads.
final class CandidateMerge {
    private static final int CONTEXT = 3;

    private CandidateMerge() {}

    /// @param name of the candidate, for a reader
    record Part(String name, Changeset changeset, Selection selection) {}

    sealed interface Merged {
        /// @param patch in git's format, as bytes of UTF-8
        record Done(byte[] patch) implements Merged {}

        /// @param why one sentence for each file
        record Refused(List<String> why) implements Merged {
            public Refused {
                why = List.copyOf(why);
            }
        }
    }

    /// What came of one path so far. @param by whose edits are in it
    private record Path(Optional<FileState> before, Optional<FileState> after, String by) {}

    /// @param store has the content of all candidates; merged content goes there
    static Merged of(List<Part> parts, ContentStore store) throws IOException {
        var paths = new TreeMap<WorkspacePath, Path>();
        var why = new ArrayList<String>();
        for (Part part : parts) {
            for (PathEdit edit : part.changeset().edits(part.selection(), store)) {
                Path was = paths.get(edit.path());
                if (was == null) {
                    paths.put(edit.path(), new Path(edit.before(), edit.after(), part.name()));
                } else if (!was.before().equals(edit.before())) {
                    why.add(edit.path() + " was another file when " + part.name() + " began than when " + was.by() + " did: choose one of them.");
                } else {
                    switch (FileMerge.of(was.before(), was.after(), edit.after(), store, store)) {
                        case FileMerge.Settled settled -> paths.put(edit.path(), new Path(was.before(), settled.state(), was.by() + " and " + part.name()));
                        case FileMerge.Lines lines -> why.add(edit.path() + ": " + was.by() + " and " + part.name() + " change the same lines ("
                                + lines.merge().conflicts().size() + "): choose one of them.");
                        case FileMerge.Whole _ -> why.add(edit.path() + ": of what " + was.by() + " and " + part.name()
                                + " made of it only one can be taken: choose one of them.");
                    }
                }
            }
        }
        return why.isEmpty() ? patch(paths, store) : new Merged.Refused(why);
    }

    private static Merged patch(Map<WorkspacePath, Path> paths, ContentStore store) throws IOException {
        Snapshot base = tree(paths, true);
        Snapshot result = tree(paths, false);
        if (base.equals(result)) {
            return new Merged.Refused(List.of("Nothing is chosen."));
        }
        byte[] patch = UnifiedPatch.format(Changeset.between(base, result, store), store, CONTEXT).getBytes(StandardCharsets.UTF_8);
        // the format has no place for everything that a tree can hold; what it would lose is found by reading it back
        boolean whole = switch (UnifiedPatch.apply(patch, base, store)) {
            case UnifiedPatch.Applied.Done done -> done.result().treeHash().equals(result.treeHash());
            case UnifiedPatch.Applied.Refused _ -> false;
        };
        return whole ? new Merged.Done(patch) : new Merged.Refused(List.of("The chosen changes hold what no patch can carry, such as a large binary file "
                + "or an empty folder: pick one candidate whole."));
    }

    private static Snapshot tree(Map<WorkspacePath, Path> paths, boolean before) {
        var states = new TreeMap<WorkspacePath, FileState>();
        paths.forEach((path, file) -> (before ? file.before() : file.after()).ifPresent(state -> states.put(path, state)));
        return new Snapshot(states);
    }
}
