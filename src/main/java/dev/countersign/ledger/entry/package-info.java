/// What one leaf of the log holds, drafted, encoded and read again.
@NullMarked
package dev.countersign.ledger.entry;

import org.jspecify.annotations.NullMarked;
