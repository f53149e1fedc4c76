/// The ledger's screen: a timeline of entries, what each changed and on what evidence, its proof, audit and rollback.
///
/// Start with [LedgerViewModel]; it knows no `Node` and is tested without a screen.
@NullMarked
package dev.countersign.ui.ledger;

import org.jspecify.annotations.NullMarked;
