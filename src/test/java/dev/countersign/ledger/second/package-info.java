/// A second verifier of ledgers and exports, written from `docs/ledger-format.md` alone: plain Java and a decompressor, no class of
/// Countersign's. What the page does not say, it cannot know.
@NullMarked
package dev.countersign.ledger.second;

import org.jspecify.annotations.NullMarked;
