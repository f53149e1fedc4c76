package dev.countersign.agent.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A provider on loopback that answers as it is told, in the words of each of the interfaces.
public final class ChatServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What it does with a request.
    @FunctionalInterface
    public interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    /// A request as it came.
    public record Request(String path, String query, java.util.Map<String, List<String>> headers, JsonNode body) {
        public String header(String name) {
            return headers.entrySet().stream().filter(e -> e.getKey().equalsIgnoreCase(name)).map(e -> e.getValue().getFirst()).findFirst().orElse("");
        }
    }

    private final HttpServer server;
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<Request> requests = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    public ChatServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                Reply reply;
                synchronized (this) {
                    requests.add(new Request(exchange.getRequestURI().getPath(), String.valueOf(exchange.getRequestURI().getQuery()),
                            java.util.Map.copyOf(exchange.getRequestHeaders()), body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body)));
                    reply = replies.size() > 1 ? replies.removeFirst() : replies.getFirst();
                }
                reply.to(exchange);
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// The replies to the next requests; the last one is repeated.
    public synchronized ChatServer script(Reply... next) {
        replies.clear();
        replies.addAll(List.of(next));
        return this;
    }

    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    public static Reply status(int code, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /// Bytes as they are, as a stream of events.
    public static Reply raw(String type, String text) {
        return exchange -> {
            exchange.getResponseHeaders().add("content-type", type);
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        };
    }

    public static Reply events(String... data) {
        return raw("text/event-stream", Arrays.stream(data).map(d -> "data: " + d + "\n\n").collect(Collectors.joining()));
    }

    /// Says something without an end, until nobody listens.
    public static Reply endless(String piece) {
        return exchange -> {
            exchange.getResponseHeaders().add("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            byte[] bytes = piece.repeat(1 + (64 << 10) / piece.length()).getBytes(StandardCharsets.UTF_8);
            while (true) {
                out.write(bytes);
            }
        };
    }

    /// Takes the request and never answers.
    public Reply silence() {
        return _ -> {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /// Begins to speak, and goes on for ever saying nothing.
    public Reply half(String begun) {
        return exchange -> {
            exchange.getResponseHeaders().add("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(begun.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            silence().to(exchange);
        };
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JSON.readTree(text);
    }

    private static String chunk(ObjectNode delta, String finish) {
        ObjectNode chunk = json("{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0}]}");
        ((ObjectNode) chunk.path("choices").path(0)).set("delta", delta);
        ((ObjectNode) chunk.path("choices").path(0)).put("finish_reason", finish.isEmpty() ? null : finish);
        return chunk.toString();
    }

    /// Chat completions: a text in two pieces.
    public static Reply text(String text, String finish, String usage) {
        int half = text.length() / 2;
        return chat(List.of(chunk(JSON.createObjectNode().put("role", "assistant").put("content", text.substring(0, half)), ""),
                chunk(JSON.createObjectNode().put("content", text.substring(half)), ""), chunk(JSON.createObjectNode(), finish)), usage);
    }

    public static Reply text(String text) {
        return text(text, "stop", USAGE);
    }

    public static final String USAGE = "{\"prompt_tokens\":100,\"completion_tokens\":10,\"total_tokens\":110}";

    private static Reply chat(List<String> chunks, String usage) {
        var data = new ArrayList<>(chunks);
        if (!usage.isEmpty()) {
            ObjectNode last = json("{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[]}");
            last.set("usage", JSON.readTree(usage));
            data.add(last.toString());
        }
        data.add("[DONE]");
        return events(data.toArray(String[]::new));
    }

    /// Chat completions: calls of tools, name and arguments in turn, the arguments in two pieces.
    public static Reply calls(String finish, String... nameAndArguments) {
        var chunks = new ArrayList<String>();
        for (int i = 0; i < nameAndArguments.length; i += 2) {
            ObjectNode first = json("{\"tool_calls\":[{\"index\":" + i / 2 + ",\"id\":\"call_" + i / 2 + "\",\"type\":\"function\",\"function\":{\"arguments\":\"\"}}]}");
            ((ObjectNode) first.path("tool_calls").path(0).path("function")).put("name", nameAndArguments[i]);
            chunks.add(chunk(first, ""));
            String arguments = nameAndArguments[i + 1];
            int half = arguments.length() / 2;
            for (String piece : List.of(arguments.substring(0, half), arguments.substring(half))) {
                ObjectNode more = json("{\"tool_calls\":[{\"index\":" + i / 2 + ",\"function\":{}}]}");
                ((ObjectNode) more.path("tool_calls").path(0).path("function")).put("arguments", piece);
                chunks.add(chunk(more, ""));
            }
        }
        chunks.add(chunk(JSON.createObjectNode(), finish));
        return chat(chunks, USAGE);
    }

    public static Reply call(String name, String arguments) {
        return calls("tool_calls", name, arguments);
    }

    /// The beginning of an answer in chat completions, with no end.
    public static String beginning(String text) {
        return "data: " + chunk(JSON.createObjectNode().put("role", "assistant").put("content", text), "") + "\n\n";
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
