package dev.countersign.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.local.SystemCallFilter.Reach;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The filter's bytes, run by an interpreter of classic BPF.
class SystemCallFilterTest {
    private static final int ALLOW = 0x7FFF0000;
    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;
    private static final int NO_FAMILY = 0x00050061;
    private static final int KILL = 0x80000000;

    /// One call as seccomp sees it: number, architecture, address, six arguments.
    private static int run(byte[] program, int number, int architecture, long... arguments) {
        var data = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        data.putInt(number).putInt(architecture).putLong(0);
        for (long argument : arguments) {
            data.putLong(argument);
        }
        var code = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
        int accumulator = 0;
        for (int at = 0; ; at++) {
            int operation = code.getShort(at * 8) & 0xFFFF;
            int jt = code.get(at * 8 + 2) & 0xFF;
            int jf = code.get(at * 8 + 3) & 0xFF;
            int k = code.getInt(at * 8 + 4);
            switch (operation) {
                case 0x20 -> accumulator = data.getInt(k);
                case 0x54 -> accumulator &= k;
                case 0x15 -> at += accumulator == k ? jt : jf;
                case 0x35 -> at += Integer.compareUnsigned(accumulator, k) >= 0 ? jt : jf;
                case 0x45 -> at += (accumulator & k) != 0 ? jt : jf;
                case 0x06 -> {
                    return k;
                }
                default -> throw new AssertionError("no such operation: " + operation);
            }
        }
    }

    private static int call(SystemCalls calls, Network network, String name, long... arguments) {
        return run(SystemCallFilter.of(calls, Reach.ofOwnRoot(network)).bytes(), calls.number(name).orElseThrow(), calls.audit(), arguments);
    }

    private static int call(SystemCalls calls, String name, long... arguments) {
        return call(calls, new Network.Off(), name, arguments);
    }

    @ParameterizedTest
    @EnumSource(SystemCalls.class)
    void callsThatLeadOutAreRefused(SystemCalls calls) {
        for (String name : new String[] {"ptrace", "mount", "unshare", "setns", "bpf", "keyctl", "init_module", "kexec_load", "chroot",
            "process_vm_readv", "perf_event_open", "userfaultfd", "open_by_handle_at"}) {
            assertThat(call(calls, name)).as(name).isEqualTo(EPERM);
        }
        assertThat(call(calls, "clone3")).isEqualTo(ENOSYS);
        assertThat(call(calls, "io_uring_setup")).isEqualTo(ENOSYS);
        assertThat(call(calls, "openat2")).isEqualTo(ENOSYS);
    }

    @ParameterizedTest
    @EnumSource(SystemCalls.class)
    void threadsAndProcessesMayBeMadeAndNamespacesMayNot(SystemCalls calls) {
        assertThat(call(calls, "clone", 0x3D0F00)).as("a thread").isEqualTo(ALLOW);
        assertThat(call(calls, "clone", 17)).as("a process").isEqualTo(ALLOW);
        for (long flag = 0x02000000; flag <= 0x40000000; flag <<= 1) {
            assertThat(call(calls, "clone", flag | 17)).as("%x", flag).isEqualTo(EPERM);
        }
        assertThat(call(calls, "clone", 0x00020000 | 17)).isEqualTo(EPERM);
    }

    @ParameterizedTest
    @EnumSource(SystemCalls.class)
    void modesMayNotSetIds(SystemCalls calls) {
        assertThat(call(calls, "fchmodat", 0, 0, 0755)).isEqualTo(ALLOW);
        assertThat(call(calls, "fchmodat", 0, 0, 04755)).isEqualTo(EPERM);
        assertThat(call(calls, "fchmod", 0, 02755)).isEqualTo(EPERM);
        assertThat(call(calls, "openat", 0, 0, 0, 06777)).as("no file is made, so the mode means nothing").isEqualTo(ALLOW);
        assertThat(call(calls, "openat", 0, 0, 0101, 04755)).isEqualTo(EPERM);
        assertThat(call(calls, "openat", 0, 0, 020200000 | 2, 04755)).as("a file without a name").isEqualTo(EPERM);
        assertThat(call(calls, "openat", 0, 0, 0101, 0644)).isEqualTo(ALLOW);
        assertThat(call(calls, "openat", 0, 0, 0200000, 06777)).as("a folder is opened").isEqualTo(ALLOW);
    }

    @ParameterizedTest
    @EnumSource(SystemCalls.class)
    void socketsAreOfThreeFamilies(SystemCalls calls) {
        for (int family = 0; family < 64; family++) {
            int expected = family == 1 || family == 2 || family == 10 || family == 16 ? ALLOW : NO_FAMILY;
            assertThat(call(calls, "socket", family, 1, 0)).as("family %d", family).isEqualTo(expected);
        }
        assertThat(call(calls, "socket", 2, 0x80001, 6)).as("a stream, closed on exec").isEqualTo(ALLOW);
        assertThat(call(calls, "socket", 2, 3, 1)).as("raw").isEqualTo(EPERM);
        assertThat(call(calls, "socket", 10, 1, 132)).as("SCTP").isEqualTo(EPERM);
        assertThat(call(calls, "socket", 16, 3, 15)).as("events of devices").isEqualTo(NO_FAMILY);
        assertThat(call(calls, new Network.Open(), "socket", 1, 1, 0)).as("this machine's sockets").isEqualTo(NO_FAMILY);
        assertThat(call(calls, new Network.Open(), "socket", 2, 1, 0)).isEqualTo(ALLOW);
        assertThat(call(calls, "socketpair", 1, 1, 0)).isEqualTo(ALLOW);
        assertThat(call(calls, "socketpair", 40, 1, 0)).isEqualTo(NO_FAMILY);
    }

