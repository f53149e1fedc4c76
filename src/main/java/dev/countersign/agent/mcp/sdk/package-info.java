/// Servers of the Model Context Protocol through its own SDK: programs in the sandbox over a transport of ours, others over HTTP.
@NullMarked
package dev.countersign.agent.mcp.sdk;

import org.jspecify.annotations.NullMarked;
