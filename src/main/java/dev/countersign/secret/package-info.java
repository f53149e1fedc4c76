/// Secrets by name: where they are kept, what is shown of them, and how their values are taken out of everything that goes out.
///
/// Start with [Secrets] and [Redaction]. Uses `fault` only.
@NullMarked
package dev.countersign.secret;

import org.jspecify.annotations.NullMarked;
