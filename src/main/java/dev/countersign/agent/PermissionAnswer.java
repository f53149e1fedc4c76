package dev.countersign.agent;

/// What a [PermissionRequest] is answered.
public sealed interface PermissionAnswer {
    /// One of its options. @param by who chose it: a rule, or a person's name @param person whether a person did
    record Chosen(PermissionRequest.Option option, String by, boolean person) implements PermissionAnswer {}

    /// No, for this reason; by a rule, or because nobody could be asked. The work does not count as done.
    record Refused(String reason) implements PermissionAnswer {}

    /// The call was cancelled meanwhile.
    record Cancelled() implements PermissionAnswer {}
}
