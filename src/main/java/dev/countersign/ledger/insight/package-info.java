/// Questions about a whole ledger: statistics, and SQL over documented views (`docs/sql.md`).
///
/// Start with [Insight]. Uses `ledger`, `workspace` and `fault`.
@NullMarked
package dev.countersign.ledger.insight;

import org.jspecify.annotations.NullMarked;
