package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Level L3, by the system's own bubblewrap (bwrap(1)): a file system made of nothing but what the profile names, namespaces of
/// its own, no privileges, a filter of system calls, and limits that are set inside, where they count for the command alone.
final class Bubblewrap implements Jail {
    static final Path PROGRAM = Path.of("/usr/bin/bwrap");
    private static final long TEMPORARY = 1L << 30;
    private static final long SHARED_MEMORY = 256L << 20;

    private final SystemCalls calls;
    private final boolean forbidsUsers;
    private final Forwarder forwarder;

    /// @param forbidsUsers whether it knows `--disable-userns`
    /// @param forwarder    for networks that go through a socket
    Bubblewrap(SystemCalls calls, boolean forbidsUsers, Forwarder forwarder) {
        this.calls = calls;
        this.forbidsUsers = forbidsUsers;
        this.forwarder = forwarder;
    }

    @Override
    public Cell prepare(Command command, Path program, Profile profile, Limits limits, String mark, Path run) throws IOException {
        List<String> arguments = arguments(command, profile, mark, run.resolve("forwarder"));
        Path options = file(run.resolve("options"), (String.join("\0", arguments) + "\0").getBytes(StandardCharsets.UTF_8));
        if (profile.network() instanceof Network.Through) {
            forwarder.lay(run.resolve("forwarder"));
        }
        Path filter = file(run.resolve("filter"), SystemCallFilter.of(calls, SystemCallFilter.Reach.ofOwnRoot(profile.network())).bytes());
        Path status = file(run.resolve("status"), new byte[0]);
        if (!Programs.isVisible(program, profile)) {
            throw new IOException(program + " is not among what the command may see");
        }
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", "f=$1 o=$2 s=$3; shift 3; exec \"$@\" 7<\"$f\" 8<\"$o\" 9>\"$s\"", "sh",
                filter.toString(), options.toString(), status.toString(), PROGRAM.toString(), "--args", "8", "--"));
        if (profile.network() instanceof Network.Through) {
            argv.addAll(forwarder.argv());
        }
        argv.addAll(List.of("/usr/bin/prlimit", "--nproc=" + limits.processes(), "--data=" + limits.memory(), "--fsize=" + limits.disk(),
                "--cpu=" + Math.max(1, limits.cpu().toSeconds()), "--core=0", "--", program.toString()));
        argv.addAll(command.argv().subList(1, command.argv().size()));
        // The guardian finds it by the mark as well.
        SortedMap<String, String> environment = new TreeMap<>(Map.of(LocalSandbox.MARK, mark));
        return new Cell(argv, Path.of("/"), environment, process -> new NamespaceTree(process.toHandle(), status),
                words -> failure(status, words), profile.writable());
    }

    private static Path file(Path file, byte[] content) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.write(file, content, StandardOpenOption.WRITE);
    }

    /// Bubblewrap says how the command ended, where it came so far as to start it.
    private static Optional<String> failure(Path status, String words) {
        try {
            return Files.readString(status).contains("\"exit-code\"") ? Optional.empty()
                    : Optional.of(words.isEmpty() ? "bubblewrap ended before it started the command" : words.lines().findFirst().orElse(""));
        } catch (IOException e) {
            return Optional.of("what bubblewrap said can't be read: " + e.getMessage());
        }
    }

    /// All but the command, as bubblewrap reads them: where other users of this machine can't see them.
    List<String> arguments(Command command, Profile profile, String mark, Path laid) throws IOException {
        var a = new ArrayList<String>(List.of("--json-status-fd", "9", "--seccomp", "7", "--unshare-all"));
        if (profile.network() instanceof Network.Open) {
            a.add("--share-net");
        }
        a.add("--unshare-user");
        if (forbidsUsers) {
            a.add("--disable-userns");
        }
        a.addAll(List.of("--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "sandbox", "--clearenv"));
        command.environment().forEach((name, value) -> a.addAll(List.of("--setenv", name, value)));
        a.addAll(List.of("--setenv", LocalSandbox.MARK, mark));
        system(a, profile.network());
        // Kernel settings belong to uid 0, with whatever privileges it has.
        a.addAll(List.of("--proc", "/proc", "--ro-bind-try", "/proc/sys", "/proc/sys", "--ro-bind-try", "/proc/sysrq-trigger",
                "/proc/sysrq-trigger", "--dev", "/dev", "--size", Long.toString(SHARED_MEMORY), "--tmpfs", "/dev/shm",
                "--size", Long.toString(TEMPORARY), "--tmpfs", "/tmp", "--size", "67108864", "--tmpfs", "/var/tmp", "--dir", "/run"));
        if (profile.network() instanceof Network.Through through) {
            a.addAll(List.of("--bind", real(through.socket()).toString(), Profile.PROXY.toString()));
            a.addAll(List.of("--ro-bind", laid.toString(), Forwarder.PLACE.toString()));
            String java = real(forwarder.javaHome()).toString();
            if (!java.startsWith("/usr/")) {
                a.addAll(List.of("--ro-bind", java, java));
            }
        }
        folders(a, profile);
        a.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", command.folder().toString()));
        return a;
    }

    private static void system(List<String> a, Network network) throws IOException {
        a.addAll(List.of("--ro-bind", "/usr", "/usr"));
        for (Path folder : SystemFiles.FOLDERS) {
            if (Files.isSymbolicLink(folder)) {
                a.addAll(List.of("--symlink", Files.readSymbolicLink(folder).toString(), folder.toString()));
            } else if (Files.isDirectory(folder)) {
                a.addAll(List.of("--ro-bind", folder.toString(), folder.toString()));
            }
        }
        for (Path file : SystemFiles.settings(network)) {
            a.addAll(List.of("--ro-bind-try", file.toString(), file.toString()));
        }
    }

    /// Outer ones first. What lies in a folder that can be written is seen with it: a mount point there could be a link that
    /// somebody planted, which old bubblewraps follow (GHSA-pxhw-h44j-8pfx).
    private static void folders(List<String> a, Profile profile) throws IOException {
        record Bound(Path path, String how) {}
        var bound = new ArrayList<Bound>();
        for (Path path : profile.readable()) {
            if (Files.exists(path)) {
                bound.add(new Bound(path, "--ro-bind"));
            }
        }
        for (Path path : profile.writable()) {
            if (!real(path).equals(path)) {
                throw new IOException(path + " is reached over a link");
            }
            bound.add(new Bound(path, "--bind"));
        }
        bound.removeIf(each -> profile.writable().stream().anyMatch(w -> !w.equals(each.path) && each.path.startsWith(w)));
        bound.removeIf(each -> each.how.equals("--ro-bind") && profile.writable().contains(each.path));
        bound.sort(Comparator.comparing((Bound each) -> each.path.getNameCount()).thenComparing(Bound::path));
        bound.forEach(each -> a.addAll(List.of(each.how, each.path.toString(), each.path.toString())));
    }

    private static Path real(Path path) throws IOException {
        return path.toRealPath();
    }
}
