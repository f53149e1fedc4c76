package dev.countersign.sandbox.local;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program of its own: gives up what a [ConfinementPlan] says, for good, and then becomes the command. It is one class, so that it can
/// be laid anywhere; no lambdas, since these take longest to start.
///
/// It speaks to the kernel by `syscall(2)` alone: prctl(2), capset(2), mount(2), mount_setattr(2), landlock(7), seccomp(2), execve(2).
/// Steps that fail end it, before anything was executed.
final class ConfinementLauncher {
    /// Where it says how far it came; not open in the command.
    static final int STATUS = 9;
    static final int FAILED = 125;
    static final String RUNNING = "running";
    /// The first whose rules also hold for `truncate(2)` (Linux 6.2).
    private static final int LEAST_LANDLOCK = 3;

    private static final long HERE = -100;
    private static final boolean X86 = !System.getProperty("os.arch").equals("aarch64");
    private static final int[] X86_64 = {157, 126, 165, 442, 444, 445, 446, 317, 302, 436, 59, 257, 1, 80, 14, 3, 41, 16};
    private static final int[] AARCH64 = {167, 91, 40, 442, 444, 445, 446, 277, 261, 436, 221, 56, 64, 49, 135, 57, 198, 29};
    private static final int PRCTL = 0;
    private static final int CAPSET = 1;
    private static final int MOUNT = 2;
    private static final int MOUNT_SETATTR = 3;
    private static final int CREATE_RULESET = 4;
    private static final int ADD_RULE = 5;
    private static final int RESTRICT_SELF = 6;
    private static final int SECCOMP = 7;
    private static final int PRLIMIT = 8;
    private static final int CLOSE_RANGE = 9;
    private static final int EXECVE = 10;
    private static final int OPENAT = 11;
    private static final int WRITE = 12;
    private static final int CHDIR = 13;
    private static final int SIGPROCMASK = 14;
    private static final int CLOSE = 15;
    private static final int SOCKET = 16;
    private static final int IOCTL = 17;

    private final Arena arena = Arena.global();
    private final MemorySegment errors = arena.allocate(Linker.Option.captureStateLayout());
    private final long errorAt = Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    @SuppressWarnings("restricted")
    private final MethodHandle system = Linker.nativeLinker().downcallHandle(Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
            Linker.Option.captureCallState("errno"));
    private final List<String> environment = new ArrayList<>();
    private final List<String> argv = new ArrayList<>();
    private String program = "";
    private int landlock;
    private long handled;
    private long ruleset = -1;
    private long filter;

    private ConfinementLauncher() {}

