package dev.countersign.agent.model;

import java.time.Duration;
import java.util.Optional;

/// Why a model did not answer.
sealed interface Fault {
    /// For a person; the end of a sentence that begins with its name.
    String words();

    /// Whether the same question may be answered when it is asked again.
    boolean passes();

    /// It answered with an error. @param after when it wants to be asked again
    record Refused(int status, Optional<Duration> after, String said) implements Fault {
        @Override
        public String words() {
            return "answered with an error " + status + (said.isBlank() ? "" : ": " + said);
        }

        @Override
        public boolean passes() {
            return status == 408 || status == 409 || status == 425 || status == 429 || status >= 500;
        }

        boolean isAboutTheKey() {
            return status == 401 || status == 403;
        }
    }

    /// The connection was not made, or broke, or what came is no answer. @param begun whether some of an answer had come
    record Broken(String why, boolean begun) implements Fault {
        @Override
        public String words() {
            return "did not answer to the end: " + why;
        }

        @Override
        public boolean passes() {
            return true;
        }
    }

    record Silent(Duration silence) implements Fault {
        @Override
        public String words() {
            return "said nothing for " + silence.toSeconds() + " s";
        }

        @Override
        public boolean passes() {
            return true;
        }
    }

    record Endless(long bytes) implements Fault {
        @Override
        public String words() {
            return "answered more than " + (bytes >> 20) + " MB without an end";
        }

        @Override
        public boolean passes() {
            return false;
        }
    }

    /// It was cancelled, or its time was over.
    record Stopped() implements Fault {
        @Override
        public String words() {
            return "was stopped";
        }

        @Override
        public boolean passes() {
            return false;
        }
    }
}
