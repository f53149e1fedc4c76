package dev.countersign.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Writes states into a private copy. Whatever stands in the way there is removed; a link is never written through.
final class CopyWriter {
    private final Path root;
    private final Path spare;
    private final Contents contents;
    private final Set<Path> folders = new HashSet<>();

    /// @param spare an existing folder on the same file system, outside of the copy
    CopyWriter(Path root, Path spare, Contents contents) {
        this.root = root;
        this.spare = spare;
        this.contents = contents;
        folders.add(root);
    }

    /// Puts `state` at `path` in place of whatever is there.
    void write(WorkspacePath path, FileState state) throws IOException {
        Path file;
        try {
            file = path.in(root);
        } catch (InvalidPathException e) {
            throw Faults.unnameable(path, e);
        }
        folder(file.getParent());
        Optional<Stamp> there = Stamp.of(file);
        if (state.kind() == FileState.Kind.FOLDER && there.filter(Stamp::isFolder).isPresent()) {
            Stamp.permit(file, state.permissions());
            return;
        }
        if (there.isPresent()) {
            Deletion.of(file, spare);
        }
        switch (state.kind()) {
            case FILE -> file(file, state);
            case LINK -> LinkTarget.make(file, contents.read(state.content()));
            case FOLDER -> {
                Files.createDirectory(file);
                Stamp.permit(file, state.permissions());
            }
        }
    }

    private void file(Path file, FileState state) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
             OutputStream out = Channels.newOutputStream(channel)) {
            if (state.size() <= 1 << 20) {
                out.write(contents.read(state.content()));
            } else {
                try (InputStream in = contents.open(state.content())) {
                    in.transferTo(out);
                }
            }
        }
        Stamp.permit(file, state.permissions());
    }

    /// Makes `folder` and those above it real folders that can be written.
    private void folder(Path folder) throws IOException {
        if (!folders.add(folder)) {
            return;
        }
        folder(folder.getParent());
        Optional<Stamp> there = Stamp.of(folder);
        if (there.isPresent() && !there.get().isFolder()) {
            Deletion.of(folder, spare);
            there = Optional.empty();
        }
        if (there.isEmpty()) {
            Files.createDirectory(folder);
        } else if ((there.get().permissions() & 0700) != 0700) {
            Stamp.permit(folder, there.get().permissions() | 0700);
        }
    }
}
