package dev.countersign.agent;

import dev.countersign.agent.PermissionRequest.Kind;
import dev.countersign.agent.PermissionRequest.Option;
import dev.countersign.secret.Redaction;
import dev.countersign.workspace.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Asks for leave, by the rules first and then a person, before Countersign does something for an agent; and tells what was answered.
/// Safe for use by several threads.
public final class Leaves {
    private static final List<Option> OPTIONS = List.of(new Option("yes", "Allow", Kind.ALLOW_ONCE), new Option("no", "Don't allow", Kind.REJECT_ONCE));

    private final Permissions permissions;
    private final Consumer<AgentEvent> events;
    private final Redaction redaction;
    private final Progress progress;
    private final List<String> refused = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger number = new AtomicInteger();

    public Leaves(Permissions permissions, Consumer<AgentEvent> events, Redaction redaction, Progress progress) {
        this.permissions = permissions;
        this.events = events;
        this.redaction = redaction;
        this.progress = progress;
    }

    /// Empty where it may be done; else why not. Blocks while a person is asked.
    ///
    /// @param call    the id of the tool call that it is part of
    /// @param command what rules see as a command; empty where it is none
    public Optional<String> ask(String call, String title, String kind, String detail, Optional<List<String>> command, List<String> paths) {
        // Rules see what it would really do; what is kept and shown is freed of secrets by those who do that.
        var request = new PermissionRequest("leave-" + number.incrementAndGet(), call, redaction.text(title), kind, redaction.text(detail), command, paths, OPTIONS);
        events.accept(new AgentEvent.Asked(request));
        PermissionAnswer answer = permissions.ask(request, progress);
        return switch (answer) {
            case PermissionAnswer.Chosen chosen -> {
                boolean yes = chosen.option().kind().allows();
                events.accept(new AgentEvent.Answered(request.id(), request.title(), chosen.option().label(), yes, chosen.by()));
                yield yes ? Optional.empty() : Optional.of(chosen.by() + " said no.");
            }
            case PermissionAnswer.Refused no -> {
                refused.add(request.title() + " (" + no.reason() + ")");
                events.accept(new AgentEvent.Answered(request.id(), request.title(), no.reason(), false, ""));
                yield Optional.of("it was refused: " + no.reason() + ".");
            }
            case PermissionAnswer.Cancelled _ -> {
                events.accept(new AgentEvent.Answered(request.id(), request.title(), "cancelled", false, ""));
                yield Optional.of("it was cancelled.");
            }
        };
    }

    /// What was not allowed by a rule, or because nobody could be asked.
    public List<String> refused() {
        synchronized (refused) {
            return List.copyOf(refused);
        }
    }
}
