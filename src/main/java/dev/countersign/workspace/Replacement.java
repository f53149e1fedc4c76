package dev.countersign.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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

    /// Writes the content of `state` with its permissions, checked against its digest on the way.
    ///
    /// @param replaced the file whose owner and group it gets, as far as we may
    /// @return the open file, to be synced and closed
    static FileChannel file(Path temporary, FileState state, Contents contents, Optional<Path> replaced) throws IOException {
        MessageDigest digester = Sha256.digester();
        FileChannel out = FileChannel.open(temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                Stamp.creation(temporary, 0600));
        try (InputStream in = contents.open(state.content())) {
            byte[] buffer = new byte[(int) Math.clamp(state.size(), 1, 64 << 10)];
            for (int n; (n = in.read(buffer)) >= 0; ) {
                digester.update(buffer, 0, n);
                var bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
            if (!Sha256.ofDigest(digester.digest()).equals(state.content())) {
                throw new MissingContentException(state.content(), "came with other bytes");
            }
            replaced.ifPresent(file -> keepOwner(file, temporary));
            // Last: giving a file away may take permissions off it. And before the sync, which must cover them.
            Stamp.permit(temporary, state.permissions());
            return out;
        } catch (IOException | RuntimeException e) {
            out.close();
            throw e;
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

    static void link(Path temporary, FileState state, Contents contents) throws IOException {
        byte[] target = contents.read(state.content());
        if (!Sha256.of(target).equals(state.content())) {
            throw new MissingContentException(state.content(), "came with other bytes");
        }
        Files.createSymbolicLink(temporary, temporary.getFileSystem().getPath(new String(target, StandardCharsets.UTF_8)));
    }

    /// Gives `temporary` the owner and group of the file it will replace, as far as we may.
    private static void keepOwner(Path file, Path temporary) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        Map<String, Object> wanted;
        Map<String, Object> ours;
        try {
            wanted = Files.readAttributes(file, "unix:gid,uid", LinkOption.NOFOLLOW_LINKS);
            ours = Files.readAttributes(temporary, "unix:gid,uid", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException | RuntimeException e) {
            return;
        }
        for (String who : List.of("gid", "uid")) {
            try {
                if (!wanted.get(who).equals(ours.get(who))) {
                    Files.setAttribute(temporary, "unix:" + who, wanted.get(who), LinkOption.NOFOLLOW_LINKS);
                }
            } catch (IOException | RuntimeException e) {
                // Only a privileged user may give files away; the file then belongs to who approved the change.
            }
        }
    }

    /// Gives the file a second name, so that replacing the first loses nothing; a copy where the system has no hard links, and of a
    /// link, which some systems would follow.
    ///
    /// @return whether both names lead to one file; what is written into a copied one afterwards is not seen at the copy
    static boolean second(Path file, Path aside) throws IOException {
        try {
            if (Files.isSymbolicLink(file)) {
                throw new UnsupportedOperationException();
            }
            Files.createLink(aside, file);
            return true;
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
