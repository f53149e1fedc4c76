package dev.countersign.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/// Single steps on live files: writing new content beside them, and moving it into place.
final class Replacement {
    private Replacement() {}

    /// Writes the content of `state`, checked against its digest on the way.
    ///
    /// @return the open file, to be synced and closed
    static FileChannel file(Path temporary, FileState state, Contents contents) throws IOException {
        MessageDigest digester = Sha256.digester();
        FileChannel out = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try (InputStream in = contents.open(state.content())) {
            Stamp.permit(temporary, 0600);
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
            return out;
        } catch (IOException | RuntimeException e) {
            out.close();
            throw e;
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
    static void keepOwner(Path file, Path temporary) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        for (String who : new String[] {"unix:gid", "unix:uid"}) {
            try {
                Object wanted = Files.getAttribute(file, who, LinkOption.NOFOLLOW_LINKS);
                if (!wanted.equals(Files.getAttribute(temporary, who, LinkOption.NOFOLLOW_LINKS))) {
                    Files.setAttribute(temporary, who, wanted, LinkOption.NOFOLLOW_LINKS);
                }
            } catch (IOException | RuntimeException e) {
                // Only a privileged user may give files away; the file then belongs to who approved the change.
            }
        }
    }

    /// Gives the file a second name, so that replacing the first loses nothing; a copy where the system has no hard links.
    static void second(Path file, Path aside) throws IOException {
        try {
            Files.createLink(aside, file);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(file, aside, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /// Moves to a name where nothing may be yet.
    ///
    /// @throws FileAlreadyExistsException where something is
    static void intoNothing(Path temporary, Path file) throws IOException {
        if (!Files.isSymbolicLink(temporary)) {
            try {
                Files.createLink(file, temporary);
                Files.delete(temporary);
                return;
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (IOException | UnsupportedOperationException e) {
                // No hard links here: the check below leaves a gap of microseconds instead of none.
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
