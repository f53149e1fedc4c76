package dev.countersign.run;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.Selection;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.DigestStore;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.PendingContents;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What of a candidate meets changes on disk, as it was at one moment.
///
/// @param files    in path order
/// @param contents the content of all states that they name, as long as the disk is as they say; merged content can be put there
public record OutsideChanges(List<OutsideChange> files, ContentStore contents) {
    /// Nothing is met.
    public static final OutsideChanges NONE = new OutsideChanges(List.of(), new DigestStore());

    public OutsideChanges {
        files = List.copyOf(files);
    }

    /// Compares the files of a candidate with the live tree. Reads each of them.
    ///
    /// @param kept the content of both sides of the candidate
    static OutsideChanges of(Workspace workspace, Changeset candidate, Selection selection, Contents kept) throws IOException {
        var contents = new PendingContents(workspace, kept);
        return of(candidate, selection, path -> {
            Optional<FileState> now = workspace.state(path);
            now.ifPresent(state -> contents.live(path, state));
            return now;
        }, contents);
    }

    /// What lies at a path.
    interface Disk {
        Optional<FileState> state(WorkspacePath path) throws IOException;
    }

    static OutsideChanges of(Changeset candidate, Selection selection, Disk live, ContentStore contents) throws IOException {
        var disk = new TreeMap<WorkspacePath, Optional<FileState>>();
        var moved = new TreeMap<WorkspacePath, Selection.FileSelection>();
        for (FileChange change : candidate.changes()) {
            boolean differs = false;
            for (PathEdit edit : change.edits()) {
                Optional<FileState> now = live.state(edit.path());
                disk.put(edit.path(), now);
                differs |= !now.equals(edit.before());
            }
            Selection.FileSelection chosen = selection.files().get(change.path());
            if (differs && chosen != null) {
                moved.put(change.path(), chosen);
            }
        }
        if (moved.isEmpty()) {
            return new OutsideChanges(List.of(), contents);
        }
        var met = new ArrayList<OutsideChange>();
        for (PathEdit edit : candidate.edits(new Selection(moved), contents)) {
            Optional<FileState> now = disk.getOrDefault(edit.path(), edit.before());
            if (meets(edit, now)) {
                met.add(OutsideChange.of(edit, now, contents, contents));
            }
        }
        return new OutsideChanges(met, contents);
    }

    /// Whether an edit would overwrite what it was not made for. What lies there as it shall be needs no edit.
    static boolean meets(PathEdit edit, Optional<FileState> disk) {
        return !disk.equals(edit.before()) && !disk.equals(edit.after());
    }

    /// Those that `answers` leave open.
    public List<OutsideChange> open(Map<WorkspacePath, OutsideAnswer> answers) {
        return files.stream().filter(file -> !answers.containsKey(file.path()) || !file.isSettledBy(answers.get(file.path()))).toList();
    }
}
