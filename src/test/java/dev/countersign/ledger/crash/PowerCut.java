package dev.countersign.ledger.crash;

import dev.countersign.ledger.crash.Disk.Change;
import dev.countersign.ledger.crash.Disk.Folder;
import dev.countersign.ledger.crash.Disk.Link;
import dev.countersign.ledger.crash.Disk.Mode;
import dev.countersign.ledger.crash.Disk.Name;
import dev.countersign.ledger.crash.Disk.Naming;
import dev.countersign.ledger.crash.Disk.Node;
import dev.countersign.ledger.crash.Disk.Regular;
import dev.countersign.ledger.crash.Disk.Size;
import dev.countersign.ledger.crash.Disk.Write;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// What a [Disk] holds after the power went at one moment: everything that was sure, and of the rest what the [Fate] says.
final class PowerCut {
    /// What becomes of what was not sure.
    enum Fate {
        /// All of it is there: the state after a kill.
        ALL,
        /// None of it.
        NONE,
        /// Names and permissions without content: the empty files of file systems that write names first.
        NAMES,
        /// Content without names.
        CONTENT,
        /// Names and permissions up to a moment, in order, as a journal keeps them; of the content, anything.
        JOURNAL,
        /// Anything: each name for itself, each sector of each write for itself.
        ANY
    }

    private static final int SECTOR = 512;
    private static final int PAGE = 4096;

    private final Fate fate;
    private final Random random;
    private final Map<Folder, Map<String, Node>> names = new IdentityHashMap<>();
    private final Map<Node, byte[]> contents = new IdentityHashMap<>();
    private final Map<Node, Integer> modes = new IdentityHashMap<>();
    private final Disk disk;
    private final int journaled;

    PowerCut(Disk disk, Fate fate, Random random) {
        this.disk = disk;
        this.fate = fate;
        this.random = random;
        int newest = disk.namings.isEmpty() ? 0 : disk.namings.getLast().at();
        int oldest = disk.namings.isEmpty() ? 0 : disk.namings.getFirst().at();
        this.journaled = oldest + (newest > oldest ? random.nextInt(newest - oldest + 2) : random.nextInt(2));
        choose();
    }

    private void choose() {
        List<Naming> wanted = disk.namings.stream().filter(naming -> metadata(naming.at())).toList();
        for (Naming naming : Disk.closed(disk.namings, wanted)) {
            for (Name name : naming.names()) {
                Map<String, Node> folder = names(name.folder());
                name.node().ifPresentOrElse(node -> folder.put(name.name(), node), () -> folder.remove(name.name()));
            }
        }
        settle(disk.root);
    }

    private Map<String, Node> names(Folder folder) {
        return names.computeIfAbsent(folder, f -> new TreeMap<>(f.sure));
    }

    private boolean metadata(int at) {
        return switch (fate) {
            case ALL, NAMES -> true;
            case NONE, CONTENT -> false;
            case JOURNAL -> at < journaled;
            case ANY -> random.nextBoolean();
        };
    }

    private void settle(Node node) {
        if (modes.containsKey(node)) {
            return;
        }
        switch (node) {
            case Folder folder -> {
                modes.put(folder, mode(folder.sureMode, folder.pending));
                names(folder).values().forEach(this::settle);
            }
            case Regular file -> {
                modes.put(file, mode(file.sureMode, file.pending.stream().filter(Mode.class::isInstance).map(Mode.class::cast).toList()));
                contents.put(file, content(file));
            }
            case Link link -> contents.put(link, link.target());
        }
    }

    private int mode(int sure, List<Mode> pending) {
        int mode = sure;
        for (Mode change : pending) {
            if (metadata(change.at())) {
                mode = change.mode();
            }
        }
        return mode;
    }

    private byte[] content(Regular file) {
        byte[] image = file.sure;
        List<Change> pending = file.pending.stream().filter(change -> !(change instanceof Mode)).toList();
        // Bytes of later writes lie in the same page of memory as those of earlier ones: a sector has a moment, not a choice.
        var forced = new HashSet<Long>();
        var kept = new ArrayList<Set<Long>>();
        for (Change change : pending.reversed()) {
            var sectors = new HashSet<Long>();
            switch (change) {
                case Write write -> {
                    sectors.addAll(survivors(write));
                    long last = (write.offset() + write.bytes().length - 1) / SECTOR;
                    for (long sector = write.offset() / SECTOR; sector <= last; sector++) {
                        if (forced.contains(sector)) {
                            sectors.add(sector);
                        }
                    }
                    forced.addAll(sectors);
                }
                case Size _ -> {
                    if (whole()) {
                        sectors.add(0L);
                    }
                }
                case Mode _ -> { }
            }
            kept.addFirst(sectors);
        }
        boolean longer = random.nextInt(4) == 0;
        for (int i = 0; i < pending.size(); i++) {
            image = switch (pending.get(i)) {
                case Write write -> written(image, write, kept.get(i), longer && fate != Fate.NONE);
                case Size size -> kept.get(i).isEmpty() ? image : Arrays.copyOf(image, (int) size.size());
                case Mode _ -> image;
            };
        }
        return image;
    }

