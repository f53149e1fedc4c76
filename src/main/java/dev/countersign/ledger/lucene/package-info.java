/// The search index of a ledger: an inverted index in Lucene beside the database. Everything in it is derived from the ledger and
/// its vault, written behind the commit, and built anew where it is missing, damaged, or of another ledger.
///
/// Start with [IndexedOpener]. An adapter: only `Main` depends on it. Uses `ledger`, `ledger.store`, `workspace` and `fault`.
@NullMarked
package dev.countersign.ledger.lucene;

import org.jspecify.annotations.NullMarked;
