package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Network;
import java.util.List;

/// Which system calls a contained command may make: those that programs and builds use, and not those by which one gets out of
/// namespaces, into other processes or at little-tested parts of the kernel. What this knows nothing of yet is "not implemented".
///
/// Offsets and return values are those of seccomp(2).
final class SystemCallFilter {
    static final int ALLOW = 0x7FFF0000;
    static final int KILL = 0x80000000;
    private static final int ERRNO = 0x00050000;
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final int EAFNOSUPPORT = 97;
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;

    private static final List<String> REFUSED = List.of("ptrace", "unshare", "setns", "mount", "umount2", "pivot_root", "chroot",
            "keyctl", "add_key", "request_key", "bpf", "userfaultfd", "perf_event_open", "open_by_handle_at", "name_to_handle_at",
            "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "reboot", "swapon", "swapoff", "acct",
            "quotactl", "quotactl_fd", "syslog", "settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "process_vm_readv",
            "process_vm_writev", "pidfd_getfd", "kcmp", "fsopen", "fsconfig", "fsmount", "fspick", "move_mount", "open_tree",
            "mount_setattr", "fanotify_init", "vhangup", "ioperm", "iopl", "modify_ldt", "uselib", "lookup_dcookie", "nfsservctl",
            "move_pages", "mbind", "migrate_pages", "set_mempolicy", "sethostname", "setdomainname");
    /// Programs fall back to older calls, whose arguments can be seen here.
    private static final List<String> ABSENT = List.of("clone3", "openat2", "io_uring_setup", "io_uring_enter", "io_uring_register",
            "memfd_secret");
    /// System V's and POSIX's, that are found by numbers and names of the machine.
    private static final List<String> SHARED = List.of("shmget", "shmat", "shmctl", "semget", "semop", "semctl", "semtimedop", "msgget", "msgsnd",
            "msgrcv", "msgctl", "mq_open", "mq_unlink");
    /// `CLONE_NEWNS`, `NEWCGROUP`, `NEWUTS`, `NEWIPC`, `NEWUSER`, `NEWPID`, `NEWNET`.
    private static final int NAMESPACES = 0x7E020000;
    private static final int SET_ID = 06000;
    /// `O_CREAT`, and the bit of `O_TMPFILE` that is not `O_DIRECTORY`.
    private static final int CREATES = 0100 | 020000000;
    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541C;
    private static final int PRIO_PROCESS = 0;
    private static final int IOPRIO_WHO_PROCESS = 1;
    private static final int X32 = 0x40000000;
    private static final int UNIX = 1;
    private static final int INET = 2;
    private static final int INET6 = 10;
    private static final int NETLINK = 16;

    private final SystemCalls calls;
    private final Bpf program = new Bpf();

    private SystemCallFilter(SystemCalls calls) {
        this.calls = calls;
    }

    /// What is around a command, so that it can be seen which sockets lead where.
    ///
    /// @param internet whether it may open sockets of the network: where the network is its own, or is open to it
    /// @param unix     whether it may open sockets of this machine: by name they are found where the network is shared, by path where
    ///                 no root of its own hides them
    /// @param apart    whether processes, message queues and memory that programs share by number are its own
    record Reach(boolean internet, boolean unix, boolean apart) {
        /// A root and namespaces of its own.
        static Reach ofOwnRoot(Network network) {
            return new Reach(true, !(network instanceof Network.Open), true);
        }

        /// Namespaces of its own, and the machine's files.
        static Reach ofNamespaces() {
            return new Reach(true, false, true);
        }

        /// Nothing of its own.
        static Reach ofMachine(Network network) {
            return new Reach(network instanceof Network.Open, false, false);
        }
    }

    static Bpf of(SystemCalls calls, Reach reach) {
        var filter = new SystemCallFilter(calls);
        filter.build(reach);
        return filter.program;
    }

