package dev.countersign.run;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// A run's lasting events, one JSON object per line, append-only. An event is on disk when [#append] returns. A last line
/// without its end is what a crash tore: it never took effect and is dropped.
final class RunJournal implements AutoCloseable {
    private final Path path;
    private final JsonMapper json;
    private Optional<FileChannel> open = Optional.empty();

    /// A journal that exists already, or one that the first event creates. Nothing is opened before that: most runs of the
    /// past are never written on again.
    RunJournal(Path path, JsonMapper json) {
        this.path = path;
        this.json = json;
    }

    /// The events of a journal, a torn last line left out. Writes nothing.
    ///
    /// @throws UserException `RUN-006` where a line cannot be read
    static List<RunEvent> read(Path path, JsonMapper json) throws IOException {
        byte[] all = Files.readAllBytes(path);
        var events = new ArrayList<RunEvent>();
        int start = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] != '\n') {
                continue;
            }
            try {
                events.add(json.readValue(new String(all, start, i - start, StandardCharsets.UTF_8), RunEvent.class));
            } catch (RuntimeException e) {
                throw damaged(path, "line " + (events.size() + 1) + " cannot be read", String.valueOf(e.getMessage()));
            }
            start = i + 1;
        }
        if (events.isEmpty() || !(events.getFirst() instanceof RunEvent.Started)) {
            throw damaged(path, "it does not begin with the start of a run", "");
        }
        return events;
    }

    /// Opens the file at its end; cuts off a torn last line.
    private FileChannel file() throws IOException {
        if (open.isPresent()) {
            return open.get();
        }
        boolean exists = Files.exists(path);
        byte[] all = exists ? Files.readAllBytes(path) : new byte[0];
        int end = all.length;
        while (end > 0 && all[end - 1] != '\n') {
            end--;
        }
        var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (end < all.length) {
            channel.truncate(end);
            channel.force(true);
        }
        channel.position(end);
        if (!exists) {
            syncFolder(path.getParent());
        }
        open = Optional.of(channel);
        return channel;
    }

    /// Writes `event` and waits until it is on disk. A write that fails leaves no half line behind.
    void append(RunEvent event) throws IOException {
        FileChannel file = file();
        long start = file.position();
        var line = ByteBuffer.wrap((json.writerFor(RunEvent.class).writeValueAsString(event) + "\n")
                .getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                file.write(line);
            }
            file.force(false);
        } catch (IOException e) {
            try {
                file.truncate(start);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (open.isPresent()) {
            open.get().close();
        }
    }

    static void syncFolder(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders; there the file's own sync has to do.
        }
    }

    private static UserException damaged(Path path, String what, String details) {
        return new UserException(Problem.of("RUN-006", Exit.USAGE,
                "The run " + path.getParent().getFileName() + " cannot be shown: " + what + " in " + path + ".",
                "The file was left as it is, and other runs and the ledger are not concerned.",
                "Restore the file from a backup, or move the run's folder away.").withDetails(details));
    }
}
