/// Where a person reads what an agent did and answers: the diff, the evidence beside it, and one decision per hunk.
///
/// Two halves. Without a screen: [DiffRows] (aligned rows), [LineCells] (characters to cells), [Syntax] (colours by line),
/// [ReviewViewModel] (decisions, undo, what can be applied and why not). With one: [DiffCanvas] draws visible lines only,
/// [ReviewView] is the whole screen, [DiffView] the read-only diff that other screens use.
///
/// Uses `run` and the values below it, `ui.fx`, JavaFX, and rsyntaxtextarea's token makers (no Swing component).
/// Start with [ReviewViewModel] and [ReviewView].
@NullMarked
package dev.countersign.ui.review;

import org.jspecify.annotations.NullMarked;
