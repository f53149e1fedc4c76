package dev.countersign.agent.acp;

import dev.countersign.agent.AgentEvent;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Text that comes in small pieces, told by whole lines.
final class Words {
    private static final int LONGEST_LINE = 4000;

    /// Who speaks.
    enum Voice { ANSWER, THOUGHT, USER }

    private final Consumer<AgentEvent> events;
    private final UnaryOperator<String> redact;
    private final int kept;
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder last = new StringBuilder();
    private Voice voice = Voice.ANSWER;
    private boolean fresh = true;

    /// @param redact takes secrets out of a text: one may be spread over pieces
    /// @param kept   characters of the last answer that are kept
    Words(Consumer<AgentEvent> events, UnaryOperator<String> redact, int kept) {
        this.events = events;
        this.redact = redact;
        this.kept = kept;
    }

    void add(Voice who, String piece) {
        if (who != voice) {
            flush();
            voice = who;
        }
        if (who == Voice.ANSWER) {
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

    /// Something else comes in between.
    void flush() {
        if (!line.isEmpty()) {
            tell(line.toString());
            line.setLength(0);
        }
        fresh = true;
    }

    private void tell(String text) {
        String told = redact.apply(text);
        if (told.isBlank()) {
            return;
        }
        events.accept(switch (voice) {
            case ANSWER -> new AgentEvent.Said(told);
            case THOUGHT -> new AgentEvent.Thought(told);
            case USER -> new AgentEvent.Other("user_message_chunk", told);
        });
    }

    /// What was answered last, its end where it is long.
    String last() {
        String text = redact.apply(last.toString().strip());
        return text.length() > kept ? text.substring(text.length() - kept) : text;
    }
}
