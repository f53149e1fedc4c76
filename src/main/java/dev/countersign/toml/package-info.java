/// Strict reading of the files that a person writes: whatever is not as it must be is refused with its line.
@NullMarked
package dev.countersign.toml;

import org.jspecify.annotations.NullMarked;
