package dev.countersign.ledger.keyring;

import dev.countersign.secret.SecretPlace;
import java.io.IOException;
import java.util.Optional;

/// Secrets in the keyring of the system, beside the signing keys.
public final class KeyringSecrets implements SecretPlace {
    private static final String PREFIX = "secret:";

    private final SystemKeyring keyring = new SystemKeyring();

    @Override
    public String words() {
        return "keyring";
    }

    @Override
    public Optional<String> read(String name) throws IOException {
        return keyring.read(PREFIX + name);
    }

    @Override
    public void write(String name, String value) throws IOException {
        keyring.write(PREFIX + name, value);
    }

    @Override
    public void remove(String name) throws IOException {
        keyring.remove(PREFIX + name);
    }
}
