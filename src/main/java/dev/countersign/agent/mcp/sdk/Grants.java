package dev.countersign.agent.mcp.sdk;

import dev.countersign.agent.mcp.McpServers.Grant;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// What was granted, in a file of its own: nothing that a server or an agent says gets into it.
final class Grants {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final Path file;

    Grants(Path file) {
        this.file = file;
    }

    /// @throws IOException where the file is damaged: nothing is granted by guessing
    synchronized List<Grant> all() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            var grants = new ArrayList<Grant>();
            for (JsonNode each : JSON.readTree(Files.readAllBytes(file))) {
                grants.add(new Grant(each.path("server").asString(), each.path("tool").asString(), Sha256.parse(each.path("serverDigest").asString()),
                        Sha256.parse(each.path("definition").asString()), Instant.parse(each.path("since").asString())));
            }
            return List.copyOf(grants);
        } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
            throw new IOException(file + " is damaged", e);
        }
    }

    synchronized void add(Grant grant) throws IOException {
        var grants = new ArrayList<>(all());
        grants.removeIf(each -> each.name().equals(grant.name()) && each.tool().equals(grant.tool()));
        grants.add(grant);
        write(grants);
    }

    synchronized boolean remove(String server, String tool) throws IOException {
        var grants = new ArrayList<>(all());
        boolean there = grants.removeIf(each -> each.name().equals(server) && each.tool().equals(tool));
        if (there) {
            write(grants);
        }
        return there;
    }

    private void write(List<Grant> grants) throws IOException {
        ArrayNode array = JSON.createArrayNode();
        grants.forEach(grant -> array.addObject().put("server", grant.name()).put("tool", grant.tool()).put("serverDigest", grant.server().hex())
                .put("definition", grant.definition().hex()).put("since", grant.since().toString()));
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(array));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
