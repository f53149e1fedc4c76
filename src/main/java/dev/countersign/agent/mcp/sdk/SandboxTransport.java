package dev.countersign.agent.mcp.sdk;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Conversation;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.workspace.Progress;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/// Speaks with a program in the sandbox, a line of JSON for each message. What is no message is left out; a line without an end ends it all.
final class SandboxTransport implements McpClientTransport {
    private static final int LONGEST_LINE = 4 << 20;
    private static final int MOST_UNSENT = 1000;
    private static final byte[] OVER = {};

    private final Sandbox sandbox;
    private final Command command;
    private final Profile profile;
    private final Limits limits;
    private final McpJsonMapper json;
    private final LinkedBlockingQueue<byte[]> unsent = new LinkedBlockingQueue<>(MOST_UNSENT);
    private final StringBuilder errors = new StringBuilder();
    private volatile boolean closing;
    private volatile Optional<String> end = Optional.empty();
    private volatile Optional<Thread> thread = Optional.empty();

    SandboxTransport(Sandbox sandbox, Command command, Profile profile, Limits limits, McpJsonMapper json) {
        this.sandbox = sandbox;
        this.command = command;
        this.profile = profile;
        this.limits = limits;
        this.json = json;
    }

    /// Why nothing comes any more; empty while it runs.
    Optional<String> end() {
        return end;
    }

    @Override
    public Mono<Void> connect(Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> handler) {
        return Mono.fromRunnable(() -> thread = Optional.of(Thread.ofVirtual().name("mcp " + command.argv().getFirst()).start(() -> {
            Outcome outcome = sandbox.run(command, profile, limits, new Talking(handler), new Progress() {
                @Override
                public void step(String what, long done, long total) {
                    // Nobody follows a server.
                }

                @Override
                public boolean cancelled() {
                    return closing;
                }
            });
            end = end.or(() -> Optional.of(words(outcome)));
            unsent.clear();
        })));
    }

    private String words(Outcome outcome) {
        String tail;
        synchronized (errors) {
            tail = errors.toString().strip().lines().reduce((_, last) -> last).map(line -> ": " + line).orElse("");
        }
        return switch (outcome) {
            case Outcome.Exited exited -> "it ended with exit status " + exited.code() + tail;
            case Outcome.TimedOut _ -> "its time was over";
            case Outcome.OutputExceeded _ -> "it wrote too much";
            case Outcome.Exceeded exceeded -> exceeded.words();
            case Outcome.Cancelled _ -> "it was ended";
            case Outcome.NotFound missing -> "there is no program " + missing.program();
            case Outcome.NotStarted not -> not.why();
        };
    }

    @Override
    public Mono<Void> sendMessage(McpSchema.JSONRPCMessage message) {
        return Mono.defer(() -> {
            try {
                byte[] line = (json.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8);
                return end.isEmpty() && unsent.offer(line) ? Mono.empty() : Mono.error(new IOException(end.orElse("it takes nothing any more")));
            } catch (IOException e) {
                return Mono.error(e);
            }
        });
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(this::close);
    }

    /// Ends the program; not all of them end when nobody speaks to them any more.
    @Override
    public void close() {
        closing = true;
        unsent.clear();
        unsent.offer(OVER);
        thread.ifPresent(running -> {
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return json.convertValue(data, type);
    }

    private final class Talking implements Conversation {
        private final Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> handler;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Talking(Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> handler) {
            this.handler = handler;
        }

        @Override
        public void speak(OutputStream stdin) throws IOException {
            try {
                for (byte[] next = unsent.take(); next != OVER; next = unsent.take()) {
                    stdin.write(next);
                    stdin.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void output(Stream stream, byte[] chunk) {
            if (stream == Stream.ERR) {
                synchronized (errors) {
                    errors.append(new String(chunk, StandardCharsets.UTF_8));
                    if (errors.length() > 4096) {
                        errors.delete(0, errors.length() - 2048);
                    }
                }
                return;
            }
            for (byte each : chunk) {
                if (each != '\n') {
                    line.write(each);
                } else {
                    message(line.toString(StandardCharsets.UTF_8).strip());
                    line.reset();
                }
            }
            if (line.size() > LONGEST_LINE) {
                line.reset();
                end = end.or(() -> Optional.of("it wrote a line of more than " + (LONGEST_LINE >> 20) + " MB"));
                closing = true;
            }
        }

        private void message(String text) {
            if (text.isEmpty()) {
                return;
            }
            try {
                McpSchema.JSONRPCMessage message = McpSchema.deserializeJsonRpcMessage(json, text);
                handler.apply(Mono.just(message)).onErrorComplete().subscribe();
            } catch (IOException | RuntimeException e) {
                // Servers print all sorts of things where only messages belong.
                return;
            }
        }
    }
}
