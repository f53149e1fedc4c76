package dev.countersign.remote;

import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Where sockets lie. The system takes a path of about a hundred bytes only: one that is longer goes, by its digest, into a
/// folder of the user's own.
record Sockets(Path runtime) {
    /// 104 on macOS, 108 on Linux and Windows, with a zero byte at the end.
    private static final int LONGEST = 100;

    /// @throws dev.countersign.fault.EnvironmentException `LEDGER-084` where the runtime folder is not this user's alone
    Path place(Path wanted) throws IOException {
        if (wanted.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
            return wanted;
        }
        String name = Sha256.of(wanted.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32);
        Path place = runtime.resolve(name);
        boolean posix = runtime.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!Files.exists(runtime, LinkOption.NOFOLLOW_LINKS)) {
            if (posix) {
                Files.createDirectories(runtime, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectories(runtime);
            }
        }
        if (!Files.isDirectory(runtime, LinkOption.NOFOLLOW_LINKS)) {
            throw Faults.unsafe(runtime, "is no folder");
        }
        if (posix) {
            String mine = System.getProperty("user.name");
            if (!Files.getOwner(runtime, LinkOption.NOFOLLOW_LINKS).getName().equals(mine)) {
                throw Faults.unsafe(runtime, "belongs to somebody else");
            }
            if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(runtime, LinkOption.NOFOLLOW_LINKS)).equals("rwx------")) {
                throw Faults.unsafe(runtime, "can be used by others");
            }
        }
        if (place.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw Faults.unsafe(runtime, "is too long a path for a socket");
        }
        return place;
    }
}
