/// The ledger's database: tree, rows and queries in DuckDB. The only place with SQL. Everything in it is derived from the leaf log
/// and is built anew from it when it does not open, is behind or disagrees.
///
/// Start with [DuckLedgerOpener]. An adapter: only `Main` depends on it. Uses `ledger`, `ledger.store`, `workspace` and `fault`.
@NullMarked
package dev.countersign.ledger.duckdb;

import org.jspecify.annotations.NullMarked;
