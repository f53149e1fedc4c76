/// What is to be done: a task as a DAG of nodes, each with a contract. Values only; nothing here acts. Uses `workspace` for paths.
///
/// Start with [Plan]; [PlanFile] reads one, [PlanValidator] says whether it can run.
@NullMarked
package dev.countersign.plan;

import org.jspecify.annotations.NullMarked;
