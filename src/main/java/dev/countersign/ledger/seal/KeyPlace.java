package dev.countersign.ledger.seal;

/// Where the secret half of a ledger's signing key lies.
public enum KeyPlace {
    /// A file that its owner alone can read.
    FILE,
    /// The keyring of the operating system: Secret Service, Keychain, Credential Manager.
    KEYRING
}
