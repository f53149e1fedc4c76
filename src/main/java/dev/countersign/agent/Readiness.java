package dev.countersign.agent;

/// Whether an agent can be started on this machine, found out just now.
///
/// @param says for a person: the version that answered, or what is missing and how to install it
public record Readiness(boolean ready, String says) {
    public static final Readiness BUILT_IN = new Readiness(true, "built in");
}
