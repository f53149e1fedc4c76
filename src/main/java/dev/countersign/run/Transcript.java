package dev.countersign.run;

import dev.countersign.agent.AgentEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What the agent of one node said, one JSON object per line, up to a bound. Words only: losing the last of them in a crash
/// loses nothing that anything rests on.
final class Transcript {
    /// 8 MiB per node, and one line that says so.
    static final long MAX_BYTES = 8L << 20;
    private static final int MAX_TEXT = 16_384;

    private final Path file;
    private final JsonMapper json;
    private boolean full;

    Transcript(Path file, JsonMapper json) {
        this.file = file;
        this.json = json;
    }

    void add(RunEvent.Said said) throws IOException {
        if (full) {
            return;
        }
        long size = Files.exists(file) ? Files.size(file) : 0;
        byte[] line = line(bounded(said));
        if (size + line.length > MAX_BYTES) {
            full = true;
            line = line(new RunEvent.Said(said.at(), said.node(),
                    new AgentEvent.Output("The transcript is full; what follows was not kept.", true)));
        }
        Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private byte[] line(RunEvent.Said said) {
        return (json.writerFor(RunEvent.class).writeValueAsString(said) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// The bytes of the lines that are whole.
    byte[] lines() throws IOException {
        if (!Files.exists(file)) {
            return new byte[0];
        }
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    /// What was kept. A line that a crash tore is left out.
    List<RunEvent.Said> read() throws IOException {
        var said = new ArrayList<RunEvent.Said>();
        if (!Files.exists(file)) {
            return said;
        }
        for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
            try {
                if (!line.isBlank() && json.readValue(line, RunEvent.class) instanceof RunEvent.Said one) {
                    said.add(one);
                }
            } catch (JacksonException e) {
                continue;
            }
        }
        return said;
    }

    /// The event with each text cut to 16,384 characters.
    static RunEvent.Said bounded(RunEvent.Said said) {
        AgentEvent event = switch (said.event()) {
            case AgentEvent.Said e -> new AgentEvent.Said(cut(e.text()));
            case AgentEvent.Thought e -> new AgentEvent.Thought(cut(e.text()));
            case AgentEvent.ToolCall e -> new AgentEvent.ToolCall(e.id(), cut(e.title()), e.state(), cut(e.detail()));
            case AgentEvent.Output e -> new AgentEvent.Output(cut(e.text()), e.error());
            case AgentEvent.Other e -> new AgentEvent.Other(cut(e.kind()), cut(e.text()));
            case AgentEvent.Planned e -> new AgentEvent.Planned(e.steps().stream().limit(200)
                    .map(step -> new AgentEvent.Step(cut(step.text()), step.state())).toList());
            case AgentEvent.Asked e -> e;
            case AgentEvent.Answered e -> e;
            case AgentEvent.Connected e -> e;
            case AgentEvent.Network e -> e;
            case AgentEvent.Started e -> e;
            case AgentEvent.Used e -> e;
        };
        return new RunEvent.Said(said.at(), said.node(), event);
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + " … (cut)";
    }
}
