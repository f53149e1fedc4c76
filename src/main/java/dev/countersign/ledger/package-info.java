/// What was countersigned: an RFC 6962 Merkle tree of entries, each a leaf in deterministic CBOR, with the content before and
/// after. The only place that knows the format; `ledger.duckdb` is the only place with SQL.
///
/// Start with [Ledger]; [Committer] is the crash-safe step that ties it to the live tree. Uses `workspace` only.
@NullMarked
package dev.countersign.ledger;

import org.jspecify.annotations.NullMarked;
