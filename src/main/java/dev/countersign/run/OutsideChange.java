package dev.countersign.run;

import dev.countersign.changeset.FileMerge;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.Optional;

/// A path of a candidate that does not lie in the workspace as it did when the agent read it.
///
/// @param base     what the agent began with
/// @param disk     what lies there now
/// @param approved what the approved part of the candidate makes of the base
/// @param merge    of both, with the disk as ours and the approved part as theirs
public record OutsideChange(WorkspacePath path, Optional<FileState> base, Optional<FileState> disk, Optional<FileState> approved,
                            FileMerge merge) {

    /// Merges an approved edit with what lies on disk.
    ///
    /// @param contents has the content of all three
    /// @param store    where merged content goes
    static OutsideChange of(PathEdit edit, Optional<FileState> disk, Contents contents, ContentStore store) throws IOException {
        return new OutsideChange(edit.path(), edit.before(), disk, edit.after(),
                FileMerge.of(edit.before(), disk, edit.after(), contents, store));
    }

    /// Whether both stand together without a question.
    public boolean isClean() {
        return merge instanceof FileMerge.Settled;
    }

    /// Questions that a person has to answer.
    public int conflicts() {
        return switch (merge) {
            case FileMerge.Settled _ -> 0;
            case FileMerge.Lines lines -> lines.merge().conflicts().size();
            case FileMerge.Whole _ -> 1;
        };
    }

    /// This change, answered.
    public OutsideAnswer answer(OutsideAnswer.How how) {
        return new OutsideAnswer(disk, approved, how);
    }

    /// Whether `answer` was given about just this, and leaves nothing open.
    public boolean isSettledBy(OutsideAnswer answer) {
        if (!answer.seen().equals(disk) || !answer.approved().equals(approved)) {
            return false;
        }
        return switch (answer.how()) {
            case OutsideAnswer.How.Disk _, OutsideAnswer.How.Approved _ -> true;
            case OutsideAnswer.How.Merged merged -> switch (merge) {
                case FileMerge.Settled _ -> true;
                case FileMerge.Lines lines -> lines.merge().conflicts().stream()
                        .allMatch(conflict -> merged.resolutions().containsKey(conflict.index()));
                case FileMerge.Whole _ -> false;
            };
        };
    }

    /// What shall lie there; empty for nothing. Merged content goes to `store`.
    ///
    /// @throws IllegalStateException                  where the answer leaves something open
    /// @throws dev.countersign.fault.UserException `CHANGESET-001` where own text has a character the file's encoding lacks
    public Optional<FileState> result(OutsideAnswer answer, ContentStore store) throws IOException {
        if (!isSettledBy(answer)) {
            throw new IllegalStateException(path + " is open");
        }
        return switch (answer.how()) {
            case OutsideAnswer.How.Disk _ -> disk;
            case OutsideAnswer.How.Approved _ -> approved;
            case OutsideAnswer.How.Merged merged -> switch (merge) {
                case FileMerge.Settled settled -> settled.state();
                case FileMerge.Lines lines -> Optional.of(lines.resolved(merged.resolutions(), store));
                case FileMerge.Whole _ -> throw new IllegalStateException(path + " cannot be merged");
            };
        };
    }
}
