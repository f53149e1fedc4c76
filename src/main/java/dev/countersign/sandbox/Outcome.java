package dev.countersign.sandbox;

import java.time.Duration;

/// How a command ended. In every case its whole process tree is dead before this is handed out.
public sealed interface Outcome {
    /// It ran to its end. @param took from spawn to last byte
    record Exited(int code, Duration took) implements Outcome {}

    record TimedOut(Duration limit) implements Outcome {}

    record OutputExceeded(long limit) implements Outcome {}

    /// Its tree used more than it may. @param limit bytes, or a number of processes
    record Exceeded(Resource resource, long limit) implements Outcome {
        /// One sentence for a person.
        public String words() {
            return switch (resource) {
                case MEMORY -> "It used more than " + (limit >> 20) + " MiB of memory and was stopped.";
                case DISK -> "It wrote more than " + (limit >> 20) + " MiB to the disk, or filled it, and was stopped.";
                case PROCESSES -> "It started more than " + limit + " processes and threads and was stopped.";
            };
        }
    }

    enum Resource { MEMORY, DISK, PROCESSES }

    record Cancelled() implements Outcome {}

    /// There is no such program. Nothing ran.
    record NotFound(String program) implements Outcome {}

    /// Setting up failed. Nothing ran.
    record NotStarted(String why) implements Outcome {}
}
