/// The run screen: the task's nodes as a live graph, what the agent says, what changed, the evidence, and the composer of the next
/// task. View models know no node of the scene graph and no session, only [Runs].
///
/// Start with [RunViewModel] and [RunView]. Uses `ui.fx` and the core's values.
@NullMarked
package dev.countersign.ui.run;

import org.jspecify.annotations.NullMarked;
