package dev.countersign.ledger.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A folder as a disk sees it: what is sure to be on it, and what was done since and may or may not be.
///
/// Content, size and permissions of a file are sure once the file was synced after they were written (`fdatasync`: not the
/// permissions). A name is sure once its folder was synced after it was made, moved or removed. Syncing a file says nothing of its
/// name, syncing a folder nothing of what its files hold. The rules in full: `docs/decisions/0140-what-a-power-cut-may-leave.md`.
final class Disk {
    sealed interface Node {}

    /// @param target immutable, and sure with its name
    record Link(byte[] target) implements Node {}

    static final class Regular implements Node {
        byte[] sure = new byte[0];
        int sureMode;
        int mode;
        long size;
        final List<Change> pending = new ArrayList<>();
        /// From before the trial, and not written to since.
        boolean old;

        Regular(int mode) {
            this.mode = mode;
            this.sureMode = mode;
        }
    }

    static final class Folder implements Node {
        final TreeMap<String, Node> sure = new TreeMap<>();
        final TreeMap<String, Node> now = new TreeMap<>();
        int sureMode;
        int mode;
        final List<Mode> pending = new ArrayList<>();

        Folder(int mode) {
            this.mode = mode;
            this.sureMode = mode;
        }
    }

    /// What was done to a file and is not sure. @param at the number of the call
    sealed interface Change {
        int at();
    }

    record Write(int at, long offset, byte[] bytes) implements Change {}

    record Size(int at, long size) implements Change {}

    record Mode(int at, int mode) implements Change {}

    /// @param node what the name stands for from now on; empty for nothing
    record Name(Folder folder, String name, Optional<Node> node) {}

    /// Names that change together: a rename is all of it or nothing. @param emptied the folder that was removed, which had to be empty
    record Naming(int at, List<Name> names, Optional<Folder> emptied) {
        boolean concerns(Folder folder) {
            return emptied.filter(f -> f == folder).isPresent() || names.stream().anyMatch(name -> name.folder() == folder);
        }
    }

    final Folder root;
    final List<Naming> namings = new ArrayList<>();

    private Disk(Folder root) {
        this.root = root;
    }

    /// What lies there now, all of it sure.
    static Disk of(Path folder) throws IOException {
        return new Disk((Folder) load(folder));
    }

    private static Node load(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return new Link(Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8));
        }
        int mode = mode(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        if (Files.isDirectory(path)) {
            var folder = new Folder(mode);
            try (var children = Files.list(path)) {
                for (Path child : children.toList()) {
                    folder.sure.put(child.getFileName().toString(), load(child));
                }
            }
            folder.now.putAll(folder.sure);
            return folder;
        }
        var file = new Regular(mode);
        file.sure = Files.readAllBytes(path);
        file.size = file.sure.length;
        file.old = true;
        return file;
    }

    private static int mode(Set<PosixFilePermission> permissions) {
        return permissions.stream().mapToInt(p -> 0400 >> p.ordinal()).sum();
    }

    /// What lies at a path below the root as the system shows it now.
    Optional<Node> at(String relative) {
        Node node = root;
        for (String name : relative.split("/")) {
            if (!(node instanceof Folder folder) || !folder.now.containsKey(name)) {
                return Optional.empty();
            }
            node = folder.now.get(name);
        }
        return Optional.of(node);
    }

    void name(int at, List<Name> names, Optional<Folder> emptied) {
        for (Name name : names) {
            name.node().ifPresentOrElse(node -> name.folder().now.put(name.name(), node), () -> name.folder().now.remove(name.name()));
        }
        namings.add(new Naming(at, names, emptied));
    }

    void write(int at, Regular file, long offset, byte[] bytes) {
        file.old = false;
        file.pending.add(new Write(at, offset, bytes));
        file.size = Math.max(file.size, offset + bytes.length);
    }

    void resize(int at, Regular file, long size) {
        file.old = false;
        file.pending.add(new Size(at, size));
        file.size = size;
    }

    void permit(int at, Node node, int mode) {
        switch (node) {
            case Regular file -> {
                file.mode = mode;
                file.pending.add(new Mode(at, mode));
            }
            case Folder folder -> {
                folder.mode = mode;
                folder.pending.add(new Mode(at, mode));
            }
            case Link _ -> throw new IllegalStateException("a link has no permissions");
        }
    }

    /// All that was done to the file before call `before` is sure now. @param data whether the permissions are left out
    void sync(Regular file, int before, boolean data) {
        var rest = new ArrayList<Change>();
        for (Change change : file.pending) {
            boolean covered = change.at() < before && !(data && change instanceof Mode);
            if (!covered) {
                rest.add(change);
                continue;
            }
            switch (change) {
                case Write write -> file.sure = written(file.sure, write);
                case Size size -> file.sure = Arrays.copyOf(file.sure, (int) size.size());
                case Mode mode -> file.sureMode = mode.mode();
            }
        }
        file.pending.clear();
        file.pending.addAll(rest);
    }

    private static byte[] written(byte[] image, Write write) {
        byte[] next = Arrays.copyOf(image, Math.max(image.length, (int) write.offset() + write.bytes().length));
        System.arraycopy(write.bytes(), 0, next, (int) write.offset(), write.bytes().length);
        return next;
    }

    /// All names that were made, moved or removed in the folder before call `before` are sure now.
    void sync(Folder folder, int before) {
        var wanted = namings.stream().filter(naming -> naming.at() < before && naming.concerns(folder)).toList();
        List<Naming> closed = closed(namings, wanted);
        for (Naming naming : closed) {
            for (Name name : naming.names()) {
                name.node().ifPresentOrElse(node -> name.folder().sure.put(name.name(), node), () -> name.folder().sure.remove(name.name()));
            }
        }
        namings.removeAll(closed);
        for (Mode mode : List.copyOf(folder.pending)) {
            if (mode.at() < before) {
                folder.sureMode = mode.mode();
                folder.pending.remove(mode);
            }
        }
    }

    /// All that was done before call `before` is sure now: `syncfs`.
    void sync(int before) {
        var seen = Collections.<Node>newSetFromMap(new IdentityHashMap<>());
        var next = new ArrayDeque<Node>(List.of(root));
        namings.forEach(naming -> naming.names().forEach(name -> name.node().ifPresent(next::add)));
        while (!next.isEmpty()) {
            Node node = next.pop();
            if (!seen.add(node)) {
                continue;
            }
            switch (node) {
                case Regular file -> sync(file, before, false);
                case Folder folder -> {
                    next.addAll(folder.now.values());
                    next.addAll(folder.sure.values());
                    sync(folder, before);
                }
                case Link _ -> { }
            }
        }
    }

    /// `wanted`, and what must have happened before them: the same name's earlier fates, and that a removed folder was emptied.
    static List<Naming> closed(List<Naming> all, List<Naming> wanted) {
        var kept = new boolean[all.size()];
        for (int i = all.size() - 1; i >= 0; i--) {
            Naming later = all.get(i);
            kept[i] |= wanted.contains(later);
            for (int j = i - 1; kept[i] && j >= 0; j--) {
                kept[j] |= needs(later, all.get(j));
            }
        }
        var closed = new ArrayList<Naming>();
        for (int i = 0; i < kept.length; i++) {
            if (kept[i]) {
                closed.add(all.get(i));
            }
        }
        return closed;
    }

    private static boolean needs(Naming later, Naming earlier) {
        return later.emptied().filter(earlier::concerns).isPresent()
                || later.names().stream().anyMatch(a -> earlier.names().stream().anyMatch(b -> a.folder() == b.folder() && a.name().equals(b.name())));
    }
}
