package dev.countersign.agent;

/// What an agent lacks, as far as a look at files says.
///
/// @param says for a person: what is missing and how to get it
public record Missing(What what, String says) {
    /// A program that is not installed, or a model that is not set up.
    public enum What { PROGRAM, MODEL }
}
