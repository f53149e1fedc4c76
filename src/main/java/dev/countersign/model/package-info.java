/// Which models there are, what they cost, and which is asked for what: values, and the file that a person writes them in.
///
/// Start with [Models]. Who talks to them is in `agent.model`.
@NullMarked
package dev.countersign.model;

import org.jspecify.annotations.NullMarked;
