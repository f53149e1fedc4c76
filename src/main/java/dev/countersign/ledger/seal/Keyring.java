package dev.countersign.ledger.seal;

import java.io.IOException;
import java.util.Optional;

/// The keyring of the operating system. May ask the person to unlock it, and blocks until then.
public interface Keyring {
    /// @throws IOException where there is no keyring here, or it stays locked
    Optional<String> read(String account) throws IOException;

    /// Writes over what is there.
    ///
    /// @throws IOException where there is no keyring here, or it stays locked
    void write(String account, String secret) throws IOException;

    /// Removing what is not there does nothing.
    ///
    /// @throws IOException where there is no keyring here, or it stays locked
    void remove(String account) throws IOException;
}
