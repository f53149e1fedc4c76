package dev.countersign.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Single steps on live files: writing new content beside them, and moving it into place.
final class Replacement {
    private Replacement() {}

    /// Makes an empty file under a name that is free, for us alone.
    ///
    /// @throws FileAlreadyExistsException where it is not
    static FileChannel create(Path temporary) throws IOException {
        return FileChannel.open(temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                Stamp.creation(temporary, 0600));
    }

    /// Writes the content of `state`, checked against its digest on the way.
    static void fill(FileChannel out, FileState state, Contents contents) throws IOException {
        MessageDigest digester = Sha256.digester();
        try (InputStream in = contents.open(state.content())) {
            byte[] buffer = new byte[Math.clamp(state.size(), 1, 64 << 10)];
            for (int n; (n = in.read(buffer)) >= 0; ) {
                digester.update(buffer, 0, n);
                var bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
        }
        if (!Sha256.ofDigest(digester.digest()).equals(state.content())) {
            throw new MissingContentException(state.content(), "came with other bytes");
        }
    }

    /// Puts the names in a folder on disk. Windows has no such call and needs none.
    static void sync(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException | AccessDeniedException e) {
            // Set aside meanwhile, or writable without being readable: it cannot be synced by its name.
        }
    }

    /// Sets permissions, on disk when this returns, where the file may be opened at all.
    static void permit(Path file, int permissions) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Optional<FileChannel> before = readable(file);
        try {
            Stamp.permit(file, permissions);
            Optional<FileChannel> channel = before.isPresent() ? before : readable(file);
            before = channel;
            if (channel.isPresent()) {
                channel.get().force(true);
            }
        } finally {
            if (before.isPresent()) {
                before.get().close();
            }
        }
    }

    private static Optional<FileChannel> readable(Path file) throws IOException {
        try {
            return Optional.of(FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        } catch (AccessDeniedException e) {
            return Optional.empty();
        }
    }

    /// What a link points to, checked against its digest.
    static byte[] target(FileState state, Contents contents) throws IOException {
        byte[] target = contents.read(state.content());
        if (!Sha256.of(target).equals(state.content())) {
            throw new MissingContentException(state.content(), "came with other bytes");
        }
        return target;
    }

    /// @throws FileAlreadyExistsException where its name is not free
    static Path link(Path temporary, byte[] target) throws IOException {
        return LinkTarget.make(temporary, target);
    }

    /// User and group of a file.
    record Owner(Object user, Object group) {
        /// Empty where there is no file, or no such thing on this system.
        static Optional<Owner> of(Path file) {
            if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                return Optional.empty();
            }
            try {
                Map<String, Object> read = Files.readAttributes(file, "unix:gid,uid", LinkOption.NOFOLLOW_LINKS);
                return Optional.of(new Owner(read.get("uid"), read.get("gid")));
            } catch (IOException | RuntimeException e) {
                return Optional.empty();
            }
        }

        /// Gives `file`, which is `other`'s, away, as far as we may.
        void take(Path file, Owner other) {
            give(file, "gid", group, other.group);
            give(file, "uid", user, other.user);
        }

        private static void give(Path file, String attribute, Object wanted, Object has) {
            try {
                if (!wanted.equals(has)) {
                    Files.setAttribute(file, "unix:" + attribute, wanted, LinkOption.NOFOLLOW_LINKS);
                }
            } catch (IOException | RuntimeException e) {
                // Only a privileged user may give files away; the file then belongs to who approved the change.
            }
        }
    }

    /// Gives the file a second name, so that replacing the first loses nothing; a copy where the system has no hard links, and of a
    /// link, which some systems would follow.
    ///
    /// @param link whether it is a link
    /// @return whether both names lead to one file; what is written into a copied one afterwards is not seen at the copy
    /// @throws FileAlreadyExistsException where the second name is not free
    static boolean second(Path file, Path aside, boolean link) throws IOException {
        try {
            if (link) {
                throw new UnsupportedOperationException();
            }
            Files.createLink(aside, file);
            return true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(file, aside, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            return false;
        }
    }

    /// Moves to a name where nothing may be yet.
    ///
    /// @throws FileAlreadyExistsException where something is
    static void intoNothing(Path temporary, Path file) throws IOException {
        if (!Files.isSymbolicLink(temporary)) {
            boolean linked = false;
            try {
                Files.createLink(file, temporary);
                linked = true;
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (IOException | UnsupportedOperationException e) {
                // No hard links here: the check below leaves a gap of microseconds instead of none.
            }
            if (linked) {
                try {
                    Files.delete(temporary);
                } catch (IOException e) {
                    // The file is in its place; its other name has ours, and is cleared away with the other leftovers.
                }
                return;
            }
        }
        if (Stamp.of(file).isPresent()) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Undoes a setting aside, unless something new stands there.
    static void moveBack(Path aside, Path file) throws IOException {
        if (Stamp.of(file).isPresent()) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
