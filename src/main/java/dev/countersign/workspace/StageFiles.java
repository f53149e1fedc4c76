package dev.countersign.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Single files of a [Stage], read and written for somebody who may name any path. Nothing outside is reached: no link is followed, on
/// the way or at its end, and special files are never opened. Not while a program runs in the stage; for one thread at a time.
public final class StageFiles {
    private final Path root;

    public StageFiles(Stage stage) {
        this.root = stage.root();
    }

    /// What lies at a path.
    public enum Kind { FILE, FOLDER, LINK, OTHER }

    /// @param path from the top of the stage
    /// @param size bytes of a file, else 0
    public record Entry(WorkspacePath path, Kind kind, long size) {}

    /// A path that cannot be used like this; the message is for whoever named it.
    public static final class Refused extends Exception {
        Refused(String why) {
            super(why, null, false, false);
        }
    }

    /// A whole file.
    ///
    /// @param most bytes
    /// @throws Refused where there is none, or a larger one, or something else
    public byte[] read(WorkspacePath path, long most) throws Refused, IOException {
        Path file = resolve(path);
        Stamp stamp = at(file).orElseThrow(() -> new Refused("There is no file " + path + "."));
        switch (stamp.type()) {
            case FILE -> { }
            case FOLDER -> throw new Refused(path + " is a folder.");
            case LINK -> throw new Refused(path + " is a link, which is not followed.");
            case SPECIAL -> throw new Refused(path + " is no plain file.");
        }
        if (stamp.size() > most) {
            throw new Refused(path + " has " + stamp.size() + " bytes, more than the " + most + " that are read.");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            var content = ByteBuffer.allocate((int) stamp.size());
            while (content.hasRemaining() && channel.read(content) >= 0) {
                continue;
            }
            return java.util.Arrays.copyOf(content.array(), content.position());
        }
    }

    /// Writes a file, whole, with the permissions that it had; makes the folders on the way.
    ///
    /// @throws Refused where something else lies there, or a link on the way
    public void write(WorkspacePath path, byte[] content) throws Refused, IOException {
        Path file = resolve(path);
        folders(path);
        Optional<Stamp> there = at(file);
        if (there.isPresent() && there.get().type() != Stamp.Type.FILE) {
            throw new Refused(path + (there.get().isFolder() ? " is a folder." : " is no plain file."));
        }
        // A file that has another name outside is not written through.
        boolean fresh = there.isEmpty() || there.get().links() > 1;
        if (there.isPresent() && fresh) {
            Files.delete(file);
        } else if (there.isPresent() && (there.get().permissions() & 0200) == 0) {
            Stamp.permit(file, there.get().permissions() | 0200);
        }
        try (FileChannel channel = fresh
                ? FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
                : FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS)) {
            for (var buffer = ByteBuffer.wrap(content); buffer.hasRemaining(); ) {
                channel.write(buffer);
            }
        }
        if (there.isPresent()) {
            Stamp.permit(file, there.get().permissions());
        }
    }

    private void folders(WorkspacePath path) throws IOException {
        Path folder = root;
        List<String> parts = path.parts();
        for (String part : parts.subList(0, parts.size() - 1)) {
            folder = folder.resolve(part);
            if (Stamp.of(folder).isEmpty()) {
                Files.createDirectory(folder);
            }
        }
    }

    /// What is below a folder, in order of paths, without version control data. Links are named and not followed.
    ///
    /// @param folder empty for the top
    /// @param depth  levels below it, from 1
    /// @param most   entries; one more is given where there are more
    /// @throws Refused where there is no such folder
    public List<Entry> list(Optional<WorkspacePath> folder, int depth, int most) throws Refused, IOException {
        Path start = folder.isPresent() ? resolve(folder.get()) : root;
        if (at(start).filter(Stamp::isFolder).isEmpty()) {
            throw new Refused("There is no folder " + folder.map(WorkspacePath::value).orElse(".") + ".");
        }
        var found = new ArrayList<Entry>();
        Deque<Path> open = new ArrayDeque<>(List.of(start));
        int base = start.getNameCount();
        while (!open.isEmpty() && found.size() <= most) {
            Path next = open.removeFirst();
            List<Path> children = TreeScan.list(next);
            children.sort(Comparator.comparing(Path::getFileName));
            var below = new ArrayList<Path>();
            for (Path child : children) {
                String relative = root.relativize(child).toString().replace(root.getFileSystem().getSeparator(), "/");
                Optional<Stamp> stamp = WorkspacePath.faultOf(relative).isEmpty() ? at(child) : Optional.empty();
                if (stamp.isPresent()) {
                    found.add(new Entry(WorkspacePath.of(relative), kind(stamp.get()), stamp.get().type() == Stamp.Type.FILE ? stamp.get().size() : 0));
                    if (stamp.get().isFolder() && child.getNameCount() - base < depth) {
                        below.add(child);
                    }
                }
            }
            below.reversed().forEach(open::addFirst);
        }
        List<Entry> kept = found.size() > most + 1 ? found.subList(0, most + 1) : found;
        return kept.stream().sorted(Comparator.comparing(Entry::path)).toList();
    }

    private static Kind kind(Stamp stamp) {
        return switch (stamp.type()) {
            case FILE -> Kind.FILE;
            case FOLDER -> Kind.FOLDER;
            case LINK -> Kind.LINK;
            case SPECIAL -> Kind.OTHER;
        };
    }

    private static Optional<Stamp> at(Path file) throws IOException {
        return Stamp.of(file);
    }

    /// @throws Refused where something on the way is no folder
    private Path resolve(WorkspacePath path) throws Refused, IOException {
        try {
            Path folder = root;
            List<String> parts = path.parts();
            for (String part : parts.subList(0, parts.size() - 1)) {
                folder = folder.resolve(part);
                Optional<Stamp> stamp = at(folder);
                if (stamp.isPresent() && !stamp.get().isFolder()) {
                    throw new Refused(root.relativize(folder) + (stamp.get().type() == Stamp.Type.LINK ? " is a link, which is not followed."
                            : " is no folder."));
                }
            }
            return path.in(root);
        } catch (InvalidPathException e) {
            throw new Refused(path + " cannot be named on this system.");
        }
    }
}