    private boolean whole() {
        return switch (fate) {
            case ALL, CONTENT -> true;
            case NONE, NAMES -> false;
            case JOURNAL, ANY -> random.nextBoolean();
        };
    }

    /// The sectors of a write that reached the disk.
    private Set<Long> survivors(Write write) {
        var sectors = new HashSet<Long>();
        if (write.bytes().length == 0) {
            return sectors;
        }
        long from = write.offset() / SECTOR;
        long to = (write.offset() + write.bytes().length - 1) / SECTOR;
        boolean torn = (fate == Fate.ANY || fate == Fate.JOURNAL) && random.nextInt(3) == 0;
        if (!torn) {
            if (whole()) {
                for (long sector = from; sector <= to; sector++) {
                    sectors.add(sector);
                }
            }
            return sectors;
        }
        boolean begun = random.nextBoolean();
        long end = from + random.nextInt((int) (to - from + 1));
        int unit = random.nextBoolean() ? 1 : PAGE / SECTOR;
        boolean keep = false;
        for (long sector = from; sector <= to; sector++) {
            if (sector == from || sector % unit == 0) {
                keep = random.nextBoolean();
            }
            if (begun ? sector < end : keep) {
                sectors.add(sector);
            }
        }
        return sectors;
    }

    /// @param longer whether the file has grown for what did not arrive too, which then reads as zeros
    private static byte[] written(byte[] image, Write write, Set<Long> sectors, boolean longer) {
        int start = (int) write.offset();
        int stop = start + write.bytes().length;
        byte[] next = longer && stop > image.length ? Arrays.copyOf(image, stop) : image.clone();
        for (long sector : sectors.stream().sorted().toList()) {
            int from = (int) Math.max(start, sector * SECTOR);
            int to = (int) Math.min(stop, (sector + 1) * SECTOR);
            if (to > next.length) {
                next = Arrays.copyOf(next, to);
            }
            System.arraycopy(write.bytes(), from - start, next, from, to - from);
        }
        return next;
    }

    /// Of all that there is: two that are equal need one try.
    Sha256 digest() {
        MessageDigest digest = Sha256.digester();
        digest("", disk.root, digest);
        return Sha256.ofDigest(digest.digest());
    }

    private void digest(String path, Node node, MessageDigest digest) {
        digest.update((path + "\0" + modes.getOrDefault(node, 0) + "\0").getBytes(StandardCharsets.UTF_8));
        switch (node) {
            case Folder folder -> names(folder).forEach((name, child) -> digest(path + "/" + name, child, digest));
            case Regular _, Link _ -> digest.update(contents.get(node));
        }
    }

    /// Makes it so on a real file system. @param root a folder that is empty or not there
    void materialise(Path root) throws IOException {
        write(root, disk.root, new IdentityHashMap<>());
    }

    private void write(Path path, Node node, Map<Node, Path> written) throws IOException {
        switch (node) {
            case Link link -> Files.createSymbolicLink(path, Path.of(new String(link.target(), StandardCharsets.UTF_8)));
            case Regular file -> {
                Path first = written.putIfAbsent(file, path);
                if (first != null) {
                    Files.createLink(path, first);
                    return;
                }
                Files.write(path, contents.get(file));
                permit(path, modes.get(file));
                if (file.old) {
                    Files.setLastModifiedTime(path, Ground.LONG_AGO);
                }
            }
            case Folder folder -> {
                if (!Files.exists(path)) {
                    Files.createDirectory(path);
                }
                Map<String, Node> children = names(folder);
                for (var child : children.entrySet()) {
                    write(path.resolve(child.getKey()), child.getValue(), written);
                }
                permit(path, modes.get(folder));
                if (folder.sure.isEmpty() && folder.now.isEmpty() && children.isEmpty()) {
                    Files.setLastModifiedTime(path, Ground.LONG_AGO);
                }
            }
        }
    }

    private static void permit(Path path, int mode) throws IOException {
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((mode & 0400 >> permission.ordinal()) != 0) {
                permissions.add(permission);
            }
        }
        Files.setPosixFilePermissions(path, permissions);
    }
}