    /// @param arguments the file of the plan
    public static void main(String[] arguments) throws Throwable {
        var launcher = new ConfinementLauncher();
        try {
            launcher.follow(new String(Files.readAllBytes(Path.of(arguments[0])), StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException | RuntimeException e) {
            launcher.say("failed: ".concat(String.valueOf(e.getMessage())));
            System.exit(FAILED);
        }
    }

    private void follow(String[] words) throws Throwable {
        int at = 0;
        while (at < words.length - 1) {
            String step = words[at];
            String first = words[at + 1];
            at += 2;
            switch (step) {
                case "die-with-parent" -> must(step, call(PRCTL, 1, 9, 0, 0, 0));
                case "bind" -> must("bind ".concat(first), call(MOUNT, text(first), text(words[at++]), 0, 0x1000, 0));
                // MS_NOSUID, MS_NODEV
                case "tmpfs" -> must("tmpfs ".concat(first), call(MOUNT, text("tmpfs"), text(first), text("tmpfs"), 6, text(words[at++])));
                // AT_RECURSIVE; MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID
                case "read-only" -> must("read-only ".concat(first), call(MOUNT_SETATTR, HERE, text(first), 0x8000, longs(3, 0, 0, 0), 32));
                case "writable" -> must("writable ".concat(first), call(MOUNT_SETATTR, HERE, text(first), 0, longs(0, 1, 0, 0), 32));
                case "loopback" -> loopback();
                case "forward" -> {
                    forward(first, words[at], words[at + 1], words[at + 2], words[at + 3]);
                    at += 4;
                }
                case "folder" -> must("folder ".concat(first), call(CHDIR, text(first), 0, 0, 0, 0));
                case "privileges" -> dropPrivileges();
                case "landlock" -> begin(Long.parseLong(first), Long.parseLong(words[at++]));
                case "rule" -> rule(first, Long.parseLong(words[at++]));
                case "restrict" -> must(step, call(RESTRICT_SELF, ruleset, 0, 0, 0, 0));
                case "limit" -> limit(Long.parseLong(first), Long.parseLong(words[at++]));
                case "filter" -> filter(Path.of(first));
                case "set" -> environment.add(first);
                case "program" -> program = first;
                case "argument" -> argv.add(first);
                case "end" -> {
                    return;
                }
                default -> throw new IllegalArgumentException("unknown step ".concat(step));
            }
        }
        become();
    }

    /// In a network of its own even the loopback device is down at first (netdevice(7)).
    private void loopback() throws Throwable {
        long socket = must("socket", call(SOCKET, 2, 2, 0, 0, 0));
        MemorySegment request = arena.allocate(40, 8);
        request.setString(0, "lo");
        request.set(ValueLayout.JAVA_SHORT, 16, (short) 0x41);
        must("loopback", call(IOCTL, socket, 0x8914, request.address(), 0, 0));
        call(CLOSE, socket, 0, 0, 0, 0);
    }

    /// Starts what stands between a port of the loopback device and the proxy's socket, which is not seen from inside.
    private static void forward(String java, String classes, String forwarder, String socket, String port) throws IOException {
        // Started beside the socket: the name of one is at most 107 bytes long (unix(7)), a path can be longer.
        File named = new File(socket);
        Process process = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-XX:-UsePerfData", "-Xmx32m",
                "-Xss256k", "-cp", classes, forwarder, named.getName(), port).directory(named.getParentFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        if (!new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).equals("ready")) {
            throw new IOException("the way to the network could not be opened");
        }
    }

    /// Also from uid 0, which gets all of them back by any execve(2) unless the bounding set is empty.
    private void dropPrivileges() throws Throwable {
        call(PRCTL, 47, 4, 0, 0, 0);
        for (int capability = 0; capability < 64; capability++) {
            // Who has no privilege may not drop any, and need not.
            call(PRCTL, 24, capability, 0, 0, 0);
        }
        MemorySegment header = arena.allocate(8, 8);
        header.set(ValueLayout.JAVA_INT, 0, 0x20080522);
        must("capset", call(CAPSET, header.address(), longs(0, 0, 0), 0, 0, 0));
        must("no-new-privs", call(PRCTL, 38, 1, 0, 0, 0));
    }

    private void begin(long net, long scoped) throws Throwable {
        landlock = (int) call(CREATE_RULESET, 0, 0, 1, 0, 0);
        if (landlock < LEAST_LANDLOCK) {
            throw new IOException(landlock < 1 ? "this kernel has no Landlock, or it is switched off"
                    : "this kernel's Landlock is too old: it can't hold truncate(2), which takes Linux 6.2");
        }
        handled = landlock >= 5 ? 0xFFFF : 0x7FFF;
        long size = landlock >= 6 ? 24 : landlock >= 4 ? 16 : 8;
        ruleset = must("landlock", call(CREATE_RULESET, longs(handled, landlock >= 4 ? net : 0, landlock >= 6 ? scoped : 0), size, 0, 0, 0));
    }

    private void rule(String path, long rights) throws Throwable {
        // O_PATH, O_CLOEXEC
        long descriptor = must(path, call(OPENAT, HERE, text(path), 0x280000, 0, 0));
        MemorySegment attribute = arena.allocate(16, 8);
        attribute.set(ValueLayout.JAVA_LONG, 0, rights & handled);
        attribute.set(ValueLayout.JAVA_INT, 8, (int) descriptor);
        must("rule ".concat(path), call(ADD_RULE, ruleset, 1, attribute.address(), 0, 0));
        call(CLOSE, descriptor, 0, 0, 0, 0);
    }

    private void limit(long resource, long most) throws Throwable {
        must("limit", call(PRLIMIT, 0, resource, longs(most, most), 0, 0));
    }

    /// Read while files can be read.
    private void filter(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        MemorySegment code = arena.allocate(bytes.length, 8);
        MemorySegment.copy(bytes, 0, code, ValueLayout.JAVA_BYTE, 0, bytes.length);
        MemorySegment head = arena.allocate(16, 8);
        head.set(ValueLayout.JAVA_SHORT, 0, (short) (bytes.length / 8));
        head.set(ValueLayout.JAVA_LONG, 8, code.address());
        filter = head.address();
    }

    private void become() throws Throwable {
        // The JDK blocks some signals in its threads, which execve(2) would hand on.
        must("signals", call(SIGPROCMASK, 2, longs(0), 0, 8, 0));
        long words = array(argv);
        long variables = array(environment);
        long path = text(program);
        must("filter", call(SECCOMP, 1, 0, filter, 0, 0));
        say(RUNNING);
        must("descriptors", call(CLOSE_RANGE, 3, 0x7FFFFFFF, 4, 0, 0));
        must(program, call(EXECVE, path, words, variables, 0, 0));
    }

    private void say(String words) throws Throwable {
        byte[] bytes = words.concat("\n").getBytes(StandardCharsets.UTF_8);
        MemorySegment segment = arena.allocate(bytes.length);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        call(WRITE, STATUS, segment.address(), bytes.length, 0, 0);
    }

    private long text(String words) {
        return arena.allocateFrom(words).address();
    }

    private long longs(long... values) {
        return arena.allocateFrom(ValueLayout.JAVA_LONG, values).address();
    }

    private long array(List<String> all) {
        long[] pointers = new long[all.size() + 1];
        for (int i = 0; i < all.size(); i++) {
            pointers[i] = text(all.get(i));
        }
        return longs(pointers);
    }

    private long must(String step, long result) throws IOException {
        if (result < 0) {
            throw new IOException(step.concat(": error ").concat(Integer.toString(errors.get(ValueLayout.JAVA_INT, errorAt))));
        }
        return result;
    }

    private long call(int what, long a, long b, long c, long d, long e) throws Throwable {
        return (long) system.invokeExact(errors, (long) (X86 ? X86_64 : AARCH64)[what], a, b, c, d, e, 0L);
    }
}
