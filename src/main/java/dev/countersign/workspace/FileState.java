package dev.countersign.workspace;

/// One path's state in a [Snapshot].
///
/// @param kind        what lies at the path
/// @param permissions POSIX permission bits `0..0777`; set-id and sticky bits are never kept. 0644 / 0755 where the system has none
/// @param content     digest of the bytes; of the target text for a link; of nothing for an empty folder
/// @param size        bytes of that content
public record FileState(Kind kind, int permissions, Sha256 content, long size) {

    /// What can lie at a path. Only *empty* folders are states of their own.
    public enum Kind {
        FILE(0100000), LINK(0120000), FOLDER(0040000);

        private final int bits;

        Kind(int bits) {
            this.bits = bits;
        }
    }

    public FileState {
        if ((permissions & ~0777) != 0) {
            throw new IllegalArgumentException("permissions out of range: " + Integer.toOctalString(permissions));
        }
    }

    public static FileState file(byte[] content, boolean executable) {
        return new FileState(Kind.FILE, executable ? 0755 : 0644, Sha256.of(content), content.length);
    }

    /// Unix mode: type bits and permissions, as the tree hash and the ledger write it.
    public int mode() {
        return kind.bits | permissions;
    }

    public boolean executable() {
        return kind == Kind.FILE && (permissions & 0100) != 0;
    }

    /// The state that a mode, digest and size from the ledger stand for.
    ///
    /// @throws IllegalArgumentException where the type bits are none of [Kind]
    public static FileState ofMode(int mode, Sha256 content, long size) {
        for (Kind kind : Kind.values()) {
            if ((mode & 0170000) == kind.bits) {
                return new FileState(kind, mode & 0777, content, size);
            }
        }
        throw new IllegalArgumentException("not a mode: " + Integer.toOctalString(mode));
    }
}
