/// The tree of nodes that a resolved program becomes, and its running.
@NullMarked
package dev.countersign.starlark.eval;

import org.jspecify.annotations.NullMarked;
