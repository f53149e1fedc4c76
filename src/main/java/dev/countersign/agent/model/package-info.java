/// The model agent: asks a model, and does for it in the private copy what it asks to have done. The connection, the loop, the tools and
/// their limits are our own; LangChain4j writes and reads what providers understand.
@NullMarked
package dev.countersign.agent.model;

import org.jspecify.annotations.NullMarked;
