package dev.countersign.secret;

import java.io.IOException;
import java.util.Optional;

/// Where values are kept: the keyring of the system, or a file of our own.
public interface SecretPlace {
    /// For a person: "keyring".
    String words();

    /// @throws IOException where the place cannot be read, or stays locked
    Optional<String> read(String name) throws IOException;

    /// Writes over what is there.
    ///
    /// @throws IOException where the place is not there, or stays locked
    void write(String name, String value) throws IOException;

    /// Removing what is not there does nothing.
    ///
    /// @throws IOException where the place is not there, or stays locked
    void remove(String name) throws IOException;
}
