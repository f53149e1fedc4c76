package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The limits of a job object as Windows takes them: `JOBOBJECT_EXTENDED_LIMIT_INFORMATION` of winnt.h, for 64 bits.
final class JobLimits {
    /// `JobObjectExtendedLimitInformation`.
    static final int KIND = 9;
    private static final int SIZE = 144;
    private static final int PROCESS_TIME = 0x2;
    private static final int ACTIVE_PROCESS = 0x8;
    private static final int JOB_MEMORY = 0x200;
    private static final int DIE_ON_UNHANDLED_EXCEPTION = 0x400;
    private static final int KILL_ON_JOB_CLOSE = 0x2000;

    private JobLimits() {}

    static byte[] of(Limits limits) {
        var bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        // In steps of 100 ns.
        bytes.putLong(0, Math.max(1, limits.cpu().toSeconds()) * 10_000_000);
        bytes.putInt(16, PROCESS_TIME | ACTIVE_PROCESS | JOB_MEMORY | DIE_ON_UNHANDLED_EXCEPTION | KILL_ON_JOB_CLOSE);
        bytes.putInt(40, limits.processes());
        bytes.putLong(120, limits.memory());
        return bytes.array();
    }
}
