/// The ledger's own files: leaf log, vault, anchor log, keys, lock; and the audit that reads them. No SQL: whatever the database
/// adds comes through [Rows].
///
/// Start with [LeafLog], the source of truth, and [Vault]. Uses `ledger`, `workspace` and `fault`; used by `ledger.duckdb`.
@NullMarked
package dev.countersign.ledger.store;

import org.jspecify.annotations.NullMarked;
