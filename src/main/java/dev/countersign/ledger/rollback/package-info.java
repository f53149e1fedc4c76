/// Taking back what was committed, whole or by file and hunk, with later work kept.
@NullMarked
package dev.countersign.ledger.rollback;

import org.jspecify.annotations.NullMarked;
