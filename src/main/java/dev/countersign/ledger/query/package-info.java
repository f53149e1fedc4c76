/// What a reader may ask the ledger, and the shapes of the answers.
@NullMarked
package dev.countersign.ledger.query;

import org.jspecify.annotations.NullMarked;
