package dev.countersign.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A model on loopback that answers as it is told: Anthropic messages at `/v1/messages`, OpenAI responses at `/v1/responses` and chat at
/// `/v1/chat/completions`, Gemini at `…:streamGenerateContent`, all streamed. Requests without tools are an agent's own small talk, and get a word.
public final class ModelServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// One answer.
    public sealed interface Answer {
        record Text(String text) implements Answer {}

        /// @param arguments a JSON object
        record Call(String tool, String arguments) implements Answer {}

        record Status(int code, String message) implements Answer {}

        /// Begins to speak, and breaks off.
        record Cut(String text) implements Answer {}

        /// Never says anything.
        record Hang() implements Answer {}
    }

    private final HttpServer server;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<JsonNode> requests = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch hung = new CountDownLatch(1);
    private int ids;

    public ModelServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// The answers to the next requests; the last one is repeated.
    public synchronized void script(Answer... next) {
        answers.clear();
        answers.addAll(List.of(next));
    }

    /// What it was asked with tools.
    public synchronized List<JsonNode> requests() {
        return List.copyOf(requests);
    }

    /// Whether a request hangs.
    public boolean isHung() {
        return hung.getCount() == 0;
    }

    private synchronized Answer next(JsonNode request) {
        if (request.path("tools").isEmpty()) {
            return new Answer.Text("ok");
        }
        requests.add(request);
        ids++;
        return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            Optional<Words> words = words(path);
            if (!exchange.getRequestMethod().equals("POST") || words.isEmpty()) {
                send(exchange, 404, "{\"error\":{\"message\":\"no such thing\"}}");
                return;
            }
            switch (next(JSON.readTree(body))) {
                case Answer.Status status -> send(exchange, status.code(), switch (words.get()) {
                    case CLAUDE -> "{\"type\":\"error\",\"error\":{\"type\":\"" + (status.code() == 401 ? "authentication_error" : "rate_limit_error")
                            + "\",\"message\":\"" + status.message() + "\"}}";
                    case CODEX, CHAT -> "{\"error\":{\"message\":\"" + status.message() + "\"}}";
                    case GEMINI -> "{\"error\":{\"code\":" + status.code() + ",\"message\":\"" + status.message() + "\",\"status\":\""
                            + (status.code() == 401 ? "UNAUTHENTICATED" : "RESOURCE_EXHAUSTED") + "\"}}";
                });
                case Answer.Hang _ -> {
                    hung.countDown();
                    closing.await();
                }
                case Answer.Text text -> stream(exchange, words.get(), said(words.get(), text.text(), "", ""), Integer.MAX_VALUE);
                case Answer.Call call -> stream(exchange, words.get(), said(words.get(), "", call.tool(), call.arguments()), Integer.MAX_VALUE);
                case Answer.Cut cut -> stream(exchange, words.get(), said(words.get(), cut.text(), "", ""), words.get() == Words.CLAUDE ? 3 : 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whose interface it is.
    private enum Words { CLAUDE, CODEX, CHAT, GEMINI }

    private static Optional<Words> words(String path) {
        return path.endsWith("/messages") ? Optional.of(Words.CLAUDE) : path.endsWith("/responses") ? Optional.of(Words.CODEX)
                : path.endsWith("/chat/completions") ? Optional.of(Words.CHAT) : path.endsWith("enerateContent") ? Optional.of(Words.GEMINI) : Optional.empty();
    }

    private List<ObjectNode> said(Words words, String text, String tool, String arguments) {
        return switch (words) {
            case CLAUDE -> claude(text, tool, arguments);
            case CODEX -> codex(text, tool, arguments);
            case CHAT -> chat(text, tool, arguments);
            case GEMINI -> gemini(text, tool, arguments);
        };
    }

    private static void send(HttpExchange exchange, int code, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void stream(HttpExchange exchange, Words words, List<ObjectNode> events, int most) throws IOException {
        boolean whole = words == Words.GEMINI && !exchange.getRequestURI().getPath().contains(":stream");
        exchange.getResponseHeaders().add("content-type", whole ? "application/json" : "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (ObjectNode event : events.stream().limit(most).toList()) {
            String named = event.has("type") ? "event: " + event.path("type").asString() + "\n" : "";
            out.write((whole ? event.toString() : named + "data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        if (words == Words.CHAT && most > events.size()) {
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<ObjectNode> chat(String text, String tool, String arguments) {
        String head = "{\"id\":\"c" + ids + "\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"test-model\",";
        ObjectNode first = json(head + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"},\"finish_reason\":null}]}");
        ObjectNode delta = (ObjectNode) first.path("choices").path(0).path("delta");
        if (tool.isEmpty()) {
            delta.put("content", text);
        } else {
            ObjectNode call = delta.putArray("tool_calls").addObject().put("index", 0).put("id", "call_" + ids).put("type", "function");
            call.putObject("function").put("name", tool).put("arguments", arguments);
        }
        return List.of(first, json(head + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + (tool.isEmpty() ? "stop" : "tool_calls") + "\"}]}"),
                json(head + "\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":10,\"total_tokens\":110}}"));
    }

    private List<ObjectNode> gemini(String text, String tool, String arguments) {
        ObjectNode first = json("{\"candidates\":[{\"index\":0,\"content\":{\"role\":\"model\",\"parts\":[{}]}}]}");
        ObjectNode part = (ObjectNode) first.path("candidates").path(0).path("content").path("parts").path(0);
        if (tool.isEmpty()) {
            part.put("text", text);
        } else {
            part.putObject("functionCall").put("name", tool).set("args", JSON.readTree(arguments));
        }
        return List.of(first, json("{\"candidates\":[{\"index\":0,\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"\"}]},\"finishReason\":\"STOP\"}],"
                + "\"usageMetadata\":{\"promptTokenCount\":100,\"candidatesTokenCount\":10,\"totalTokenCount\":110}}"));
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JSON.readTree(text);
    }

    private List<ObjectNode> claude(String text, String tool, String arguments) {
        String id = "msg_" + ids;
        boolean call = !tool.isEmpty();
        ObjectNode delta = json("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{}}");
        ((ObjectNode) delta.path("delta")).put("type", call ? "input_json_delta" : "text_delta").put(call ? "partial_json" : "text",
                call ? arguments : text);
        return List.of(json("{\"type\":\"message_start\",\"message\":{\"id\":\"" + id + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
                        + "\"claude-test\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":100,"
                        + "\"output_tokens\":1}}}"),
                json("{\"type\":\"content_block_start\",\"index\":0,\"content_block\":" + (call ? "{\"type\":\"tool_use\",\"id\":\"toolu_" + ids
                        + "\",\"name\":\"" + tool + "\",\"input\":{}}" : "{\"type\":\"text\",\"text\":\"\"}") + "}"),
                delta, json("{\"type\":\"content_block_stop\",\"index\":0}"),
                json("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + (call ? "tool_use" : "end_turn")
                        + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":10}}"),
                json("{\"type\":\"message_stop\"}"));
    }

    private List<ObjectNode> codex(String text, String tool, String arguments) {
        ObjectNode item = tool.isEmpty() ? json("{\"type\":\"message\",\"id\":\"m" + ids + "\",\"role\":\"assistant\",\"status\":\"completed\","
                + "\"content\":[{\"type\":\"output_text\",\"annotations\":[]}]}")
                : json("{\"type\":\"function_call\",\"id\":\"f" + ids + "\",\"call_id\":\"call_" + ids + "\",\"status\":\"completed\"}");
        if (tool.isEmpty()) {
            ((ObjectNode) item.path("content").path(0)).put("text", text);
        } else {
            // Tools of a server have its name apart.
            int name = tool.startsWith("mcp__") ? tool.indexOf("__", 5) + 2 : 0;
            if (name > 0) {
                item.put("namespace", tool.substring(0, name - 2));
            }
            item.put("name", tool.substring(name)).put("arguments", arguments);
        }
        ObjectNode done = json("{\"type\":\"response.output_item.done\",\"output_index\":0}");
        done.set("item", item);
        return List.of(json("{\"type\":\"response.created\",\"response\":{\"id\":\"r" + ids + "\"}}"), done,
                json("{\"type\":\"response.completed\",\"response\":{\"id\":\"r" + ids + "\",\"output\":[],\"usage\":{\"input_tokens\":100,"
                        + "\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":10,\"output_tokens_details\":{\"reasoning_tokens\":0},"
                        + "\"total_tokens\":110}}}"));
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
