package dev.countersign.agent;

import java.util.List;
import java.util.stream.Collectors;

/// A failure of an agent, of a closed set; nobody parses error output to tell them apart.
///
/// @param message    one sentence for a person, with what to do
/// @param stderrTail the last 2 KB of standard error, possibly empty
public record AgentFailure(Kind kind, String message, String stderrTail) {
    /// It says that it is done, and was refused something on the way: then it did not do what it was asked.
    ///
    /// @param refused what it was not allowed, each with the reason
    public static AgentFailure refused(String agent, List<String> refused, String stderrTail) {
        return new AgentFailure(Kind.POLICY, agent + " says that it is done, but was not allowed to use " + refused.stream().distinct().limit(3)
                .collect(Collectors.joining("; ")) + (refused.size() > 3 ? "; and more" : "") + ". Run it where a person can be asked, or change the rules.",
                stderrTail);
    }

    /// Its model's last answer broke off, which was seen on the way; what it says itself counts for nothing then.
    public static AgentFailure cut(String agent, String stderrTail) {
        return new AgentFailure(Kind.PROVIDER, agent + "'s model did not answer to the end: the stream of its last answer was cut. Start the node again.",
                stderrTail);
    }

    /// The codes are stable; `docs/errors.md` lists them.
    public enum Kind {
        NOT_FOUND("AGENT-001"), UNKNOWN_AGENT("AGENT-002"), NOT_TRUSTED("AGENT-003"), AUTH("AGENT-004"),
        TIMEOUT("AGENT-005"), OUTPUT_LIMIT("AGENT-006"), NOT_UTF8("AGENT-007"), REGISTRY("AGENT-008"),
        INVALID_INPUT("AGENT-009"), MISSING_KEY("AGENT-010"), PROVIDER("AGENT-011"), POLICY("AGENT-012"),
        SANDBOX("AGENT-013"), EXITED("AGENT-014"), RESOURCES("AGENT-015");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
