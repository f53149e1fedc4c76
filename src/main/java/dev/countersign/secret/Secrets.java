package dev.countersign.secret;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Stored secrets by name. A value goes in and comes out for programs only; nothing shows it. May ask the person to unlock a keyring, and
/// blocks until then. Safe for use by several threads.
public interface Secrets {
    /// There are none, and none can be stored.
    Secrets NONE = new Secrets() {
        @Override
        public List<Info> list() {
            return List.of();
        }

        @Override
        public Optional<String> read(String name) {
            return Optional.empty();
        }

        @Override
        public Info set(String name, String value) {
            throw Problems.value(name, "there is no place for secrets here");
        }

        @Override
        public boolean remove(String name) {
            return false;
        }
    };

    /// What is shown of a secret.
    ///
    /// @param hint  its last four characters where it has at least sixteen; else empty
    /// @param since when this value was set
    /// @param place in words: "keyring", "encrypted file"
    record Info(String name, String hint, Instant since, String place) {}

    /// By name. Reads no value.
    ///
    /// @throws dev.countersign.fault.UserException where the list of names cannot be read
    List<Info> list() throws IOException;

    /// The value, known to the [Redaction] from now on; empty where no secret has this name.
    ///
    /// @throws dev.countersign.fault.ProblemException where there is one and it cannot be read
    Optional<String> read(String name) throws IOException;

    /// Stores a value, in place of an earlier one.
    ///
    /// @throws dev.countersign.fault.UserException for a name or value that cannot be a secret
    Info set(String name, String value) throws IOException;

    /// @return whether there was one
    boolean remove(String name) throws IOException;
}
