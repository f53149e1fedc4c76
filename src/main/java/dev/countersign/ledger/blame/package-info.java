/// Line blame: for each line of a file, the entry that last changed it. Reads the ledger through its port alone, so that it works
/// wherever a ledger can be read.
///
/// Start with [Blame]. Uses `ledger`, `changeset`, `verify`, `workspace` and `fault`.
@NullMarked
package dev.countersign.ledger.blame;

import org.jspecify.annotations.NullMarked;