    @ParameterizedTest
    @EnumSource(SystemCalls.class)
    void withoutNamespacesPrioritiesAndLimitsAreOnesOwnAlone(SystemCalls calls) {
        byte[] machine = SystemCallFilter.of(calls, Reach.ofMachine(new Network.Off())).bytes();
        byte[] apart = SystemCallFilter.of(calls, Reach.ofNamespaces()).bytes();

        for (String name : new String[] {"prlimit64", "sched_setparam", "sched_setscheduler", "sched_setaffinity", "sched_setattr"}) {
            int number = calls.number(name).orElseThrow();
            assertThat(run(machine, number, calls.audit(), 0, 8, 0)).as(name).isEqualTo(ALLOW);
            assertThat(run(machine, number, calls.audit(), 4711, 8, 0)).as(name).isEqualTo(EPERM);
            assertThat(run(apart, number, calls.audit(), 4711, 8, 0)).as(name).isEqualTo(ALLOW);
        }
        int priority = calls.number("setpriority").orElseThrow();
        assertThat(run(machine, priority, calls.audit(), 0, 0, 10)).as("nice").isEqualTo(ALLOW);
        assertThat(run(machine, priority, calls.audit(), 0, 4711, 10)).as("another process").isEqualTo(EPERM);
        assertThat(run(machine, priority, calls.audit(), 1, 0, 10)).as("a group").isEqualTo(EPERM);
        assertThat(run(machine, priority, calls.audit(), 2, 0, 10)).as("all of a user").isEqualTo(EPERM);
        int disk = calls.number("ioprio_set").orElseThrow();
        assertThat(run(machine, disk, calls.audit(), 1, 0, 10)).as("ionice").isEqualTo(ALLOW);
        assertThat(run(machine, disk, calls.audit(), 1, 4711, 10)).isEqualTo(EPERM);
        assertThat(run(machine, disk, calls.audit(), 3, 0, 10)).isEqualTo(EPERM);
    }

    @ParameterizedTest
    @EnumSource(SystemCalls.class)
    void withoutANetworkOfItsOwnThereAreNoNetworkSockets(SystemCalls calls) {
        byte[] program = SystemCallFilter.of(calls, Reach.ofMachine(new Network.Off())).bytes();

        for (int family = 0; family < 64; family++) {
            assertThat(run(program, calls.number("socket").orElseThrow(), calls.audit(), family, 1, 0)).as("family %d", family).isEqualTo(NO_FAMILY);
        }
    }

    @ParameterizedTest
    @EnumSource(SystemCalls.class)
    void whatProgramsShareByNumberIsRefusedWhereItIsTheMachines(SystemCalls calls) {
        for (String name : new String[] {"shmget", "shmat", "semget", "semop", "msgget", "msgrcv", "mq_open"}) {
            int number = calls.number(name).orElseThrow();
            assertThat(run(SystemCallFilter.of(calls, Reach.ofMachine(new Network.Open())).bytes(), number, calls.audit())).as(name).isEqualTo(EPERM);
            assertThat(run(SystemCallFilter.of(calls, Reach.ofNamespaces()).bytes(), number, calls.audit())).as(name).isEqualTo(ALLOW);
        }
        for (Reach reach : new Reach[] {Reach.ofMachine(new Network.Open()), Reach.ofNamespaces()}) {
            byte[] program = SystemCallFilter.of(calls, reach).bytes();
            assertThat(run(program, calls.number("socket").orElseThrow(), calls.audit(), 1, 1, 0)).as("sockets by path").isEqualTo(NO_FAMILY);
            assertThat(run(program, calls.number("socket").orElseThrow(), calls.audit(), 2, 1, 0)).isEqualTo(ALLOW);
        }
    }

    @Test
    void otherArchitecturesAreKilled() {
        byte[] program = SystemCallFilter.of(SystemCalls.X86_64, Reach.ofOwnRoot(new Network.Off())).bytes();

        assertThat(run(program, 1, 0x40000003)).as("i386").isEqualTo(KILL);
        assertThat(run(program, 0x40000000 | 39, SystemCalls.X86_64.audit())).as("x32").isEqualTo(KILL);
    }

    @ParameterizedTest
    @EnumSource(SystemCalls.class)
    void whatIsNotKnownYetIsNotThere(SystemCalls calls) {
        byte[] program = SystemCallFilter.of(calls, Reach.ofOwnRoot(new Network.Off())).bytes();

        assertThat(run(program, SystemCalls.UNKNOWN, calls.audit())).isEqualTo(ENOSYS);
        assertThat(run(program, 449, calls.audit())).as("futex_waitv").isEqualTo(ALLOW);
    }

    @ParameterizedTest
    @EnumSource(SystemCalls.class)
    void bytesThatProgramsTypeIntoTerminalsAreTheirOwn(SystemCalls calls) {
        assertThat(call(calls, "ioctl", 0, 0x5412)).isEqualTo(EPERM);
        assertThat(call(calls, "ioctl", 0, 0x5401)).isEqualTo(ALLOW);
        assertThat(call(calls, "personality", 0)).isEqualTo(ALLOW);
        assertThat(call(calls, "personality", 0xFFFFFFFFL)).as("asks").isEqualTo(ALLOW);
        assertThat(call(calls, "personality", 0x40000)).isEqualTo(EPERM);
    }
}
