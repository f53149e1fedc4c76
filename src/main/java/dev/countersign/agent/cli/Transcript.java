package dev.countersign.agent.cli;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.Usage;
import dev.countersign.sandbox.OutputListener;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// What an agent prints, as events. Nothing of it is kept but its end; nothing is written to disk.
final class Transcript implements OutputListener {
    private static final int ERROR_TAIL = 2048;
    private static final int WORDS = 4000;

    private final Consumer<AgentEvent> events;
    private final UnaryOperator<String> redact;
    private final StreamJson json = new StreamJson();
    private final StringBuilder plain = new StringBuilder();
    private final StringBuilder errors = new StringBuilder();
    private final Lines out = new Lines(this::said);
    private final Lines err = new Lines(this::complained);
    private boolean structured;

    /// @param redact takes secrets out of a text
    Transcript(Consumer<AgentEvent> events, UnaryOperator<String> redact) {
        this.events = events;
        this.redact = redact;
    }

    @Override
    public synchronized void output(Stream stream, byte[] chunk) {
        (stream == Stream.OUT ? out : err).add(chunk);
    }

    /// No more comes.
    synchronized void close() {
        out.close();
        err.close();
    }

    private void said(String raw) {
        String line = redact.apply(raw);
        Optional<List<AgentEvent>> read = json.read(line);
        if (read.isPresent()) {
            structured = true;
            read.get().forEach(events);
        } else if (!line.isBlank()) {
            keepEnd(plain, line, WORDS);
            events.accept(new AgentEvent.Output(line, false));
        }
    }

    private void complained(String raw) {
        String line = redact.apply(raw);
        keepEnd(errors, line, ERROR_TAIL);
        if (!line.isBlank()) {
            events.accept(new AgentEvent.Output(line, true));
        }
    }

    private static void keepEnd(StringBuilder text, String line, int most) {
        text.append(line).append('\n');
        if (text.length() > most) {
            text.delete(0, text.length() - most);
        }
    }

    /// The agent's own summary: what it said last, or the end of its plain output.
    synchronized String words() {
        String words = structured ? json.words() : plain.toString().strip();
        return words.length() > WORDS ? words.substring(words.length() - WORDS) : words;
    }

    synchronized Usage usage() {
        return json.usage();
    }

    synchronized Optional<String> error() {
        return json.error();
    }

    synchronized String errorTail() {
        return errors.toString().strip();
    }
}
