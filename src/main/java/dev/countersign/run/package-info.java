/// One task from plan to ledger: the scheduler, the gate, and what the outside sees of them. Tells by sealed [RunEvent]s, hears
/// by commands; the desktop and the command line are two faces of it. Knows ports only, never an adapter.
///
/// Start with [Workbench], then [Session].
@NullMarked
package dev.countersign.run;

import org.jspecify.annotations.NullMarked;
