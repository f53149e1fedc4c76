package dev.countersign.ledger.store;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.ledger.Problems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Keeps a ledger to one process. The file holds the process id of whoever has the lock, for the message to the next one.
public final class LedgerLock implements AutoCloseable {
    private final FileChannel channel;

    private LedgerLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws EnvironmentException `LEDGER-001` where another process holds it
    public static LedgerLock acquire(Path file) throws IOException {
        FileChannel channel = OwnerOnly.open(file);
        @Nullable FileLock lock = null;
        try {
            // Only byte 0 far behind the text is locked, so that others can read the text where locks are mandatory.
            lock = channel.tryLock(1L << 40, 1, false);
            if (lock == null) {
                throw new EnvironmentException(Problems.inUse(file.getParent(), holder(channel)));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
            return new LedgerLock(channel);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    /// Who holds it, or held it last, as it is told in a sentence: ` (process 7)`; empty where nobody knows.
    public static String holder(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return holder(channel);
        } catch (IOException _) {
            return "";
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        var text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "" : " (process " + pid + ")";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
