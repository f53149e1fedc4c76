package dev.countersign.agent.acp;

import dev.countersign.agent.AgentFailure.Kind;
import dev.countersign.sandbox.Conversation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON-RPC 2.0, one message per line, over the standard streams of a process. What comes is handled in its order on the one
/// thread that reads; what is sent is queued and written by another, so that neither side ever waits for the other. Memory is
/// bounded: a line by [#LONGEST], the queue by [#MOST_WAITING].
final class Wire implements Conversation {
    static final int LONGEST = 16 << 20;
    static final int MOST_WAITING = 4096;

    private static final byte[] END = new byte[0];

    /// The side of the connection that is here. Called on the reading thread; must not block on what the other side sends.
    interface Peer {
        void notified(String method, JsonNode params);

        void asked(String method, JsonNode params, Reply reply);

        /// A line that is no message: from standard error, or something else on standard output.
        void noise(String line, boolean error);

        /// The connection cannot be used any more.
        void broken(Fault fault);
    }

    private final Peer peer;
    private final String agent;
    private final UnaryOperator<String> redact;
    private final JsonMapper json;
    private final BlockingQueue<byte[]> out = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Map<Long, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private volatile long heard = System.nanoTime();
    private volatile boolean ended;
    private volatile boolean spoke;
    private boolean broken;

    /// @param agent  its name, for a person
    /// @param redact takes secrets out of a line
    Wire(Peer peer, String agent, UnaryOperator<String> redact, JsonMapper json) {
        this.peer = peer;
        this.agent = agent;
        this.redact = redact;
        this.json = json;
    }

    /// An answer that is owed; the first one counts.
    final class Reply {
        private final JsonNode id;
        private final AtomicBoolean given = new AtomicBoolean();

        private Reply(JsonNode id) {
            this.id = id;
        }

        void result(JsonNode result) {
            give("result", result);
        }

        void error(int code, String message) {
            give("error", json.createObjectNode().put("code", code).put("message", message));
        }

        private void give(String what, JsonNode value) {
            if (given.compareAndSet(false, true)) {
                ObjectNode message = json.createObjectNode().put("jsonrpc", "2.0");
                message.set("id", id);
                message.set(what, value);
                send(message);
            }
        }
    }

    /// Asks, and waits for the answer.
    ///
    /// @throws Fault where the connection ends before
    JsonNode request(String method, ObjectNode params) throws RpcError, Fault, InterruptedException {
        long id = ids.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        open.put(id, answer);
        if (ended) {
            answer.completeExceptionally(gone());
        }
        send(json.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", method).set("params", params));
        try {
            return answer.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RpcError error -> throw error;
                case Fault fault -> throw fault;
                case null, default -> throw new IllegalStateException(e);
            }
        } finally {
            open.remove(id);
        }
    }

    void notify(String method, ObjectNode params) {
        send(json.createObjectNode().put("jsonrpc", "2.0").put("method", method).set("params", params));
    }

    private void send(JsonNode message) {
        byte[] bytes = (json.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8);
        if (!out.offer(bytes)) {
            end(new Fault(Kind.OUTPUT_LIMIT, agent + " asks more than it reads answers. Start the node again."));
        }
    }

    /// Nothing more is sent: standard input is closed once what waits was written.
    void close() {
        if (!out.offer(END)) {
            out.clear();
            out.add(END);
        }
    }

    /// Nothing more comes. Whoever waits for an answer hears `why`.
    void end(Fault why) {
        ended = true;
        open.values().forEach(answer -> answer.completeExceptionally(why));
        close();
    }

    private Fault gone() {
        return new Fault(Kind.EXITED, agent + " has ended.");
    }

    /// When anything came last, in the terms of [System#nanoTime].
    long heard() {
        return heard;
    }

    /// Whether it ever sent a message of the protocol.
    boolean spoke() {
        return spoke;
    }

    @Override
    public void speak(OutputStream stdin) throws IOException {
        try {
            for (byte[] message = out.take(); message != END; message = out.take()) {
                stdin.write(message);
            }
        } catch (InterruptedException e) {
            // The process has ended.
        }
    }

    @Override
    public void output(Stream stream, byte[] chunk) {
        heard = System.nanoTime();
        ByteArrayOutputStream into = stream == Stream.OUT ? line : errors;
        int from = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                into.write(chunk, from, i - from);
                from = i + 1;
                pass(into, stream);
            }
        }
        into.write(chunk, from, chunk.length - from);
        if (into.size() > LONGEST) {
            into.reset();
            if (stream == Stream.OUT) {
                fail(new Fault(Kind.OUTPUT_LIMIT, agent + " sent a message of more than " + (LONGEST >> 20)
                        + " MB and was stopped. Start the node again."));
            }
        }
    }

    private void fail(Fault fault) {
        if (!broken) {
            broken = true;
            end(fault);
            peer.broken(fault);
        }
    }

    private void pass(ByteArrayOutputStream from, Stream stream) {
        byte[] bytes = from.toByteArray();
        from.reset();
        if (broken) {
            return;
        }
        if (stream == Stream.ERR) {
            noise(new String(bytes, StandardCharsets.UTF_8), true);
            return;
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            fail(new Fault(Kind.NOT_UTF8, agent + " sent a message that is not UTF-8 and was stopped. See that its locale is a UTF-8 one."));
            return;
        }
        read(redact.apply(text));
    }

    private void noise(String text, boolean error) {
        String shown = redact.apply(text.strip());
        if (!shown.isEmpty()) {
            peer.noise(shown, error);
        }
    }

    private void read(String text) {
        JsonNode message;
        try {
            message = json.readTree(text);
        } catch (JacksonException e) {
            noise(text, false);
            return;
        }
        if (message.isArray()) {
            message.forEach(this::take);
        } else if (message.isObject()) {
            take(message);
        } else if (!message.isMissingNode()) {
            noise(text, false);
        }
    }

    private void take(JsonNode message) {
        JsonNode method = message.path("method");
        JsonNode id = message.path("id");
        if (method.isString()) {
            spoke = true;
            JsonNode params = message.path("params");
            if (id.isMissingNode()) {
                peer.notified(method.stringValue(), params);
            } else {
                peer.asked(method.stringValue(), params, new Reply(id));
            }
            return;
        }
        CompletableFuture<JsonNode> answer = id.isIntegralNumber() && id.canConvertToLong() ? open.get(id.longValue()) : null;
        JsonNode error = message.path("error");
        if (answer != null && error.isObject()) {
            spoke = true;
            answer.completeExceptionally(new RpcError(error.path("code").asInt(0), words(error)));
        } else if (answer != null) {
            spoke = true;
            answer.complete(message.path("result"));
        } else {
            noise(message.toString(), error.isObject());
        }
    }

    /// The message of an error, and what its data adds.
    private static String words(JsonNode error) {
        String message = error.path("message").asString("");
        JsonNode data = error.path("data");
        String more = data.isString() ? data.stringValue() : data.path("message").isString() ? data.path("message").stringValue()
                : data.path("details").asString("");
        return more.isBlank() || message.contains(more) ? message : message.isBlank() ? more : message + ": " + more;
    }
}
