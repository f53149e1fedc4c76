package dev.countersign.agent.mcp;

import dev.countersign.workspace.Sha256;
import java.nio.charset.StandardCharsets;

/// A tool, in its server's words.
///
/// @param schema of its arguments, JSON
public record McpTool(String server, String name, String description, String schema) {
    private static final int LONGEST_NAME = 64;

    /// What agents and models call it: providers take letters, digits, dashes and underscores.
    public String label() {
        String label = (server + "__" + name).replaceAll("[^A-Za-z0-9_-]", "_");
        return label.length() > LONGEST_NAME ? label.substring(0, LONGEST_NAME) : label;
    }

    /// Changes with every word that a model is told of it.
    public Sha256 digest() {
        return Sha256.of((name + "\0" + description + "\0" + schema).getBytes(StandardCharsets.UTF_8));
    }
}
