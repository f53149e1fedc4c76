package dev.countersign.remote;

import java.io.IOException;

/// The other process is gone, or does not speak any more.
final class LostException extends IOException {
    private final boolean sent;

    /// @param sent whether the other may have heard, and done, what was asked
    LostException(boolean sent, Throwable cause) {
        super("the connection to the process that keeps the ledger is lost: " + cause.getMessage(), cause);
        this.sent = sent;
    }

    boolean sent() {
        return sent;
    }
}
