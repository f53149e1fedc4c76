package dev.countersign.agent.mcp.sdk;

import dev.countersign.agent.mcp.McpServer;
import dev.countersign.agent.mcp.McpServers.Result;
import dev.countersign.agent.mcp.McpTool;
import dev.countersign.workspace.Progress;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// A server that is being spoken with. Every answer is waited for within limits, whatever the server does.
final class Link implements AutoCloseable {
    /// The library's own limits are words for nobody.
    private static final Duration OURS_FIRST = Duration.ofSeconds(10);
    private static final int MOST_TOOLS = 200;
    private static final int PAGES = 20;
    private static final int LONGEST_DESCRIPTION = 4_000;
    private static final int LONGEST_SCHEMA = 40_000;
    private static final int LONGEST_TEXT = 200_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final McpServer server;
    private final McpClientTransport transport;
    private final McpSyncClient client;

    Link(McpServer server, McpClientTransport transport, Duration start, String version) {
        this.server = server;
        this.transport = transport;
        this.client = McpClient.sync(transport).requestTimeout(server.timeout().plus(OURS_FIRST)).initializationTimeout(start.plus(OURS_FIRST)).clientInfo(McpSchema.Implementation.builder("countersign", version).build())
                // What a tool answers is shown and bounded as it is; nothing is taken for granted because a server says what it looks like.
                .jsonSchemaValidator(new JsonSchemaValidator() {
                    @Override
                    public ValidationResponse validate(Map<String, Object> schema, Object content) {
                        return ValidationResponse.asValid(JSON.writeValueAsString(content));
                    }
                }).build();
    }

    /// @return who answered
    String begin(Duration start, Progress progress) throws IOException {
        McpSchema.InitializeResult result = ask(client::initialize, start, progress);
        McpSchema.Implementation who = result.serverInfo();
        return who == null ? server.name() : cut((who.name() + " " + who.version()).strip(), 200);
    }

    List<McpTool> tools(Progress progress) throws IOException {
        var found = new ArrayList<McpTool>();
        Optional<String> page = Optional.empty();
        for (int i = 0; i < PAGES && found.size() < MOST_TOOLS; i++) {
            Optional<String> at = page;
            McpSchema.ListToolsResult listed = ask(() -> at.isPresent() ? client.listTools(at.get()) : client.listTools(), server.timeout(), progress);
            for (McpSchema.Tool tool : listed.tools()) {
                String schema = tool.inputSchema() == null ? "{\"type\":\"object\"}" : JSON.writeValueAsString(tool.inputSchema());
                if (NAME.matcher(tool.name()).matches() && schema.length() <= LONGEST_SCHEMA && found.size() < MOST_TOOLS) {
                    found.add(new McpTool(server.name(), tool.name(), cut(tool.description() == null ? "" : tool.description(), LONGEST_DESCRIPTION), schema));
                }
            }
            page = Optional.ofNullable(listed.nextCursor());
            if (page.isEmpty()) {
                break;
            }
        }
        return List.copyOf(found);
    }

    Result call(McpTool tool, String arguments, Progress progress) {
        try {
            Map<String, Object> values = JSON.readValue(arguments, new TypeReference<Map<String, Object>>() {});
            McpSchema.CallToolResult answered = ask(() -> client.callTool(McpSchema.CallToolRequest.builder(tool.name()).arguments(values).build()), server.timeout(), progress);
            var text = new StringBuilder();
            for (McpSchema.Content content : answered.content() == null ? List.<McpSchema.Content>of() : answered.content()) {
                text.append(content instanceof McpSchema.TextContent said ? said.text() : "(" + content.type() + " is left out)").append('\n');
                if (text.length() > LONGEST_TEXT) {
                    break;
                }
            }
            if (text.isEmpty() && answered.structuredContent() != null) {
                text.append(JSON.writeValueAsString(answered.structuredContent()));
            }
            return new Result(cut(text.toString(), LONGEST_TEXT), Boolean.TRUE.equals(answered.isError()));
        } catch (IOException e) {
            return new Result(server.name() + " did not answer: " + e.getMessage(), true);
        }
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }

    private <T> T ask(Callable<T> question, Duration limit, Progress progress) throws IOException {
        var answer = new CompletableFuture<T>();
        Thread asking = Thread.ofVirtual().name("mcp question").start(() -> {
            try {
                answer.complete(question.call());
            } catch (Exception | Error e) {
                answer.completeExceptionally(e);
            }
        });
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                try {
                    return answer.get(100, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (progress.cancelled()) {
                        throw new IOException("it was stopped", e);
                    }
                    Optional<String> over = transport instanceof SandboxTransport program ? program.end() : Optional.empty();
                    if (over.isPresent()) {
                        throw new IOException(over.get(), e);
                    }
                    if (System.nanoTime() > end) {
                        throw new IOException("it said nothing for " + limit.toSeconds() + " s", e);
                    }
                } catch (ExecutionException e) {
                    Throwable cause = e.getCause() == null ? e : e.getCause();
                    // What became of the program says more than that it takes no message.
                    Optional<String> over = transport instanceof SandboxTransport program ? program.end() : Optional.empty();
                    throw new IOException(over.orElseGet(() -> cut(String.valueOf(cause.getMessage()), 300)), e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("it was stopped", e);
        } finally {
            asking.interrupt();
        }
    }

    @Override
    public void close() {
        if (transport instanceof SandboxTransport program) {
            program.close();
        } else {
            try {
                client.close();
            } catch (RuntimeException e) {
                // It is given up anyway.
                return;
            }
        }
    }
}
