package dev.countersign.ledger.crash;

import dev.countersign.ledger.crash.Disk.Folder;
import dev.countersign.ledger.crash.Disk.Link;
import dev.countersign.ledger.crash.Disk.Name;
import dev.countersign.ledger.crash.Disk.Node;
import dev.countersign.ledger.crash.Disk.Regular;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Does to a [Disk] what the system calls of one process after the other did to a folder. A call that it does not know how to
/// repeat is an error, not a gap.
final class Replay {
    private static final class Opened {
        final Node node;
        final boolean append;
        long position;

        Opened(Node node, boolean append) {
            this.node = node;
            this.append = append;
        }
    }

    private record Place(Folder folder, String name) {}

    private final Disk disk;
    private final String root;
    private final int umask;
    private final Map<Long, Opened> descriptors = new HashMap<>();
    private int first;
    private int number;

    /// @param root where the folder lay
    Replay(Disk disk, Path root, int umask) {
        this.disk = disk;
        this.root = root.toString() + "/";
        this.umask = umask;
    }

    /// From here on the calls are another process's.
    void process() {
        descriptors.clear();
        first = number;
    }

    /// Repeats one call.
    ///
    /// @return whether it changed anything, or made anything sure
    boolean call(Trace.Call call) {
        int at = number++;
        if (call.result() < 0) {
            return false;
        }
        // Calls of a trace are numbered from 0; those of the traces before come first.
        int begun = first + call.begun();
        return switch (call.name()) {
            case "open", "creat" -> open(at, call, 0);
            case "openat" -> open(at, call, 1);
            case "close" -> {
                descriptors.remove(call.number(0));
                yield false;
            }
            case "dup", "dup2", "dup3" -> same(call);
            case "fcntl" -> call.arguments().get(1).startsWith("F_DUPFD") && same(call);
            case "read" -> {
                opened(call).ifPresent(o -> o.position += call.result());
                yield false;
            }
            case "lseek" -> {
                opened(call).ifPresent(o -> o.position = call.result());
                yield false;
            }
            case "write" -> opened(call).filter(o -> o.node instanceof Regular).map(o -> write(at, o, call)).orElse(false);
            case "pwrite64" -> opened(call).filter(o -> o.node instanceof Regular).map(o -> {
                disk.write(at, (Regular) o.node, call.number(3), Arrays.copyOf(call.bytes(1), (int) call.result()));
                return true;
            }).orElse(false);
            case "fsync" -> opened(call).map(o -> sync(o.node, begun, false)).orElse(false);
            case "fdatasync" -> opened(call).map(o -> sync(o.node, begun, true)).orElse(false);
            case "syncfs" -> opened(call).isPresent() && all(begun);
            case "ftruncate" -> opened(call).map(o -> resized(at, o.node, call.number(1))).orElse(false);
            case "truncate" -> node(call, 0).map(node -> resized(at, node, call.number(1))).orElse(false);
            case "rename" -> rename(at, place(call, 0), place(call, 1));
            case "renameat", "renameat2" -> rename(at, place(call, 1), place(call, 3));
            case "unlink" -> place(call, 0).map(place -> unlink(at, place, false)).orElse(false);
            case "rmdir" -> place(call, 0).map(place -> unlink(at, place, true)).orElse(false);
            case "unlinkat" -> place(call, 1).map(place -> unlink(at, place, call.arguments().get(2).contains("AT_REMOVEDIR"))).orElse(false);
            case "mkdir" -> place(call, 0).map(place -> added(at, place, new Folder(call.mode(1) & ~umask))).orElse(false);
            case "mkdirat" -> place(call, 1).map(place -> added(at, place, new Folder(call.mode(2) & ~umask))).orElse(false);
            case "link" -> linked(at, node(call, 0), place(call, 1));
            case "linkat" -> linked(at, node(call, 1), place(call, 3));
            case "symlink" -> place(call, 1).map(place -> added(at, place, new Link(call.bytes(0)))).orElse(false);
            case "symlinkat" -> place(call, 2).map(place -> added(at, place, new Link(call.bytes(0)))).orElse(false);
            case "chmod" -> permitted(at, node(call, 0), call.mode(1));
            case "fchmod" -> permitted(at, opened(call).map(o -> o.node), call.mode(1));
            case "fchmodat", "fchmodat2" -> permitted(at, node(call, 1), call.mode(2));
            case "mmap" -> {
                boolean shared = call.arguments().get(3).contains("MAP_SHARED") && call.arguments().get(2).contains("PROT_WRITE");
                if (shared && descriptors.containsKey(Long.decode(call.arguments().get(4)))) {
                    throw unknown(call);
                }
                yield false;
            }
            case "sync", "io_uring_setup", "openat2" -> throw unknown(call);
            // Owner and times are left out: nothing is promised of them for what was changed.
            case "chown", "lchown", "fchown", "fchownat", "utimensat" -> false;
            case "sendfile" -> opened(call).isPresent() ? refuse(call) : false;
            case "copy_file_range", "splice" -> descriptors.containsKey(call.number(2)) ? refuse(call) : false;
            default -> opened(call).isPresent() ? refuse(call) : false;
        };
    }