    private void build(Reach reach) {
        program.load(ARCHITECTURE).whenNone(List.of(calls.audit()), new Bpf().ret(KILL));
        program.load(NUMBER);
        if (calls == SystemCalls.X86_64) {
            program.whenAtLeast(X32, new Bpf().ret(KILL));
        }
        program.whenAtLeast(SystemCalls.UNKNOWN, error(ENOSYS));
        REFUSED.forEach(name -> on(name, error(EPERM)));
        ABSENT.forEach(name -> on(name, error(ENOSYS)));
        on("clone", new Bpf().load(argument(0)).whenAny(NAMESPACES, error(EPERM)));
        on("ioctl", new Bpf().load(argument(1)).whenEqual(TIOCSTI, error(EPERM)).whenEqual(TIOCLINUX, error(EPERM)));
        on("personality", new Bpf().load(argument(0)).whenNone(List.of(0, -1), error(EPERM)));
        setId();
        if (!reach.apart) {
            SHARED.forEach(name -> on(name, error(EPERM)));
            ownAlone();
        }
        sockets(reach);
        program.ret(ALLOW);
    }

    /// Limits, priorities and processors of other processes of the same user: only "my own", which is 0, not a number.
    private void ownAlone() {
        Bpf refused = error(EPERM);
        for (String name : List.of("prlimit64", "sched_setparam", "sched_setscheduler", "sched_setaffinity", "sched_setattr")) {
            on(name, new Bpf().load(argument(0)).whenNone(List.of(0), refused));
        }
        on("setpriority", new Bpf().load(argument(0)).whenNone(List.of(PRIO_PROCESS), refused).load(argument(1)).whenNone(List.of(0), refused));
        on("ioprio_set", new Bpf().load(argument(0)).whenNone(List.of(IOPRIO_WHO_PROCESS), refused).load(argument(1)).whenNone(List.of(0), refused));
    }

    /// A program with another's rights would be of the user's, also outside.
    private void setId() {
        Bpf refused = error(EPERM);
        on("chmod", new Bpf().load(argument(1)).whenAny(SET_ID, refused));
        on("fchmod", new Bpf().load(argument(1)).whenAny(SET_ID, refused));
        on("fchmodat", new Bpf().load(argument(2)).whenAny(SET_ID, refused));
        on("fchmodat2", new Bpf().load(argument(2)).whenAny(SET_ID, refused));
        on("creat", new Bpf().load(argument(1)).whenAny(SET_ID, refused));
        on("mknod", new Bpf().load(argument(1)).whenAny(SET_ID, refused));
        on("mknodat", new Bpf().load(argument(2)).whenAny(SET_ID, refused));
        // Without O_CREAT the mode is whatever lies there.
        on("open", new Bpf().load(argument(1)).whenAny(CREATES, new Bpf().load(argument(2)).whenAny(SET_ID, refused)));
        on("openat", new Bpf().load(argument(2)).whenAny(CREATES, new Bpf().load(argument(3)).whenAny(SET_ID, refused)));
    }

    private void sockets(Reach reach) {
        Bpf family = error(EAFNOSUPPORT);
        var socket = new Bpf().load(argument(0));
        if (reach.unix) {
            socket.whenEqual(UNIX, new Bpf().ret(ALLOW));
        }
        if (reach.internet) {
            // Streams and datagrams, of TCP, UDP and echo; no raw packets.
            var plain = new Bpf().load(argument(1)).and(0xF).whenNone(List.of(1, 2), error(EPERM))
                    .load(argument(2)).whenNone(List.of(0, 6, 17, 1, 58), error(EPERM)).ret(ALLOW);
            socket.whenEqual(INET, plain).whenEqual(INET6, plain);
            // Names and addresses of network devices.
            socket.whenEqual(NETLINK, new Bpf().load(argument(2)).whenNone(List.of(0), error(EAFNOSUPPORT)).ret(ALLOW));
        }
        on("socket", socket.ret(ERRNO | EAFNOSUPPORT));
        on("socketpair", new Bpf().load(argument(0)).whenNone(List.of(UNIX), family));
    }

    /// The number is loaded again afterwards, since `block` may load something else.
    private void on(String name, Bpf block) {
        calls.number(name).ifPresent(number -> program.whenEqual(number, block.load(NUMBER)));
    }

    /// The low half of an argument; every one that is looked at here is of 32 bits.
    private static int argument(int index) {
        return 16 + 8 * index;
    }

    private static Bpf error(int errno) {
        return new Bpf().ret(ERRNO | errno);
    }
}
