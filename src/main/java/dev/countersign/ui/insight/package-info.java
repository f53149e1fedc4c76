/// Beside the ledger's timeline: line blame, statistics, and SQL.
///
/// Start with [LedgerSections], which puts them next to the timeline. The view models know no `Node` and are tested without a screen.
@NullMarked
package dev.countersign.ui.insight;

import org.jspecify.annotations.NullMarked;
