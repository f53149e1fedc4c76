package dev.countersign.remote;

import java.io.IOException;

/// Somebody listens, and does not answer: a process that was stopped, or that does something else for very long.
final class SilentException extends IOException {
    private static final long serialVersionUID = 1L;

    SilentException() {
        super("the other process does not answer");
    }
}
