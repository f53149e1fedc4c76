/// The user's own servers of the Model Context Protocol: which there are, which of their tools were granted, and the port through which a model
/// agent uses these.
///
/// Start with [McpServers]. Adapter: `agent.mcp.sdk`.
@NullMarked
package dev.countersign.agent.mcp;

import org.jspecify.annotations.NullMarked;
