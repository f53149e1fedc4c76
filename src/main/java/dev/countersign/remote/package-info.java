/// Several processes on one workspace: the process that owns a ledger serves it to the others over a Unix domain socket, and any of
/// them takes it over when the owner ends. No TCP port, no Java serialization. Adapter of [dev.countersign.ledger.LedgerOpener]
/// and [dev.countersign.run.RunLink].
///
/// Start with [SharedLedgers].
@NullMarked
package dev.countersign.remote;

import org.jspecify.annotations.NullMarked;
