package dev.countersign.ledger.store;

import dev.countersign.workspace.Sha256;
import java.util.Optional;

/// The tree as it was recomputed from the leaves.
interface TreeRoots {
    /// Leaves.
    long size();

    /// The root at a size that was asked for beforehand; empty where there are not so many leaves.
    Optional<Sha256> root(long size);
}
