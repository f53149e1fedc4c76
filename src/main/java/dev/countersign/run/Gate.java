package dev.countersign.run;

import dev.countersign.agent.AgentFailure;
import dev.countersign.network.Objections;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeState;
import dev.countersign.policy.Action;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Ruling;
import dev.countersign.verify.Residual;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// The gate between an attempt and a person: converged, once more with evidence, or escalate.
final class Gate {
    /// Attempts before a person is asked; a revision starts the count anew.
    static final int ATTEMPTS = 3;

    private static final Map<String, Integer> AGAIN = Map.of(AgentFailure.Kind.PROVIDER.code(), 2, AgentFailure.Kind.EXITED.code(), 1,
            AgentFailure.Kind.RESOURCES.code(), 1);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(4);

    private Gate() {}

    /// The gate's answer.
    sealed interface Verdict {
        /// Fit for a plain review.
        record Converged() implements Verdict {}

        /// The agent gets the evidence and another attempt.
        record Retry() implements Verdict {}

        /// A person must look closely. @param why one sentence
        record Escalate(String why) implements Verdict {}
    }

    /// @param tries    attempts made since the node or its revision began, this one too
    /// @param canRetry whether the agent can bring anything new
    static Verdict judge(Verification verification, int tries, boolean canRetry) {
        if (verification.isStable()) {
            return new Verdict.Converged();
        }
        if (!canRetry) {
            return new Verdict.Escalate("Checks failed: " + shortfalls(verification) + ".");
        }
        if (tries < ATTEMPTS) {
            return new Verdict.Retry();
        }
        return new Verdict.Escalate("Checks still fail after " + tries + " attempts: " + shortfalls(verification) + ".");
    }

    /// Whether a call that failed is made again: a provider that has trouble is given time, a program that broke off one more go. What
    /// a person must mend (a login, a missing program, a rule) is not tried again, nor what took all its time.
    ///
    /// @param code     of the failure
    /// @param failures with this code since the round began, this one too
    static boolean callsAgain(String code, int failures) {
        return failures <= AGAIN.getOrDefault(code, 0);
    }

    /// Waits before a call that failed is made again: a second for a provider, then four; others go at once.
    static void pauseBefore(String code, int failures, Progress progress) {
        if (!code.equals(AgentFailure.Kind.PROVIDER.code())) {
            return;
        }
        long end = System.nanoTime() + (failures == 1 ? SHORT : LONG).toNanos();
        while (System.nanoTime() < end) {
            progress.check();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /// Whether a candidate may be approved with nobody there: verified, every ruling a plain yes, and nothing ran uncontained
    /// without leave.
    static boolean passesAlone(Verification verification, List<Ruling> rulings, boolean contained) {
        return verification.isVerified() && !rulings.isEmpty()
                && rulings.stream().allMatch(r -> r instanceof Ruling.Allow) && contained;
    }

    static Optional<Ruling.Deny> denial(List<Ruling> rulings) {
        return rulings.stream().filter(Ruling.Deny.class::isInstance).map(Ruling.Deny.class::cast).findFirst();
    }

    /// What the rules deny of a node's connections. What they would ask about, the person answered who put the host on the allow-list.
    static Objections objections(Policy policy, Node node) {
        return (host, port) -> denial(policy.rule(new Action.Connect(node, host, port)))
                .map(deny -> host + ":" + port + " is denied by the rule " + deny.rule() + ": " + deny.reason());
    }

    /// How a candidate stands for a person: denied, or to be reviewed for this reason.
    static NodeState reviewable(List<Ruling> rulings, String why) {
        return denial(rulings).<NodeState>map(d -> new NodeState.Stopped(d.rule(), d.reason()))
                .orElseGet(() -> new NodeState.AwaitingReview(why));
    }

    /// The first shortfalls of a verification on one line, with file and line; without a full stop.
    static String shortfalls(Verification verification) {
        return shortfalls(verification.residuals());
    }

    static String shortfalls(List<Residual> all) {
        String first = all.stream().limit(2).map(Gate::line).reduce((a, b) -> a + "; " + b).orElse("nothing was measured");
        String said = all.size() > 2 ? first + "; and " + (all.size() - 2) + " more" : first;
        return said.replaceFirst("\\.+$", "");
    }

    /// `src/A.java:3: ';' expected`
    static String line(Residual residual) {
        String message = residual.message().strip();
        return residual.path().map(p -> p + (residual.line() > 0 ? ":" + residual.line() : "") + ": " + message)
                .orElse(residual.sensor() + ": " + message);
    }
}
