/// The command line: the same calls as the desktop, for a terminal, a script, or CI. Depends on the core's ports only.
///
/// Start with [CommandLineApp].
@NullMarked
package dev.countersign.cli;

import org.jspecify.annotations.NullMarked;
