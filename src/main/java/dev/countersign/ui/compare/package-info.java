/// Candidates of several agents for one task, side by side: picked, or brought together hunk by hunk.
///
/// Start with [CompareViewModel] and [CompareView]. Uses `ui.run` and `ui.fx`.
@NullMarked
package dev.countersign.ui.compare;

import org.jspecify.annotations.NullMarked;
