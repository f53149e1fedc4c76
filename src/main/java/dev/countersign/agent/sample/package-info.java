/// The bundled sample: a small project, a plan, and an agent that applies the edits prepared for it.
///
/// Start with [SampleWorkspace]. An adapter of `agent`; only the composition root names it.
@NullMarked
package dev.countersign.agent.sample;

import org.jspecify.annotations.NullMarked;
