package dev.countersign.changeset;

import dev.countersign.changeset.UnifiedPatch.Applied;
import dev.countersign.changeset.UnifiedPatch.Reject;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.InflaterInputStream;
import org.eclipse.jgit.diff.DiffEntry.ChangeType;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.patch.BinaryHunk;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.patch.HunkHeader;
import org.eclipse.jgit.util.RawParseUtils;
import org.eclipse.jgit.util.io.BinaryDeltaInputStream;
import org.eclipse.jgit.util.io.BinaryHunkInputStream;

/// Applies one patch to one tree; all faults are gathered, and one is enough to change nothing.
final class PatchApplication {
    private final ParsedPatch patch;
    private final TreeMap<WorkspacePath, FileState> tree;
    private final ContentStore store;
    private final List<Reject> rejects = new ArrayList<>();

    PatchApplication(ParsedPatch patch, Snapshot base, ContentStore store) {
        this.patch = patch;
        this.tree = new TreeMap<>(base.files());
        this.store = store;
    }

    Applied apply() throws IOException {
        rejects.addAll(patch.faults());
        if (rejects.isEmpty()) {
            for (ParsedPatch.FilePatch file : patch.files()) {
                try {
                    apply(file);
                } catch (Rejected e) {
                    rejects.add(new Reject(e.line, file.shown(), e.getMessage()));
                }
            }
        }
        if (rejects.isEmpty()) {
            for (ParsedPatch.FilePatch file : patch.files()) {
                refuseFileAsFolder(file);
            }
        }
        return rejects.isEmpty() ? new Applied.Done(new Snapshot(tree)) : new Applied.Refused(rejects);
    }

    private void apply(ParsedPatch.FilePatch file) throws IOException, Rejected {
        FileHeader header = file.header();
        Optional<WorkspacePath> from = file.from().isEmpty() ? Optional.empty() : Optional.of(path(file, file.from()));
        Optional<WorkspacePath> to = file.to().isEmpty() ? Optional.empty() : Optional.of(path(file, file.to()));
        boolean moves = header.getChangeType() == ChangeType.RENAME || header.getChangeType() == ChangeType.COPY;
        if (from.isEmpty() && to.isEmpty() || moves && to.isEmpty()) {
            throw new Rejected(file.line(), "its headers contradict each other");
        }
        // Without git's own words, two names are two spellings of one file (`x.orig` and `x`): the one that is there counts.
        WorkspacePath source = from.isPresent() && !moves && to.isPresent() && !tree.containsKey(from.get()) ? to.get()
                : from.or(() -> to).orElseThrow();
        WorkspacePath target = moves ? to.orElseThrow() : source;
        Optional<FileState> before = from.isEmpty() ? Optional.empty() : Optional.of(existing(file, source));
        if ((from.isEmpty() || moves) && tree.containsKey(target)) {
            throw new Rejected(file.line(), "a file of that name is there already");
        }
        byte[] content = before.isPresent() && before.get().size() > 0 ? read(file, before.get()) : new byte[0];
        byte[] result = switch (header.getPatchType()) {
            case UNIFIED -> withHunks(file, content);
            case GIT_BINARY -> binary(file, content);
            case BINARY -> throw new Rejected(file.line(), "it is binary and the patch does not carry its content");
        };
        if (to.isEmpty() && result.length > 0) {
            throw new Rejected(file.line(), "the patch deletes the file, but the file has more than the patch takes away");
        }
        if (header.getChangeType() != ChangeType.COPY) {
            tree.remove(source);
        }
        if (to.isPresent()) {
            FileState state = state(file, before, result);
            tree.put(target, state);
            leaveNoEmptyFolderAbove(target);
        }
    }

    private WorkspacePath path(ParsedPatch.FilePatch file, List<String> names) throws Rejected {
        for (String name : names) {
            Optional<String> fault = WorkspacePath.faultOf(name);
            if (fault.isPresent()) {
                throw new Rejected(file.line(), "the path cannot be used: " + fault.get());
            }
        }
        return names.stream().map(WorkspacePath::of).filter(tree::containsKey).findFirst()
                .orElseGet(() -> WorkspacePath.of(names.getFirst()));
    }

    private FileState existing(ParsedPatch.FilePatch file, WorkspacePath path) throws Rejected {
        FileState state = tree.get(path);
        if (state == null || state.kind() == FileState.Kind.FOLDER) {
            throw new Rejected(file.line(), "there is no such file in the workspace");
        }
        FileMode mode = file.header().getOldMode();
        boolean link = FileMode.SYMLINK.equals(mode);
        boolean known = mode != null && !FileMode.MISSING.equals(mode);
        if (link != (state.kind() == FileState.Kind.LINK) && (known || !file.header().getHunks().isEmpty())) {
            throw new Rejected(file.line(), state.kind() == FileState.Kind.LINK ? "it is a link in the workspace"
                    : "it is a file in the workspace, not a link");
        }
        return state;
    }

    private byte[] read(ParsedPatch.FilePatch file, FileState state) throws IOException, Rejected {
        if (state.size() > Differ.MAX_BYTES) {
            throw new Rejected(file.line(), "the file is too large to be patched");
        }
        return store.read(state.content());
    }

