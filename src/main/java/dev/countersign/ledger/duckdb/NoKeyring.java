package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.seal.Keyring;
import java.io.IOException;
import java.util.Optional;

/// Where signing keys lie in files alone.
enum NoKeyring implements Keyring {
    HERE;

    @Override
    public Optional<String> read(String account) throws IOException {
        throw new IOException("there is no keyring");
    }

    @Override
    public void write(String account, String secret) throws IOException {
        throw new IOException("there is no keyring");
    }

    @Override
    public void remove(String account) throws IOException {
        throw new IOException("there is no keyring");
    }
}
