package dev.countersign.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What the file system says of one path without following it: enough to notice that it changed without reading it.
///
/// @param changed  ctime in nanoseconds, which no program can set; [#NO_CTIME] where the system has none
/// @param modified mtime in nanoseconds
record Stamp(Type type, int permissions, long size, long inode, long changed, long modified, int links) {
    static final long NO_CTIME = Long.MIN_VALUE;

    enum Type { FILE, LINK, FOLDER, SPECIAL }

    /// Empty where nothing lies at `path`, also where something on the way is no folder.
    static Optional<Stamp> of(Path path) throws IOException {
        try {
            return Optional.of(path.getFileSystem().supportedFileAttributeViews().contains("unix") ? unix(path) : basic(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (belowNoFolder(path)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean belowNoFolder(Path path) {
        for (Path up = path.getParent(); up != null; up = up.getParent()) {
            if (Files.exists(up, LinkOption.NOFOLLOW_LINKS)) {
                return !Files.isDirectory(up, LinkOption.NOFOLLOW_LINKS);
            }
        }
        return false;
    }

    private static Stamp unix(Path path) throws IOException {
        Map<String, Object> read =
                Files.readAttributes(path, "unix:mode,ino,ctime,size,lastModifiedTime,nlink", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) read.get("mode");
        Type type = switch (mode & 0170000) {
            case 0100000 -> Type.FILE;
            case 0120000 -> Type.LINK;
            case 0040000 -> Type.FOLDER;
            default -> Type.SPECIAL;
        };
        return new Stamp(type, type == Type.LINK ? 0777 : mode & 0777, (Long) read.get("size"), (Long) read.get("ino"),
                nanos((FileTime) read.get("ctime")), nanos((FileTime) read.get("lastModifiedTime")),
                (Integer) read.get("nlink"));
    }

    private static Stamp basic(Path path) throws IOException {
        var read = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Type type = read.isRegularFile() ? Type.FILE
                : read.isSymbolicLink() ? Type.LINK : read.isDirectory() ? Type.FOLDER : Type.SPECIAL;
        int permissions = switch (type) {
            case FILE, SPECIAL -> 0644;
            case LINK -> 0777;
            case FOLDER -> 0755;
        };
        return new Stamp(type, permissions, read.size(), 0, NO_CTIME, nanos(read.lastModifiedTime()), 1);
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    /// Whether the file is sure not to have been touched between the two stamps, as far as the clock of the file system tells.
    boolean sameAs(Stamp other) {
        return type == other.type && permissions == other.permissions && size == other.size && inode == other.inode
                && changed == other.changed && modified == other.modified;
    }

    /// Whether a change made at or after the moment `now` of the file system's clock must show in the ctime.
    boolean settledBefore(long now) {
        if (changed == NO_CTIME) {
            return false;
        }
        long tick = changed % 1_000_000_000L == 0 ? 2_100_000_000L : 50_000_000L;
        return changed + tick < now;
    }

    boolean isFolder() {
        return type == Type.FOLDER;
    }

    /// Sets permission bits of a file or folder that is known to be no link; without effect where the system has none.
    static void permit(Path path, int permissions) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Files.setPosixFilePermissions(path, permissionSet(permissions));
    }

    /// For the creation of a file with these permissions, less those that the process takes off all its files.
    static FileAttribute<?>[] creation(Path path, int permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissionSet(permissions))} : new FileAttribute<?>[0];
    }

    static Set<PosixFilePermission> permissionSet(int permissions) {
        var set = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            if ((permissions & (0400 >> i)) != 0) {
                set.add(all[i]);
            }
        }
        return set;
    }
}
