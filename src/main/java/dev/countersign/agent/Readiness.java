package dev.countersign.agent;

/// Whether an agent can be started on this machine, found out just now.
///
/// @param says      for a person: the version that answered, or what is missing and how to install it
/// @param installed whether its program is there
/// @param speaks    whether it answered as it should
/// @param loggedIn  whether it has what it needs to call its model
public record Readiness(boolean ready, String says, Answer installed, Answer speaks, Answer loggedIn) {
    public static final Readiness BUILT_IN = new Readiness(true, "built in", Answer.YES, Answer.YES, Answer.YES);

    /// Whether something holds, as far as it could be found out.
    public enum Answer { YES, NO, UNKNOWN }
}
