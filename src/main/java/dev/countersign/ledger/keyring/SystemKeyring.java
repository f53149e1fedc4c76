package dev.countersign.ledger.keyring;

import com.github.javakeyring.BackendNotSupportedException;
import com.github.javakeyring.PasswordAccessException;
import dev.countersign.ledger.seal.Keyring;
import java.io.IOException;
import java.util.Optional;

/// Secret Service or KWallet on Linux, Keychain on macOS, Credential Manager on Windows. Asked for when it is used, not before: a
/// system without one is no fault of those who keep their keys in files.
public final class SystemKeyring implements Keyring {
    private static final String SERVICE = "countersign";

    private interface Use<T> {
        T of(com.github.javakeyring.Keyring keyring) throws PasswordAccessException;
    }

    private static <T> T with(Use<T> use) throws IOException {
        try (var keyring = com.github.javakeyring.Keyring.create()) {
            return use.of(keyring);
        } catch (BackendNotSupportedException e) {
            throw new IOException("this system has no keyring, or it is not running", e);
        } catch (PasswordAccessException e) {
            throw new IOException("the keyring refused: " + e.getMessage(), e);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the keyring failed: " + e.getMessage(), e);
        }
    }

    /// What cannot be read is not there: the libraries below do not tell the two apart.
    @Override
    public Optional<String> read(String account) throws IOException {
        return with(keyring -> {
            try {
                return Optional.ofNullable(keyring.getPassword(SERVICE, account));
            } catch (PasswordAccessException _) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void write(String account, String secret) throws IOException {
        with(keyring -> {
            keyring.setPassword(SERVICE, account, secret);
            return secret;
        });
    }

    @Override
    public void remove(String account) throws IOException {
        if (read(account).isPresent()) {
            with(keyring -> {
                keyring.deletePassword(SERVICE, account);
                return account;
            });
        }
    }
}
