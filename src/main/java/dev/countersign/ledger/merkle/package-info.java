/// The hash tree of RFC 6962: appending, inclusion and consistency. Knows hashes only, nothing of what they stand for.
@NullMarked
package dev.countersign.ledger.merkle;

import org.jspecify.annotations.NullMarked;
