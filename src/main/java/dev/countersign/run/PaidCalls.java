package dev.countersign.run;

import dev.countersign.agent.ModelCall;
import dev.countersign.agent.ModelCalls;
import dev.countersign.workspace.Sha256;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What models were asked for one node and answered, a line of JSON each, on disk before anything is made of it. Answers of a call that
/// nobody saw the end of are given again: a process that was killed does not pay twice. One that ended is closed by a line of its own, so
/// that whoever starts over gets new answers.
final class PaidCalls implements ModelCalls {
    private final Path file;
    private final JsonMapper json;
    private final List<ModelCall> open = new ArrayList<>();

    /// @param call empty for the end of a call of the agent
    private record Line(Optional<ModelCall> call) {}

    PaidCalls(Path file, JsonMapper json) throws IOException {
        this.file = file;
        this.json = json;
        for (Line line : lines(file, json)) {
            line.call.ifPresentOrElse(open::add, open::clear);
        }
    }

    private static List<Line> lines(Path file, JsonMapper json) throws IOException {
        var lines = new ArrayList<Line>();
        if (Files.exists(file)) {
            for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
                try {
                    if (!line.isBlank()) {
                        lines.add(json.readValue(line, Line.class));
                    }
                } catch (JacksonException e) {
                    // Torn by a crash: an answer that was not kept whole was not acted on.
                    continue;
                }
            }
        }
        return lines;
    }

    /// All that is in `file`, in order; empty where there is none.
    static List<ModelCall> read(Path file, JsonMapper json) throws IOException {
        return lines(file, json).stream().flatMap(line -> line.call.stream()).toList();
    }

    @Override
    public synchronized Optional<ModelCall> answered(Sha256 asked) {
        Optional<ModelCall> found = open.stream().filter(call -> call.asked().equals(asked)).findFirst();
        found.ifPresent(open::remove);
        return found;
    }

    @Override
    public synchronized void keep(ModelCall call) throws IOException {
        append(new Line(Optional.of(call)));
    }

    /// The agent's call has ended, in whatever way.
    synchronized void over() throws IOException {
        if (Files.exists(file)) {
            append(new Line(Optional.empty()));
        }
        open.clear();
    }

    private void append(Line line) throws IOException {
        // A line that a crash tore must not swallow this one.
        byte[] bytes = ("\n" + json.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        boolean fresh = !Files.exists(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (var buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        if (fresh) {
            RunJournal.syncFolder(file.getParent());
        }
    }
}
