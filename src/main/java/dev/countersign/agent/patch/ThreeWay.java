package dev.countersign.agent.patch;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.UnifiedPatch.Applied;
import dev.countersign.changeset.UnifiedPatch.Reject;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeFormatter;

/// Brings the change between two commits onto a tree that may have moved on: file by file, and line by line where both sides
/// changed a text. A conflict refuses all of it.
final class ThreeWay {
    private ThreeWay() {}

    /// What `from` to `to` makes of `tree`. Rejects have line 0: there is no patch text.
    static Applied apply(Snapshot from, Snapshot to, Snapshot tree, ContentStore store) throws IOException {
        var result = new TreeMap<>(tree.files());
        var rejects = new ArrayList<Reject>();
        for (FileChange change : Changeset.between(from, to, store).changes()) {
            WorkspacePath source = change instanceof FileChange.Renamed renamed ? renamed.from() : change.path();
            Optional<FileState> now = Optional.ofNullable(tree.files().get(source));
            Optional<FileState> there = Optional.ofNullable(tree.files().get(change.path()));
            if (same(there, change.afterState()) && (source.equals(change.path()) || now.isEmpty())) {
                continue;
            }
            Optional<FileState> after = now.isPresent() == change.beforeState().isPresent()
                    && (source.equals(change.path()) || there.isEmpty()) ? merged(change, now, store) : Optional.empty();
            if (after.isEmpty() && !(change instanceof FileChange.Deleted && same(now, change.beforeState()))) {
                rejects.add(new Reject(0, change.path().value(), "the workspace has changed it in another way"));
                continue;
            }
            result.remove(source);
            after.ifPresent(state -> {
                result.put(change.path(), state);
                leaveNoEmptyFolderAbove(result, change.path());
            });
        }
        return rejects.isEmpty() ? new Applied.Done(new Snapshot(result)) : new Applied.Refused(rejects);
    }

    private static Optional<FileState> merged(FileChange change, Optional<FileState> now, ContentStore store) throws IOException {
        if (change.afterState().isEmpty() || now.isEmpty()) {
            return change.afterState();
        }
        FileState before = change.beforeState().orElseThrow();
        FileState after = change.afterState().get();
        FileState ours = now.get();
        boolean modeChanges = before.executable() != after.executable();
        int permissions = after.kind() == ours.kind() && !modeChanges ? ours.permissions() : after.permissions();
        if (same(now, change.beforeState()) || before.content().equals(after.content()) && ours.kind() == after.kind()) {
            FileState content = same(now, change.beforeState()) ? after : ours;
            return Optional.of(new FileState(content.kind(), permissions, content.content(), content.size()));
        }
        if (before.kind() != FileState.Kind.FILE || after.kind() != FileState.Kind.FILE || ours.kind() != FileState.Kind.FILE
                || Math.max(before.size(), Math.max(after.size(), ours.size())) > Differ.MAX_BYTES) {
            return Optional.empty();
        }
        byte[][] sides = {store.read(before.content()), store.read(ours.content()), store.read(after.content())};
        for (byte[] side : sides) {
            if (RawText.isBinary(side, side.length, true)) {
                return Optional.empty();
            }
        }
        var merge = new MergeAlgorithm().merge(RawTextComparator.DEFAULT, new RawText(sides[0]), new RawText(sides[1]),
                new RawText(sides[2]));
        if (merge.containsConflicts()) {
            return Optional.empty();
        }
        var out = new ByteArrayOutputStream();
        new MergeFormatter().formatMerge(out, merge, "before", "workspace", "after", StandardCharsets.UTF_8);
        byte[] content = out.toByteArray();
        return Optional.of(new FileState(FileState.Kind.FILE, permissions, store.put(content), content.length));
    }

    /// Same kind and content; permissions are git's business only as far as the executable bit goes.
    private static boolean same(Optional<FileState> a, Optional<FileState> b) {
        return a.isEmpty() == b.isEmpty() && (a.isEmpty() || a.get().kind() == b.get().kind()
                && a.get().content().equals(b.get().content()) && a.get().executable() == b.get().executable());
    }

    private static void leaveNoEmptyFolderAbove(TreeMap<WorkspacePath, FileState> tree, WorkspacePath path) {
        for (String folder = path.folder(); !folder.isEmpty(); folder = folder.substring(0, Math.max(0, folder.lastIndexOf('/')))) {
            WorkspacePath above = WorkspacePath.of(folder);
            if (tree.containsKey(above) && tree.get(above).kind() == FileState.Kind.FOLDER) {
                tree.remove(above);
            }
        }
    }
}
