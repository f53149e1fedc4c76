/// Conflicts of a three-way merge, shown and settled: for a rollback, and for any other merge of a file. Knows the merge itself
/// ([dev.countersign.changeset.Merge]) and nothing of who asks. Start at [dev.countersign.ui.merge.MergeView].
@NullMarked
package dev.countersign.ui.merge;

import org.jspecify.annotations.NullMarked;
