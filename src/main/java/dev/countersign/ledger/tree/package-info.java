/// The listings by which the tree as of any entry is found again.
@NullMarked
package dev.countersign.ledger.tree;

import org.jspecify.annotations.NullMarked;
