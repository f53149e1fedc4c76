package dev.countersign.ledger.entry;

import java.io.IOException;

/// Bytes that are no leaf: not the one deterministic encoding, or fields that no entry can have.
public final class MalformedLeafException extends IOException {
    public MalformedLeafException(String why) {
        super(why);
    }
}
