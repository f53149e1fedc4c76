"""Attacks on a sandbox, each in a process of its own. Prints "NAME out" for one that got out, "NAME in" for one that did not.

Arguments: folder outside, secret file, process id outside, TCP port, Unix socket, abstract socket, real home, scratch folder,
namespace of queues.
"""
import ctypes
import errno
import fcntl
import os
import resource
import socket
import stat
import sys

OUT, SECRET, PID, PORT, UNIX, ABSTRACT, HOME, SCRATCH, IPC = sys.argv[1:10]
PID, PORT = int(PID), int(PORT)
LIBC = ctypes.CDLL(None, use_errno=True)
X86 = os.uname().machine == "x86_64"
NEWUSER, NEWNS, NEWNET, NEWPID = 0x10000000, 0x20000, 0x40000000, 0x20000000


def call(x86, arm, *arguments):
    """A system call by number; an exception where the kernel says no."""
    ctypes.set_errno(0)
    result = LIBC.syscall(ctypes.c_long(x86 if X86 else arm), *[a if isinstance(a, ctypes._SimpleCData) or isinstance(a, bytes) or a is None
                          or isinstance(a, ctypes.Array) else ctypes.c_long(a) for a in arguments])
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def refused(x86, arm, *arguments):
    """Whether the call was turned away before the kernel looked at its (useless) arguments."""
    try:
        call(x86, arm, *arguments)
    except OSError as e:
        return e.errno in (errno.EPERM, errno.ENOSYS)
    return False


def write(path, flags=os.O_WRONLY | os.O_CREAT):
    descriptor = os.open(path, flags, 0o644)
    os.write(descriptor, b"x")
    os.close(descriptor)
    return True


def own(name):
    write(name)
    return name


def linked(target, name, then):
    os.symlink(target, name)
    return then(name)


def swap():
    os.mkdir("swapped")
    write("swapped/p")
    os.rename("swapped", "aside")
    os.symlink(OUT, "swapped")
    return write("swapped/by-swap")


def connect(family, address):
    s = socket.socket(family, socket.SOCK_STREAM)
    s.settimeout(3)
    s.connect(address)
    return True


def opened(path, flags=os.O_RDONLY):
    os.close(os.open(path, flags))
    return True


def read(path):
    with open(path, "rb") as f:
        return len(f.read(64)) > 0


def rewrite(path):
    with open(path, "rb") as f:
        content = f.read()
    with open(path, "r+b", buffering=0) as f:
        return f.write(content) > 0


def set_id_by_open():
    previous = os.umask(0)
    os.close(os.open("opened-set-id", os.O_CREAT | os.O_WRONLY, 0o4755))
    os.umask(previous)
    return os.stat("opened-set-id").st_mode & stat.S_ISUID != 0


def set_id_by_chmod(mode):
    os.chmod(own("chmod-set-id-%o" % mode), mode)
    return os.stat("chmod-set-id-%o" % mode).st_mode & 0o6000 != 0


def device():
    os.mknod("device", stat.S_IFBLK | 0o600, os.makedev(254, 0))
    return opened("device")


