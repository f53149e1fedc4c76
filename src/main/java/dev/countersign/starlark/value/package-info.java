/// The values of the language, and what may be done with them, each operation charged to the running evaluation.
@NullMarked
package dev.countersign.starlark.value;

import org.jspecify.annotations.NullMarked;
