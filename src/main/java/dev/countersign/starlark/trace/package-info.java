/// Where a script was when it failed, and how it may fail.
@NullMarked
package dev.countersign.starlark.trace;

import org.jspecify.annotations.NullMarked;
