package dev.countersign.sandbox.local;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Numbers of the system calls that the filter names, by architecture (arch/x86/entry/syscalls/syscall_64.tbl and
/// include/uapi/asm-generic/unistd.h of Linux; audit numbers of linux/audit.h).
enum SystemCalls {
    X86_64(0xC000003E, """
            ptrace 101 clone 56 clone3 435 socket 41 socketpair 53 unshare 272 setns 308 mount 165 umount2 166 pivot_root 155 chroot 161
            keyctl 250 add_key 248 request_key 249 bpf 321 userfaultfd 323 perf_event_open 298 io_uring_setup 425 io_uring_enter 426
            io_uring_register 427 open_by_handle_at 304 name_to_handle_at 303 kexec_load 246 kexec_file_load 320 init_module 175
            finit_module 313 delete_module 176 reboot 169 swapon 167 swapoff 168 acct 163 quotactl 179 quotactl_fd 443 syslog 103
            settimeofday 164 clock_settime 227 adjtimex 159 clock_adjtime 305 process_vm_readv 310 process_vm_writev 311 pidfd_getfd 438
            kcmp 312 fsopen 430 fsconfig 431 fsmount 432 fspick 433 move_mount 429 open_tree 428 mount_setattr 442 fanotify_init 300
            ioctl 16 chmod 90 fchmod 91 fchmodat 268 fchmodat2 452 open 2 openat 257 openat2 437 creat 85 mknod 133 mknodat 259
            personality 135 vhangup 153 ioperm 173 iopl 172 modify_ldt 154 uselib 134 lookup_dcookie 212 nfsservctl 180 move_pages 279
            mbind 237 migrate_pages 256 set_mempolicy 238 sethostname 170 setdomainname 171 memfd_secret 447
            shmget 29 shmat 30 shmctl 31 semget 64 semop 65 semctl 66 semtimedop 220 msgget 68 msgsnd 69 msgrcv 70 msgctl 71 mq_open 240
            mq_unlink 241 prlimit64 302 setpriority 141 sched_setparam 142 sched_setscheduler 144 sched_setaffinity 203 sched_setattr 314
            ioprio_set 251
            """),
    AARCH64(0xC00000B7, """
            ptrace 117 clone 220 clone3 435 socket 198 socketpair 199 unshare 97 setns 268 mount 40 umount2 39 pivot_root 41 chroot 51
            keyctl 219 add_key 217 request_key 218 bpf 280 userfaultfd 282 perf_event_open 241 io_uring_setup 425 io_uring_enter 426
            io_uring_register 427 open_by_handle_at 265 name_to_handle_at 264 kexec_load 104 kexec_file_load 294 init_module 105
            finit_module 273 delete_module 106 reboot 142 swapon 224 swapoff 225 acct 89 quotactl 60 quotactl_fd 443 syslog 116
            settimeofday 170 clock_settime 112 adjtimex 171 clock_adjtime 266 process_vm_readv 270 process_vm_writev 271 pidfd_getfd 438
            kcmp 272 fsopen 430 fsconfig 431 fsmount 432 fspick 433 move_mount 429 open_tree 428 mount_setattr 442 fanotify_init 262
            ioctl 29 fchmod 52 fchmodat 53 fchmodat2 452 openat 56 openat2 437 mknodat 33 personality 92 vhangup 58 lookup_dcookie 18
            nfsservctl 42 move_pages 239 mbind 235 migrate_pages 238 set_mempolicy 237 sethostname 161 setdomainname 162 memfd_secret 447
            mq_open 180 mq_unlink 181 msgget 186 msgctl 187 msgrcv 188 msgsnd 189 semget 190 semctl 191 semtimedop 192 semop 193 shmget 194
            shmctl 195 shmat 196 prlimit64 261 setpriority 140 sched_setparam 118 sched_setscheduler 119 sched_setaffinity 122 sched_setattr 274 ioprio_set 30
            """);

    /// What is numbered from here on did not exist when this was written.
    static final int UNKNOWN = 470;

    private final int audit;
    private final Map<String, Integer> numbers = new java.util.HashMap<>();

    SystemCalls(int audit, String table) {
        this.audit = audit;
        String[] words = table.strip().split("\\s+");
        for (int i = 0; i < words.length; i += 2) {
            numbers.put(words[i], Integer.parseInt(words[i + 1]));
        }
    }

    /// @param architecture `os.arch`
    static Optional<SystemCalls> of(String architecture) {
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> Optional.of(X86_64);
            case "aarch64", "arm64" -> Optional.of(AARCH64);
            default -> Optional.empty();
        };
    }

    /// As seccomp says it of a call (`AUDIT_ARCH_…`).
    int audit() {
        return audit;
    }

    /// Empty where the architecture has no such call.
    OptionalInt number(String name) {
        Integer number = numbers.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
