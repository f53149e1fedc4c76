/// A Starlark interpreter, written from the published specification of the language. It knows nothing of the rest of the house.
///
/// Start with [Program]: a parsed program, which [Program#execute] turns into a frozen [Module].
@NullMarked
package dev.countersign.starlark;

import org.jspecify.annotations.NullMarked;
