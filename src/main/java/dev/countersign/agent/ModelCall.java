package dev.countersign.agent;

import dev.countersign.workspace.Sha256;
import java.time.Duration;
import java.time.Instant;

/// One question to a model, and its answer.
///
/// @param asked    digest of model and request
/// @param model    as it was set up, for a person
/// @param request  what it was asked, in JSON
/// @param answer   in JSON
/// @param took     from the question to the last word of the answer
/// @param tries    how often it had to be asked
public record ModelCall(Sha256 asked, String model, Instant at, String request, String answer, Usage usage, Duration took, int tries) {}
