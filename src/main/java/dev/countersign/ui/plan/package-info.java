/// A plan as a graph, and its editor: a planner at work, the nodes with what is wrong with them, and the way to start. View models know no
/// node of the scene graph and no session.
///
/// Start with [PlanViewModel] and [PlanEditorView]. Uses `ui.fx` and the core's values.
@NullMarked
package dev.countersign.ui.plan;

import org.jspecify.annotations.NullMarked;
