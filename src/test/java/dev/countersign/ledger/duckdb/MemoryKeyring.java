package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.seal.Keyring;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A keyring for tests that can be locked.
final class MemoryKeyring implements Keyring {
    final Map<String, String> entries = new HashMap<>();
    boolean locked;

    private void open() throws IOException {
        if (locked) {
            throw new IOException("the keyring is locked");
        }
    }

    @Override
    public Optional<String> read(String account) throws IOException {
        open();
        return Optional.ofNullable(entries.get(account));
    }

    @Override
    public void write(String account, String secret) throws IOException {
        open();
        entries.put(account, secret);
    }

    @Override
    public void remove(String account) throws IOException {
        open();
        entries.remove(account);
    }
}
