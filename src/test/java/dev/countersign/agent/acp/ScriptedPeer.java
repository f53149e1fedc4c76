package dev.countersign.agent.acp;

import dev.countersign.run.fake.FakeSandbox;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Conversation;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.SelfTest;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An agent in this process: a script that reads what the client sends and writes what it likes. Shows the client's own behaviour
/// in cases in which no real agent can be put at will.
final class ScriptedPeer implements Sandbox {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CLOSED = "";

    private final Script script;
    final List<JsonNode> received = new ArrayList<>();
    final List<Command> commands = new ArrayList<>();

    interface Script {
        /// @return the exit status
        int play(Io io) throws Exception;
    }

    /// The script's side of the pipes.
    final class Io {
        private final BlockingQueue<String> in = new LinkedBlockingQueue<>();
        private final OutputListener out;

        private Io(OutputListener out) {
            this.out = out;
        }

        /// The next message; a missing node at the end of standard input.
        JsonNode read() throws InterruptedException {
            String line = in.take();
            if (line.equals(CLOSED)) {
                in.add(CLOSED);
                return JSON.missingNode();
            }
            JsonNode message = JSON.readTree(line);
            synchronized (received) {
                received.add(message);
            }
            return message;
        }

        /// Reads up to a request or notification of this method.
        JsonNode read(String method) throws InterruptedException {
            JsonNode message = read();
            while (!message.isMissingNode() && !message.path("method").asString("").equals(method)) {
                message = read();
            }
            return message;
        }

        /// Waits until nobody reads any more.
        void untilClosed() throws InterruptedException {
            while (!read().isMissingNode()) {
                continue;
            }
        }

        void raw(byte[] bytes) {
            out.output(OutputListener.Stream.OUT, bytes);
        }

        void line(String text) {
            raw((text + "\n").getBytes(StandardCharsets.UTF_8));
        }

        void complain(String text) {
            out.output(OutputListener.Stream.ERR, (text + "\n").getBytes(StandardCharsets.UTF_8));
        }

        void answer(JsonNode request, String result) {
            line("{\"jsonrpc\":\"2.0\",\"id\":" + request.path("id") + ",\"result\":" + result + "}");
        }

        void error(JsonNode request, int code, String message) {
            line("{\"jsonrpc\":\"2.0\",\"id\":" + request.path("id") + ",\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}");
        }

        void update(String update) {
            line("{\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":{\"sessionId\":\"s1\",\"update\":" + update + "}}");
        }

        /// Answers all up to the prompt, which it returns.
        JsonNode begin() throws InterruptedException {
            return begin("{\"protocolVersion\":1,\"agentCapabilities\":{},\"agentInfo\":{\"name\":\"scripted\",\"version\":\"7\"}}",
                    "{\"sessionId\":\"s1\"}");
        }

        JsonNode begin(String initialized, String session) throws InterruptedException {
            answer(read("initialize"), initialized);
            JsonNode opening = read();
            answer(opening, session);
            JsonNode next = read();
            while (!next.isMissingNode() && !next.path("method").asString("").equals("session/prompt")) {
                answer(next, "{}");
                next = read();
            }
            return next;
        }
    }

    ScriptedPeer(Script script) {
        this.script = script;
    }

    List<JsonNode> received(String method) {
        synchronized (received) {
            return received.stream().filter(m -> m.path("method").asString("").equals(method)).toList();
        }
    }

    @Override
    public Protection protection() {
        return FakeSandbox.NONE;
    }

    @Override
    public Protection protection(Level level) {
        return protection();
    }

    @Override
    public SelfTest selfTest() {
        return new SelfTest(Level.L0, List.of());
    }

    @Override
    public Outcome run(Command command, Profile profile, Limits limits, OutputListener listener, Progress progress) {
        commands.add(command);
        var io = new Io(listener);
        var status = new AtomicInteger(-1);
        Thread agent = Thread.ofVirtual().start(() -> {
            try {
                status.set(script.play(io));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Thread speaker = Thread.ofVirtual().start(() -> {
            try {
                ((Conversation) listener).speak(new Cut(io.in));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } finally {
                io.in.add(CLOSED);
            }
        });
        try {
            while (agent.isAlive()) {
                if (progress.cancelled()) {
                    agent.interrupt();
                    agent.join();
                    return new Outcome.Cancelled();
                }
                agent.join(Duration.ofMillis(20));
            }
            return new Outcome.Exited(status.get(), Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Cancelled();
        } finally {
            speaker.interrupt();
        }
    }

    /// Cuts what is written into lines.
    private static final class Cut extends OutputStream {
        private final BlockingQueue<String> lines;
        private final java.io.ByteArrayOutputStream open = new java.io.ByteArrayOutputStream();

        private Cut(BlockingQueue<String> lines) {
            this.lines = lines;
        }

        @Override
        public void write(int b) {
            if (b == '\n') {
                lines.add(open.toString(StandardCharsets.UTF_8));
                open.reset();
            } else {
                open.write(b);
            }
        }
    }
}