    private static boolean refuse(Trace.Call call) {
        throw unknown(call);
    }

    private static IllegalStateException unknown(Trace.Call call) {
        return new IllegalStateException("not in the model of the disk: " + call.name() + call.arguments());
    }

    private Optional<Opened> opened(Trace.Call call) {
        return Optional.ofNullable(descriptors.get(call.number(0)));
    }

    private boolean same(Trace.Call call) {
        opened(call).ifPresentOrElse(o -> descriptors.put(call.result(), o), () -> descriptors.remove(call.result()));
        return false;
    }

    private Optional<Place> place(Trace.Call call, int argument) {
        String path = Path.of(call.text(argument)).normalize().toString();
        if (!path.startsWith("/")) {
            // The worker runs in the project's build folder, and names what it tries by whole paths.
            return Optional.empty();
        }
        if (!path.startsWith(root)) {
            return Optional.empty();
        }
        String relative = path.substring(root.length());
        int slash = relative.lastIndexOf('/');
        String above = slash < 0 ? "" : relative.substring(0, slash);
        Node folder = above.isEmpty() ? disk.root : disk.at(above).orElseThrow(() -> unknown(call));
        return Optional.of(new Place((Folder) folder, relative.substring(slash + 1)));
    }

    private Optional<Node> node(Trace.Call call, int argument) {
        String path = Path.of(call.text(argument)).normalize().toString();
        if (root.equals(path + "/")) {
            return Optional.of(disk.root);
        }
        return path.startsWith(root) ? disk.at(path.substring(root.length())) : Optional.empty();
    }

    private boolean open(int at, Trace.Call call, int argument) {
        descriptors.remove(call.result());
        String flags = call.name().equals("creat") ? "O_CREAT|O_TRUNC" : call.arguments().get(argument + 1);
        Optional<Node> there = node(call, argument);
        boolean changed = false;
        if (there.isEmpty() && flags.contains("O_CREAT")) {
            Optional<Place> place = place(call, argument);
            if (place.isEmpty()) {
                return false;
            }
            there = Optional.of(new Regular(call.mode(call.arguments().size() - 1) & ~umask));
            changed = added(at, place.get(), there.get());
        } else if (there.isPresent() && flags.contains("O_TRUNC") && there.get() instanceof Regular file && file.size > 0) {
            disk.resize(at, file, 0);
            changed = true;
        }
        there.ifPresent(node -> descriptors.put(call.result(), new Opened(node, flags.contains("O_APPEND"))));
        return changed;
    }

    private boolean write(int at, Opened opened, Trace.Call call) {
        var file = (Regular) opened.node;
        long offset = opened.append ? file.size : opened.position;
        disk.write(at, file, offset, Arrays.copyOf(call.bytes(1), (int) call.result()));
        opened.position = offset + call.result();
        return true;
    }

    private boolean sync(Node node, int begun, boolean data) {
        switch (node) {
            case Regular file -> disk.sync(file, begun, data);
            case Folder folder -> disk.sync(folder, begun);
            case Link _ -> throw new IllegalStateException("a link cannot be synced");
        }
        return true;
    }

    /// What was done in the folder before is sure now, wherever in it.
    private boolean all(int begun) {
        disk.sync(begun);
        return true;
    }

    private boolean resized(int at, Node node, long size) {
        disk.resize(at, (Regular) node, size);
        return true;
    }

    private boolean added(int at, Place place, Node node) {
        disk.name(at, List.of(new Name(place.folder(), place.name(), Optional.of(node))), Optional.empty());
        return true;
    }

    private boolean linked(int at, Optional<Node> node, Optional<Place> place) {
        return place.isPresent() && added(at, place.get(), node.orElseThrow());
    }

    private boolean unlink(int at, Place place, boolean folder) {
        Node gone = place.folder().now.get(place.name());
        disk.name(at, List.of(new Name(place.folder(), place.name(), Optional.empty())),
                folder ? Optional.of((Folder) gone) : Optional.empty());
        return true;
    }

    private boolean rename(int at, Optional<Place> from, Optional<Place> to) {
        if (from.isEmpty() && to.isEmpty()) {
            return false;
        }
        Node node = from.orElseThrow().folder().now.get(from.get().name());
        disk.name(at, List.of(new Name(from.get().folder(), from.get().name(), Optional.empty()),
                new Name(to.orElseThrow().folder(), to.get().name(), Optional.of(node))), Optional.empty());
        return true;
    }

    private boolean permitted(int at, Optional<Node> node, int mode) {
        node.ifPresent(n -> disk.permit(at, n, mode));
        return node.isPresent();
    }
}
