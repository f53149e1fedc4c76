package dev.countersign.sandbox;

import java.io.IOException;
import java.io.OutputStream;

/// A listener that answers: it also writes the command's standard input, for as long as it likes, while it hears the output.
public interface Conversation extends OutputListener {
    /// Called once, on a thread of its own, after the bytes of [Command#stdin] were written. Standard input is closed when this
    /// returns or throws. The thread is interrupted when the command has ended; a write to one that no longer reads fails.
    ///
    /// @param stdin not buffered
    void speak(OutputStream stdin) throws IOException;
}
