package dev.countersign.agent;

import dev.countersign.secret.Redactor;
import java.util.function.Consumer;

/// Text that comes in small pieces, told by whole lines. For one thread at a time.
public final class Words {
    private static final int LONGEST_LINE = 4000;

    /// Who speaks.
    public enum Voice { ANSWER, THOUGHT, USER }

    private final Consumer<AgentEvent> events;
    private final Redactor.Stream clear;
    private final int kept;
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder last = new StringBuilder();
    private Voice voice = Voice.ANSWER;
    private boolean fresh = true;

    /// @param redactor takes secrets out of what is said: one may be spread over pieces
    /// @param kept   characters of the last answer that are kept
    public Words(Consumer<AgentEvent> events, Redactor redactor, int kept) {
        this.events = events;
        this.clear = redactor.stream();
        this.kept = kept;
    }

    /// @param piece the next characters that `who` says
    public void add(Voice who, String piece) {
        if (who != voice) {
            flush();
            voice = who;
        }
        take(clear.write(piece));
    }

    private void take(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        if (voice == Voice.ANSWER) {
            if (fresh) {
                last.setLength(0);
                fresh = false;
            }
            last.append(piece);
            if (last.length() > 2 * kept) {
                last.delete(0, last.length() - kept);
            }
        }
        line.append(piece);
        int end = line.lastIndexOf("\n");
        if (end >= 0 || line.length() > LONGEST_LINE) {
            int to = end >= 0 ? end : line.length();
            tell(line.substring(0, to));
            line.delete(0, end >= 0 ? end + 1 : to);
        }
    }

    /// Tells what is left: something else comes in between.
    public void flush() {
        take(clear.endOfText());
        if (!line.isEmpty()) {
            tell(line.toString());
            line.setLength(0);
        }
        fresh = true;
    }

    private void tell(String text) {
        if (text.isBlank()) {
            return;
        }
        events.accept(switch (voice) {
            case ANSWER -> new AgentEvent.Said(text);
            case THOUGHT -> new AgentEvent.Thought(text);
            case USER -> new AgentEvent.Other("user_message_chunk", text);
        });
    }

    /// What was answered last, its end where it is long.
    public String last() {
        String text = last.toString().strip();
        return text.length() > kept ? text.substring(text.length() - kept) : text;
    }
}
