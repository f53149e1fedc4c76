/// V_syn: the changed files, read by real parsers. Nothing of them is run, and no parser opens anything else.
///
/// Start with [SyntaxSensor]. Uses `verify`, `changeset`, `workspace`.
@NullMarked
package dev.countersign.verify.syntax;

import org.jspecify.annotations.NullMarked;