def nested(flags):
    pid = call(56, 220, flags | 17, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return True


def vm_read():
    buffer = ctypes.create_string_buffer(8)

    class Vector(ctypes.Structure):
        _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
    local = (Vector * 1)(Vector(ctypes.addressof(buffer), 8))
    remote = (Vector * 1)(Vector(0x1000, 8))
    return not refused(310, 270, PID, ctypes.cast(local, ctypes.c_void_p), 1, ctypes.cast(remote, ctypes.c_void_p), 1, 0)


def own_signals():
    """A signal that the kernel would send in our name, to a process that is none of ours."""
    reader, _ = os.pipe()
    return fcntl.fcntl(reader, 8, PID) == 0 and fcntl.fcntl(reader, 9) == PID and os.kill(PID, 0) is None


def shared_queue():
    """A message queue that somebody outside would find."""
    LIBC.mq_open.restype = ctypes.c_int
    return LIBC.mq_open(b"/countersign-planted", os.O_CREAT | os.O_RDWR, 0o600, None) >= 0 and os.readlink("/proc/self/ns/ipc") == IPC


ATTACKS = {
    "write-outside": lambda: write(OUT + "/by-write"),
    "append-to-file-of-user": lambda: write(SECRET, os.O_WRONLY | os.O_APPEND),
    "truncate-file-of-user": lambda: os.truncate(SECRET, 1 << 20) is None,
    "rename-out": lambda: os.rename(own("to-rename"), OUT + "/by-rename") is None,
    "link-out": lambda: os.link(own("to-link"), OUT + "/by-link") is None,
    "link-made-during": lambda: linked(OUT, "during", lambda n: write(n + "/by-link-during")),
    "link-made-before": lambda: write("before/by-link-before"),
    "swap-folder-for-link": swap,
    "hard-link-of-file-of-user": lambda: os.link(SECRET, "hard") is None and write("hard", os.O_WRONLY | os.O_APPEND),
    "dot-dot": lambda: write("../by-dot-dot"),
    "make-folder-outside": lambda: os.mkdir(OUT + "/by-mkdir") is None,
    "chmod-file-of-user": lambda: os.chmod(SECRET, 0o644) is None,
    "touch-file-of-user": lambda: os.utime(SECRET) is None,
    "attribute-of-file-of-user": lambda: os.setxattr(SECRET, "user.planted", b"x") is None,
    "rename-over-file-of-user": lambda: os.rename(own("to-rename-over"), OUT + "/to-rename-over") is None,
    "rename-in": lambda: os.rename(OUT + "/to-take", "taken") is None,
    "rename-exchange": lambda: call(316, 276, -100, own("to-exchange").encode(), -100, (OUT + "/to-exchange").encode(), 2) == 0,
    "rename-folder-in": lambda: os.rename(OUT + "/folder", "folder-taken") is None,
    "folder-of-stage": lambda: os.rename(os.getcwd(), OUT + "/stage-moved") is None,
    "remove-folder-outside": lambda: os.rmdir(OUT + "/empty") is None,
    "symlink-outside": lambda: os.symlink("x", OUT + "/by-symlink") is None,
    "fifo-outside": lambda: os.mkfifo(OUT + "/by-fifo") is None,
    "file-without-a-name-outside": lambda: opened(OUT, os.O_TMPFILE | os.O_WRONLY),
    "change-owner-of-file-of-user": lambda: os.chown(SECRET, os.getuid(), os.getgid()) is None,
    "delete-outside": lambda: os.unlink(OUT + "/to-delete") is None,
    "write-home": lambda: write(HOME + "/.countersign-planted"),
    "write-usr": lambda: write("/usr/countersign-planted"),
    "write-etc": lambda: write("/etc/countersign-planted"),
    "write-root-folder": lambda: write("/countersign-planted"),
    "write-dev": lambda: write("/dev/countersign-planted"),
    "kernel-setting": lambda: rewrite("/proc/sys/kernel/core_pattern"),
    "kernel-setting-modprobe": lambda: rewrite("/proc/sys/kernel/modprobe"),
    "sysrq": lambda: opened("/proc/sysrq-trigger", os.O_WRONLY),
    "sysfs": lambda: len(os.listdir("/sys")) > 0,
    "kernel-messages": lambda: opened("/dev/kmsg", os.O_WRONLY),
    "memory-device": lambda: opened("/dev/mem"),
    "make-device": device,
    "unmount": lambda: LIBC.umount2(b"/usr", 2) == 0,
    "remount": lambda: LIBC.mount(None, b"/usr", None, 0x1020, None) == 0,
    "new-mount": lambda: LIBC.mount(b"none", b".", b"tmpfs", 0, None) == 0,
    "mount-by-new-calls": lambda: not refused(430, 430, b"tmpfs", 0),
    "open-tree": lambda: not refused(428, 428, -100, b"/", 1),
    "chroot": lambda: os.chroot(".") is None,
    "pivot-root": lambda: not refused(155, 41, b".", b"."),
    "file-handle": lambda: not refused(304, 265, -1, None, 0),
    "root-of-first-process": lambda: read("/proc/1/root" + SECRET),
    "root-of-process-outside": lambda: read("/proc/%d/root%s" % (PID, SECRET)),
    "folder-of-process-outside": lambda: len(os.listdir("/proc/%d/cwd/" % PID)) >= 0,
    "set-user-id": lambda: set_id_by_chmod(0o4755),
    "set-group-id": lambda: set_id_by_chmod(0o2755),
    "set-user-id-by-open": set_id_by_open,
    "open-by-new-call": lambda: not refused(437, 437, -100, b".", None, 0),
    "read-file-of-user": lambda: read(SECRET),
    "read-over-link": lambda: linked(SECRET, "to-secret", read),
    "list-home": lambda: ".ssh" in os.listdir(HOME) or ".bashrc" in os.listdir(HOME) or ".profile" in os.listdir(HOME),
    "read-shadow": lambda: read("/etc/shadow"),
    "list-run": lambda: len(os.listdir("/run")) > 0,
    "list-var-lib": lambda: len(os.listdir("/var/lib")) > 0,
    "list-scratch": lambda: len(os.listdir(SCRATCH)) > 0,
    "environment-of-process-outside": lambda: read("/proc/%d/environ" % PID),
    "memory-of-process-outside": lambda: opened("/proc/%d/mem" % PID, os.O_RDWR),
    "descriptors-of-process-outside": lambda: len(os.listdir("/proc/%d/fd" % PID)) > 0,
    "maps-of-process-outside": lambda: read("/proc/%d/maps" % PID),
    "threads-of-process-outside": lambda: read("/proc/%d/task/%d/environ" % (PID, PID)),
    "program-of-process-outside": lambda: len(os.readlink("/proc/%d/exe" % PID)) > 0,
    "adjust-process-outside": lambda: rewrite("/proc/%d/oom_score_adj" % PID),
    "command-of-process-outside": lambda: "java" in open("/proc/%d/cmdline" % PID).read(),
    "keyring": lambda: not refused(250, 219, 0, -3, 0),
    "inherited-descriptors": lambda: any(int(n) > 2 and not os.path.realpath("/proc/self/fd/" + n).startswith(("/proc", "/dev"))
                                         for n in os.listdir("/proc/self/fd") if os.path.exists("/proc/self/fd/" + n)),
    "signal-process-outside": lambda: os.kill(PID, 0) is None,
    "signal-group-outside": lambda: os.killpg(os.getpgid(PID), 0) is None,
    "signal-by-descriptor": lambda: call(424, 424, os.pidfd_open(PID), 0, None, 0) == 0,
    "signal-thread-outside": lambda: call(234, 131, PID, PID, 0) == 0,
    "queue-signal-outside": lambda: call(129, 138, PID, 0, None) == 0,
    "wake-by-owner": own_signals,
    "priority-of-process-outside": lambda: os.setpriority(os.PRIO_PROCESS, PID, os.getpriority(os.PRIO_PROCESS, PID)) is None,
    "limits-of-process-outside": lambda: len(resource.prlimit(PID, resource.RLIMIT_NOFILE)) == 2,
    "cpus-of-process-outside": lambda: len(os.sched_getaffinity(PID)) > 0,
    "pin-process-outside": lambda: os.sched_setaffinity(PID, os.sched_getaffinity(PID)) is None,
    "io-priority-of-process-outside": lambda: call(251, 30, 1, PID, (2 << 13) | 4) == 0,
    "pidfd-of-process-outside": lambda: os.pidfd_open(PID) >= 0,
    "trace": lambda: LIBC.ptrace(0, 0, None, None) == 0,
    "trace-process-outside": lambda: LIBC.ptrace(0x4206, PID, None, None) == 0,
    "trace-parent": lambda: LIBC.ptrace(0x4206, os.getppid(), None, None) == 0,
    "read-memory-by-call": vm_read,
    "pidfd-getfd": lambda: not refused(438, 438, -1, 0, 0),
    "compare-processes": lambda: not refused(312, 272, os.getpid(), os.getpid(), 99, 0, 0),
    "port-of-machine": lambda: connect(socket.AF_INET, ("127.0.0.1", PORT)),
    "port-of-machine-mapped": lambda: connect(socket.AF_INET6, ("::ffff:127.0.0.1", PORT)),
    "unix-socket": lambda: connect(socket.AF_UNIX, UNIX),
    "abstract-socket": lambda: connect(socket.AF_UNIX, "\0" + ABSTRACT),
    "raw-socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1) is not None,
    "raw-socket-6": lambda: socket.socket(socket.AF_INET6, socket.SOCK_RAW, 58) is not None,
    "odd-protocol": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 132) is not None,
    "netlink-audit": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 9) is not None,
    "netlink-uevents": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 15) is not None,
    "io-uring": lambda: not refused(425, 425, 1, None),
    "bpf": lambda: not refused(321, 280, 0, None, 0),
    "perf": lambda: not refused(298, 241, None, 0, -1, -1, 0),
    "userfaultfd": lambda: not refused(323, 282, -1),
    "fanotify": lambda: not refused(300, 262, -1, 0),
    "kernel-module": lambda: not refused(175, 105, None, 0, None),
    "kexec": lambda: not refused(246, 104, 0, 0, None, 0),
    "set-clock": lambda: not refused(227, 112, 99, None),
    "host-name": lambda: not refused(170, 161, b"x", -1),
    "swap": lambda: not refused(168, 225, b"/none"),
    "new-user-namespace": lambda: LIBC.unshare(NEWUSER) == 0,
    "new-mount-namespace": lambda: LIBC.unshare(NEWNS) == 0,
    "new-network-namespace": lambda: LIBC.unshare(NEWNET) == 0,
    "clone-user-namespace": lambda: nested(NEWUSER),
    "clone-pid-namespace": lambda: nested(NEWUSER | NEWPID),
    "clone3": lambda: not refused(435, 435, None, 0),
    "enter-namespace": lambda: not refused(308, 268, -1, 0),
    "message-queue-of-machine": shared_queue,
    "shared-memory-of-machine": lambda: LIBC.shmget(0x43534947, 4096, 0o1600) >= 0 and os.readlink("/proc/self/ns/ipc") == IPC,
    "fixed-addresses": lambda: LIBC.personality(0x0040000) >= 0,
    "unknown-call": lambda: not refused(480, 480),
    "other-architecture": lambda: X86 and LIBC.syscall(ctypes.c_long(0x40000000 + 39)) > 0,
    "push-into-terminal": lambda: not refused(16, 29, 0, 0x5412, None),
}
for family in range(3, 46):
    if family not in (10, 16):
        ATTACKS["socket-family-%d" % family] = lambda family=family: any(made(family, kind) for kind in (1, 2, 3, 5))


def made(family, kind):
    try:
        socket.socket(family, kind, 0).close()
        return True
    except OSError:
        return False


for name, attack in ATTACKS.items():
    child = os.fork()
    if child == 0:
        out = False
        try:
            out = bool(attack())
        except BaseException:
            out = False
        os.write(1, ("%s %s\n" % (name, "out" if out else "in")).encode())
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        os.write(1, ("%s in\n" % name).encode())
print("done")
