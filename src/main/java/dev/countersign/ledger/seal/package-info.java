/// Signed heads of the tree: keys, notes, checkpoints, proofs that travel with them, and what a witness is asked.
@NullMarked
package dev.countersign.ledger.seal;

import org.jspecify.annotations.NullMarked;