    private FileState state(ParsedPatch.FilePatch file, Optional<FileState> before, byte[] content) throws IOException, Rejected {
        FileMode mode = file.header().getNewMode();
        if (FileMode.GITLINK.equals(mode)) {
            throw new Rejected(file.line(), "submodules cannot be patched");
        }
        boolean link = FileMode.SYMLINK.equals(mode) || before.filter(b -> b.kind() == FileState.Kind.LINK).isPresent();
        if (link && before.isPresent() && before.get().kind() != FileState.Kind.LINK) {
            throw new Rejected(file.line(), "a file cannot become a link in one step");
        }
        int permissions = before.map(FileState::permissions).orElse(link ? 0777 : 0644);
        if (FileMode.EXECUTABLE_FILE.equals(mode)) {
            permissions |= (permissions & 0444) >> 2;
        } else if (FileMode.REGULAR_FILE.equals(mode)) {
            permissions &= ~0111;
        }
        return new FileState(link ? FileState.Kind.LINK : FileState.Kind.FILE, permissions, store.put(content), content.length);
    }

    private byte[] withHunks(ParsedPatch.FilePatch file, byte[] content) throws Rejected {
        List<String> lines = GitLines.split(content);
        int floor = 0;
        int shift = 0;
        for (HunkHeader header : file.header().getHunks()) {
            var hunk = new HunkText(header);
            int line = patch.lineOf(header.getStartOffset());
            if (!hunk.isComplete()) {
                throw new Rejected(line, "the hunk has not as many lines as its header says");
            }
            int stated = hunk.stated() + shift;
            int found = new HunkPlace(lines, hunk, floor).near(stated);
            if (found < 0) {
                HunkPlace.Mismatch why = new HunkPlace(lines, hunk, floor).why(stated);
                throw new Rejected(line + why.line(), why.says());
            }
            List<String> place = lines.subList(found, found + hunk.before().size());
            place.clear();
            place.addAll(hunk.after());
            floor = found + hunk.after().size();
            shift += found - stated + hunk.after().size() - hunk.before().size();
        }
        for (int i = 0; i < lines.size() - 1; i++) {
            if (!lines.get(i).endsWith("\n")) {
                throw new Rejected(file.line(), "the file would go on after its unfinished last line");
            }
        }
        return GitLines.join(lines);
    }

    private byte[] binary(ParsedPatch.FilePatch file, byte[] content) throws Rejected {
        FileHeader header = file.header();
        BinaryHunk hunk = header.getForwardBinaryHunk();
        int line = patch.lineOf(hunk.getStartOffset());
        if (hunk.getSize() > Differ.MAX_BYTES) {
            throw new Rejected(line, "the binary content is too large");
        }
        if (header.getOldId() != null && header.getOldId().isComplete() && !file.from().isEmpty()
                && !header.getOldId().toObjectId().equals(PatchWriter.blobId(content))) {
            throw new Rejected(file.line(), "the file is not the one that the binary patch was made for");
        }
        int start = RawParseUtils.nextLF(hunk.getBuffer(), hunk.getStartOffset());
        try (InputStream data = new InflaterInputStream(new BinaryHunkInputStream(
                new ByteArrayInputStream(hunk.getBuffer(), start, hunk.getEndOffset() - start)))) {
            byte[] result = switch (hunk.getType()) {
                case LITERAL_DEFLATED -> data.readNBytes(hunk.getSize() + 1);
                case DELTA_DEFLATED -> delta(content, data);
            };
            boolean right = header.getNewId() == null || !header.getNewId().isComplete() || file.to().isEmpty()
                    || header.getNewId().toObjectId().equals(PatchWriter.blobId(result));
            if (right && (hunk.getType() == BinaryHunk.Type.DELTA_DEFLATED || result.length == hunk.getSize())) {
                return result;
            }
            throw new Rejected(line, "the binary content is not what the patch says it is");
        } catch (IOException | RuntimeException e) {
            throw new Rejected(line, "the binary content cannot be read");
        }
    }

    private static byte[] delta(byte[] content, InputStream data) throws IOException {
        try (var delta = new BinaryDeltaInputStream(content, data)) {
            if (delta.getExpectedResultSize() > Differ.MAX_BYTES) {
                throw new IOException("too large");
            }
            return delta.readAllBytes();
        }
    }

    private void leaveNoEmptyFolderAbove(WorkspacePath path) {
        for (String folder = path.folder(); !folder.isEmpty(); folder = folder.substring(0, Math.max(0, folder.lastIndexOf('/')))) {
            WorkspacePath above = WorkspacePath.of(folder);
            if (tree.containsKey(above) && tree.get(above).kind() == FileState.Kind.FOLDER) {
                tree.remove(above);
            }
        }
    }

    private void refuseFileAsFolder(ParsedPatch.FilePatch file) {
        if (file.to().isEmpty()) {
            return;
        }
        WorkspacePath path = WorkspacePath.of(file.to().getFirst());
        boolean below = tree.containsKey(path) && Folders.holds(tree, path);
        for (String folder = path.folder(); !folder.isEmpty(); folder = folder.substring(0, Math.max(0, folder.lastIndexOf('/')))) {
            below |= tree.containsKey(WorkspacePath.of(folder));
        }
        if (below) {
            rejects.add(new Reject(file.line(), file.shown(), "a file and a folder cannot have one name"));
        }
    }

    private static final class Rejected extends Exception {
        private final int line;

        Rejected(int line, String why) {
            super(why, null, false, false);
            this.line = line;
        }
    }
}
