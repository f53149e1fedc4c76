package dev.countersign.run;

import dev.countersign.agent.mcp.McpServer;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.agent.mcp.McpServers.Grant;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Tools of servers are granted for all workspaces. The ledger of one says what its agents could use: before a call it gets an entry for each grant, and each
/// withdrawal, since the last one.
final class ToolGrants {
    private static final JsonMapper JSON = RunJson.mapper();

    private final McpServers servers;
    private final Path recorded;
    private final LedgerDesk desk;
    private final EntryFacts facts;
    private final InstantSource clock;

    ToolGrants(Workspace workspace, Path data, McpServers servers, LedgerDesk desk, EntryFacts facts, InstantSource clock) {
        this.servers = servers;
        this.recorded = data.resolve("recorded-grants").resolve(workspace.id() + ".json");
        this.desk = desk;
        this.facts = facts;
        this.clock = clock;
    }

    /// One change. @param words how the server is reached; empty where it is not set up any more
    record Change(boolean granted, Grant grant, String words) {}

    /// @param who whose grants they are
    /// @throws IOException where a file of grants cannot be read or an entry not be written; no tool may be used then
    void record(String who) throws IOException {
        List<Grant> now = servers.grants();
        if (now.equals(last())) {
            return;
        }
        desk.alone(() -> {
            // Another call may have been quicker.
            List<Grant> before = last();
            for (Change change : changes(before, now)) {
                EntryDraft draft = facts.tool(change, who, clock.instant());
                desk.record(draft);
            }
            keep(now);
            return now;
        });
    }

    private List<Change> changes(List<Grant> before, List<Grant> now) {
        Map<List<String>, Grant> left = new LinkedHashMap<>();
        before.forEach(grant -> left.put(List.of(grant.name(), grant.tool()), grant));
        var changes = new ArrayList<Change>();
        for (Grant grant : now) {
            Grant was = left.remove(List.of(grant.name(), grant.tool()));
            if (was == null || !was.server().equals(grant.server()) || !was.definition().equals(grant.definition())) {
                changes.add(new Change(true, grant, words(grant)));
            }
        }
        left.values().forEach(grant -> changes.add(new Change(false, grant, words(grant))));
        return changes;
    }

    private String words(Grant grant) {
        Optional<McpServer> server = servers.find(grant.name()).filter(found -> found.digest().equals(grant.server()));
        return server.map(McpServer::words).orElse("");
    }

    private List<Grant> last() throws IOException {
        if (!Files.exists(recorded)) {
            return List.of();
        }
        try {
            return JSON.readValue(Files.readAllBytes(recorded), new TypeReference<List<Grant>>() {});
        } catch (JacksonException e) {
            throw new IOException(recorded + " is damaged; move it away, and the grants are recorded anew", e);
        }
    }

    /// After the entries: a crash in between writes them twice, and none is lost.
    private void keep(List<Grant> now) throws IOException {
        Files.createDirectories(recorded.getParent());
        Path fresh = recorded.resolveSibling(recorded.getFileName() + ".new");
        Files.write(fresh, JSON.writeValueAsBytes(now));
        Files.move(fresh, recorded, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
