/// The keyring of the operating system as a place for signing keys.
@NullMarked
package dev.countersign.ledger.keyring;

import org.jspecify.annotations.NullMarked;
