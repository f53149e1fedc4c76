package dev.countersign.agent.acp;

import dev.countersign.agent.AgentCommand;
import dev.countersign.agent.AgentFailure;
import dev.countersign.agent.AgentFailure.Kind;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Usage;
import dev.countersign.sandbox.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the end of a call comes to: a result, or a failure with its kind and what to do. Every end has one.
final class Endings {
    private static final Pattern AUTH = Pattern.compile("(?i)not (?:be )?logged in|log ?in again|please (?:log|sign) ?in|/login\\b|"
            + "unauthori[sz]ed|authenticat|api[ _-]?key|\\b401\\b|credential");

    private final AgentSpec spec;
    private final AgentSpec.Acp settings;

    Endings(AgentSpec spec) {
        this.spec = spec;
        this.settings = spec.acp().orElseThrow();
    }

    /// Whether words of an agent read like those of one that nobody has logged in to.
    static boolean asksForLogin(String words) {
        return AUTH.matcher(words).find();
    }

    /// Of a turn that was to be taken.
    AgentResult result(Held<Dialect.Ended> held, AgentTask task) {
        String tail = held.turn().errorTail();
        if (held.cut() && hides(held)) {
            return new AgentResult.Failed(AgentFailure.cut(spec.name(), tail));
        }
        if (held.silent()) {
            return failed(Kind.TIMEOUT, spec.name() + " said nothing for " + settings.silence().toSeconds() + " s and was stopped; some agents try a "
                    + "failing connection again and again without a word. Start the node again, or give it a longer silence in agents.toml.", tail);
        }
        if (held.result().isPresent()) {
            return ended(held.result().get(), held.turn(), task, held.usage());
        }
        if (held.error().isPresent()) {
            return refused(held.error().get(), held.turn(), task);
        }
        return switch (held.outcome()) {
            case Outcome.NotFound _ -> failed(Kind.NOT_FOUND, new AgentCommand(spec).notFound(), "");
            case Outcome.NotStarted not -> failed(Kind.SANDBOX, spec.name() + " could not be started: " + not.why(), "");
            case Outcome.TimedOut late -> failed(Kind.TIMEOUT, spec.name() + " did not end within " + late.limit().toSeconds()
                    + " s and was stopped. Give it a smaller task, or a longer timeout in the registry (at most "
                    + AgentSpec.LONGEST.toSeconds() + " s).", tail);
            case Outcome.OutputExceeded flood -> failed(Kind.OUTPUT_LIMIT, spec.name() + " wrote more than " + (flood.limit() >> 20)
                    + " MB and was stopped. Start the node again.", tail);
            case Outcome.Exceeded exceeded -> failed(Kind.RESOURCES, spec.name() + ": " + exceeded.words() + " Give it a smaller task.", tail);
            case Outcome.Cancelled _ -> held.fault().<AgentResult>map(f -> failed(f.kind(), f.sentence(), tail))
                    .orElseGet(AgentResult.Cancelled::new);
            case Outcome.Exited exited -> exited(exited, held, task, tail);
        };
    }

    /// Whether the end does not say that something went wrong with the model.
    private static boolean hides(Held<Dialect.Ended> held) {
        return held.silent() || held.outcome() instanceof Outcome.TimedOut
                || held.result().filter(ended -> ended.reason().equals("end_turn")).isPresent();
    }

    private AgentResult exited(Outcome.Exited exited, Held<Dialect.Ended> held, AgentTask task, String tail) {
        Optional<Fault> fault = held.fault().filter(f -> f.kind() != Kind.EXITED);
        if (fault.isPresent()) {
            return failed(fault.get().kind(), fault.get().sentence(), tail);
        }
        String how = spec.name() + " ended with exit status " + exited.code();
        if (asksForLogin(tail)) {
            return failed(Kind.AUTH, how + " before its turn was over. " + login(task), tail);
        }
        return held.spoke() ? failed(Kind.EXITED, how + " before its turn was over. See what it wrote, then start the node again.", tail)
                : failed(Kind.REGISTRY, how + " without a word of the Agent Client Protocol. Install a version of it that speaks it, or correct"
                + " its entry in agents.toml.", tail);
    }

    private String login(AgentTask task) {
        return "It seems not to be logged in. " + (spec.authHint().isEmpty() ? "Log in to it." : spec.authHint()) + " Its private home is "
                + task.home() + ".";
    }

    private AgentResult refused(RpcError error, Turn turn, AgentTask task) {
        String said = error.message().isBlank() ? "error " + error.code() : error.message();
        String how = spec.name() + " answered with an error: " + said + (said.endsWith(".") ? "" : ".");
        if (error.code() == RpcError.AUTH_REQUIRED || asksForLogin(said)) {
            return failed(Kind.AUTH, how + " " + login(task), turn.errorTail());
        }
        return failed(Kind.PROVIDER, how + " Start the node again.", turn.errorTail());
    }

    /// The turn has ended, by the agent's word. That word alone is not believed: a turn in which nothing was said or done is one
    /// whose stream was cut, and one in which tools were refused did not do what it was asked.
    private AgentResult ended(Dialect.Ended ended, Turn turn, AgentTask task, Usage used) {
        String tail = turn.errorTail();
        List<String> refused = turn.refused();
        return switch (ended.reason()) {
            case "end_turn" -> {
                if (!refused.isEmpty()) {
                    yield new AgentResult.Failed(AgentFailure.refused(spec.name(), refused, tail));
                }
                if (!turn.isActive()) {
                    yield failed(Kind.PROVIDER, spec.name() + " ended its turn without a word or a deed: its model's answer seems to have been cut off."
                            + " Start the node again.", tail);
                }
                if (ended.usage().isNull()) {
                    // Codex: the end of a turn without an account of its usage is the end of a connection, told as an answer.
                    yield broken(turn, task);
                }
                yield new AgentResult.Finished(turn.words(), used);
            }
            case "max_tokens" -> failed(Kind.PROVIDER, spec.name() + " stopped at its model's limit of tokens. Give it a smaller task.", tail);
            case "max_turn_requests" -> failed(Kind.PROVIDER, spec.name() + " stopped at its limit of calls to its model. Give it a smaller task.", tail);
            case "refusal" -> failed(Kind.PROVIDER, spec.name() + "'s model declined the task. Word it in another way.", tail);
            case "cancelled" -> failed(Kind.PROVIDER, spec.name() + " says that it was cancelled, but nobody did. Start the node again.", tail);
            default -> failed(Kind.PROVIDER, spec.name() + " stopped for a reason of its own: \"" + ended.reason() + "\". Start the node again.", tail);
        };
    }

    private AgentResult broken(Turn turn, AgentTask task) {
        String last = turn.words().lines().filter(line -> !line.isBlank()).reduce((_, line) -> line).orElse("");
        String how = spec.name() + "'s model did not answer to the end: " + last + (last.endsWith(".") ? "" : ".");
        return asksForLogin(last) ? failed(Kind.AUTH, how + " " + login(task), turn.errorTail())
                : failed(Kind.PROVIDER, how + " Start the node again.", turn.errorTail());
    }

    static AgentResult failed(Kind kind, String message, String tail) {
        return new AgentResult.Failed(new AgentFailure(kind, message.strip(), tail));
    }
}
