/// Granted tools for programs in the sandbox, over named pipes.
@NullMarked
package dev.countersign.agent.mcp.pipe;

import org.jspecify.annotations.NullMarked;
