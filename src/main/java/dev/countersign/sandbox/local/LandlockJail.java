package dev.countersign.sandbox.local;

import static dev.countersign.sandbox.local.ConfinementPlan.CHANGE;
import static dev.countersign.sandbox.local.ConfinementPlan.LOOK;
import static dev.countersign.sandbox.local.ConfinementPlan.NO_TCP;
import static dev.countersign.sandbox.local.ConfinementPlan.READ;
import static dev.countersign.sandbox.local.ConfinementPlan.SCOPED;
import static dev.countersign.sandbox.local.ConfinementPlan.USE;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Profile;
import java.io.IOException;
import java.io.InputStream;
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

/// Levels L2 and L1, without bubblewrap: the machine's own files, of which Landlock lets a command reach those that its profile names, and
/// the filter of system calls. At L2 it is in namespaces that `unshare(1)` makes, with all mounts but its own folders read-only.
///
/// A small JVM ([ConfinementLauncher]) gives up the rights and then becomes the command.
final class LandlockJail implements Jail {
    static final Path UNSHARE = Path.of("/usr/bin/unshare");
    private static final Path TEMPORARY = Path.of("/tmp");
    private static final String PROXY = "proxy.sock";
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final List<Path> DEVICES = List.of(Path.of("/dev/null"), Path.of("/dev/zero"), Path.of("/dev/full"), Path.of("/dev/random"),
            Path.of("/dev/urandom"));
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));
    private static final int CPU = 0;
    private static final int FILE_SIZE = 1;
    private static final int DATA = 2;
    private static final int CORE = 4;
    private static final int PROCESSES = 6;

    private final SystemCalls calls;
    private final Path javaHome;
    private final LauncherCache launcher;
    private final boolean namespaces;
    private final ProcessGroups groups = new ProcessGroups();

    /// @param javaHome the JDK that runs Countersign
    /// @param level    L2 or L1
    LandlockJail(SystemCalls calls, Path javaHome, LauncherCache launcher, Level level) {
        this.calls = calls;
        this.javaHome = javaHome;
        this.launcher = launcher;
        this.namespaces = level == Level.L2;
    }

    @Override
    public Cell prepare(Command command, Path program, Profile profile, Limits limits, String mark, Path run) throws IOException {
        if (profile.network() instanceof Network.Through && !namespaces) {
            throw new IOException("single hosts can be allowed only where a command has a network of its own, from L2 on");
        }
        if (!Programs.isVisible(program, profile)) {
            throw new IOException(program + " is not among what the command may see");
        }
        for (Path path : profile.writable()) {
            if (!path.toRealPath().equals(path)) {
                throw new IOException(path + " is reached over a link");
            }
        }
        Path temporary = Files.createDirectory(run.resolve("tmp"));
        Path classes = run.resolve("classes");
        lay(classes, ConfinementLauncher.class);
        if (profile.network() instanceof Network.Through) {
            lay(classes, LoopbackForwarder.class);
            file(run.resolve(PROXY), new byte[0]);
        }
        Path filter = file(run.resolve("filter"), SystemCallFilter.of(calls, namespaces ? SystemCallFilter.Reach.ofNamespaces()
                : SystemCallFilter.Reach.ofMachine(profile.network())).bytes());
        Path plan = file(run.resolve("plan"), plan(command, program, profile, limits, mark, run, filter).bytes());
        Path status = file(run.resolve("status"), new byte[0]);
        SortedMap<String, String> environment = new TreeMap<>(Map.of(LocalSandbox.MARK, mark));
        Optional<Path> session = SETSID.stream().filter(Files::isExecutable).findFirst();
        return new Cell(argv(session, profile.network(), classes, plan, status), Path.of("/"), environment, process -> namespaces
                ? new NamespaceTree(process.toHandle(), status)
                : new ProcTree(process.pid(), session.isPresent(), LocalSandbox.MARK + "=" + mark, Optional.of(run), groups),
                words -> failure(status, words), with(profile.writable(), temporary));
    }

    private static List<Path> with(List<Path> some, Path other) {
        var all = new ArrayList<>(some);
        all.add(other);
        return all;
    }

    List<String> argv(Optional<Path> session, Network network, Path classes, Path plan, Path status) throws IOException {
        List<String> a = new ArrayList<>();
        // No terminal to write to or read from.
        session.ifPresent(setsid -> a.add(setsid.toString()));
        a.addAll(List.of("/bin/sh", "-c", "s=$1; shift; exec \"$@\" " + ConfinementLauncher.STATUS + ">\"$s\"", "sh", status.toString()));
        if (namespaces) {
            a.addAll(List.of(UNSHARE.toString(), "--user", "--map-current-user", "--keep-caps", "--mount", "--pid", "--ipc", "--uts", "--cgroup"));
            if (!(network instanceof Network.Open)) {
                a.add("--net");
            }
            // The first process of a PID namespace has others to wait for, and signals do not end it; so the command is not it.
            a.addAll(List.of("--fork", "--kill-child", "--mount-proc", "--", "/bin/sh", "-c", "\"$@\"; exit $?", "sh"));
        }
        a.addAll(launcher.java(classes));
        a.add(plan.toString());
        return a;
    }

    ConfinementPlan plan(Command command, Path program, Profile profile, Limits limits, String mark, Path run, Path filter) throws IOException {
        var plan = new ConfinementPlan();
        Path temporary = run.resolve("tmp");
        List<Path> own = new ArrayList<>(profile.writable());
        own.sort(Comparator.comparing(Path::getNameCount).thenComparing(Comparator.naturalOrder()));
        own.add(temporary);
        boolean hides = own.stream().noneMatch(each -> each.startsWith(TEMPORARY))
                && profile.readable().stream().noneMatch(each -> each.startsWith(TEMPORARY)) && !javaHome.startsWith(TEMPORARY);
        if (namespaces) {
            namespaces(plan, profile.network(), own, hides ? Optional.of(temporary) : Optional.empty(), run);
        } else {
            plan.step("die-with-parent");
        }
        plan.step("filter", filter.toString());
        plan.step("privileges");
        files(plan, profile, own, run);
        plan.step("limit", Integer.toString(CPU), Long.toString(Math.max(1, limits.cpu().toSeconds())));
        plan.step("limit", Integer.toString(FILE_SIZE), Long.toString(limits.disk()));
        plan.step("limit", Integer.toString(DATA), Long.toString(limits.memory()));
        plan.step("limit", Integer.toString(CORE), "0");
        if (namespaces) {
            // Elsewhere it counts all processes of the user.
            plan.step("limit", Integer.toString(PROCESSES), Integer.toString(limits.processes()));
        }
        plan.step("folder", command.folder().toString());
        environment(command, mark, namespaces && hides ? Optional.empty() : Optional.of(temporary))
                .forEach((name, value) -> plan.step("set", name + "=" + value));
        plan.step("program", program.toString());
        plan.step("argument", program.toString());
        command.argv().subList(1, command.argv().size()).forEach(each -> plan.step("argument", each));
        return plan;
    }

    private void namespaces(ConfinementPlan plan, Network network, List<Path> own, Optional<Path> temporary, Path run) {
        if (!(network instanceof Network.Open)) {
            plan.step("loopback");
        }
        if (network instanceof Network.Through through) {
            // The socket may lie in the folder for temporary files, which is another one afterwards.
            plan.step("bind", through.socket().toString(), run.resolve(PROXY).toString());
            plan.step("forward", javaHome.resolve("bin/java").toString(), run.resolve("classes").toString(), LoopbackForwarder.class.getName(),
                    run.resolve(PROXY).toString(), Integer.toString(Profile.PROXY_PORT));
        }
        own.forEach(each -> plan.step("bind", each.toString(), each.toString()));
        temporary.ifPresent(folder -> plan.step("bind", folder.toString(), TEMPORARY.toString()));
        if (Files.isDirectory(SHARED_MEMORY)) {
            plan.step("tmpfs", SHARED_MEMORY.toString(), "size=256m,mode=1777");
        }
        // Modes, times and attributes of files are nothing that Landlock looks at.
        plan.step("read-only", "/");
        own.forEach(each -> plan.step("writable", each.toString()));
        temporary.ifPresent(_ -> plan.step("writable", TEMPORARY.toString()));
        if (Files.isDirectory(SHARED_MEMORY)) {
            plan.step("writable", SHARED_MEMORY.toString());
        }
    }

    private void files(ConfinementPlan plan, Profile profile, List<Path> own, Path run) throws IOException {
        plan.step("landlock", Integer.toString(!namespaces && profile.network() instanceof Network.Off ? NO_TCP : 0), Integer.toString(SCOPED));
        var readable = new ArrayList<Path>(List.of(Path.of("/usr")));
        readable.addAll(SystemFiles.FOLDERS);
        readable.addAll(SystemFiles.settings(profile.network()));
        readable.addAll(profile.readable());
        readable.stream().filter(Files::exists).distinct().forEach(each -> plan.rule(each, READ));
        plan.rule(Path.of("/proc"), LOOK);
        DEVICES.stream().filter(Files::exists).forEach(each -> plan.rule(each, USE));
        own.forEach(each -> plan.rule(each, CHANGE));
        if (namespaces && Files.isDirectory(SHARED_MEMORY)) {
            plan.rule(SHARED_MEMORY, CHANGE);
        }
        // What /dev/stdin, /dev/stdout and /dev/stderr lead to.
        List.of("in", "out", "err").stream().map(run::resolve).filter(Files::exists).forEach(each -> plan.rule(each, USE));
        plan.step("restrict");
    }

    private static SortedMap<String, String> environment(Command command, String mark, Optional<Path> temporary) {
        var all = new TreeMap<>(command.environment());
        temporary.ifPresent(folder -> {
            List.of("TMPDIR", "TMP", "TEMP").forEach(name -> all.put(name, folder.toString()));
            all.merge("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + folder, (given, added) -> given + " " + added);
        });
        all.put(LocalSandbox.MARK, mark);
        all.put("PWD", command.folder().toString());
        return all;
    }

    /// The launcher says on a descriptor of its own how far it came; a command can't reach that.
    private static Optional<String> failure(Path status, String words) {
        try {
            String said = Files.readString(status);
            int failed = said.indexOf("failed: ");
            return failed >= 0 ? Optional.of(said.substring(failed + "failed: ".length()).strip())
                    : said.startsWith(ConfinementLauncher.RUNNING) ? Optional.empty()
                    : Optional.of(words.isEmpty() ? "it ended before the command was started" : words.lines().findFirst().orElse(""));
        } catch (IOException e) {
            return Optional.of("what the launcher said can't be read: " + e.getMessage());
        }
    }

    private static void lay(Path classes, Class<?> program) throws IOException {
        Path folder = Files.createDirectories(classes.resolve(program.getPackageName().replace('.', '/')));
        String name = program.getSimpleName() + ".class";
        try (InputStream in = program.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the program that contains others is missing");
            }
            Files.copy(in, folder.resolve(name));
        }
    }

    private static Path file(Path file, byte[] content) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.write(file, content, StandardOpenOption.WRITE);
    }
}
