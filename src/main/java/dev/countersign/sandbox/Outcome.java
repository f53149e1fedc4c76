package dev.countersign.sandbox;

import java.time.Duration;

/// How a command ended. In every case its whole process tree is dead before this is handed out.
public sealed interface Outcome {
    /// It ran to its end. @param took from spawn to last byte
    record Exited(int code, Duration took) implements Outcome {}

    record TimedOut(Duration limit) implements Outcome {}

    record OutputExceeded(long limit) implements Outcome {}

    record Cancelled() implements Outcome {}

    /// There is no such program. Nothing ran.
    record NotFound(String program) implements Outcome {}

    /// Setting up failed. Nothing ran.
    record NotStarted(String why) implements Outcome {}
}
