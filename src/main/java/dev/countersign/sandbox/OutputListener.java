package dev.countersign.sandbox;

/// Hears output as it comes, from the reading threads, one call at a time per command.
@FunctionalInterface
public interface OutputListener {
    OutputListener NONE = (stream, chunk) -> {};

    enum Stream { OUT, ERR }

    /// @param chunk raw bytes; may end inside a character
    void output(Stream stream, byte[] chunk);
}
