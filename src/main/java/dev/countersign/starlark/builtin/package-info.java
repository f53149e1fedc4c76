/// The names every script has: the built-in functions and the methods of the built-in types.
@NullMarked
package dev.countersign.starlark.builtin;

import org.jspecify.annotations.NullMarked;
