/// What a reviewer should know first: the risk of each changed file with its reasons, and a summary made of facts.
///
/// Start with [Triage] and [Summary]. Uses `run` and everything below it; knows no screen.
@NullMarked
package dev.countersign.review;

import org.jspecify.annotations.NullMarked;
