package dev.countersign.sandbox;

import java.time.Duration;

/// What a command may use. Of memory, processes and disk its whole tree together.
///
/// @param time      from spawn to the last byte of output
/// @param output    bytes of standard output and error together, after which the tree is killed
/// @param cpu       of one process, user and system together
/// @param memory    bytes
/// @param processes processes and threads at once
/// @param disk      bytes by which the writable folders may grow; no single file gets larger
public record Limits(Duration time, long output, Duration cpu, long memory, int processes, long disk) {
    private static final long MEMORY = 8L << 30;
    private static final int PROCESSES = 2048;
    private static final long DISK = 8L << 30;

    public Limits {
        if (time.isNegative() || output < 0 || cpu.isNegative() || memory <= 0 || processes <= 0 || disk < 0) {
            throw new IllegalArgumentException("a limit is positive");
        }
    }

    /// 8 GiB of memory, 8 GiB of disk, 2048 processes and threads, and as much CPU time as four cores give.
    public Limits(Duration time, long output) {
        this(time, output, time.multipliedBy(4).plusSeconds(1), MEMORY, PROCESSES, DISK);
    }
}
