/// From source text to a syntax tree in which every name knows what it stands for. Uses `trace` alone.
@NullMarked
package dev.countersign.starlark.syntax;

import org.jspecify.annotations.NullMarked;
