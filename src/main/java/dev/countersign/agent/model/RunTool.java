package dev.countersign.agent.model;

import dev.countersign.agent.AgentEnvironment;
import dev.countersign.agent.AgentLine;
import dev.countersign.agent.AgentRuntime;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Leaves;
import dev.countersign.agent.PermissionRequest;
import dev.countersign.agent.model.Toolbox.Done;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Runs a program for a model: by its words, or as a line for a shell that it asks for by name; after the rules have spoken, in the sandbox,
/// in the private copy.
final class RunTool {
    private static final Duration USUAL = Duration.ofSeconds(120);
    private static final Duration LONGEST = Duration.ofSeconds(600);
    private static final long OUTPUT = 16L << 20;

    private final AgentRuntime runtime;
    private final AgentTask task;
    private final AgentEnvironment environment;
    private final Optional<AgentLine> line;
    private final Leaves leaves;
    private final Deadline deadline;

    /// @param line the way to the network; empty for none
    RunTool(AgentRuntime runtime, AgentTask task, AgentEnvironment environment, Optional<AgentLine> line, Leaves leaves, Deadline deadline) {
        this.runtime = runtime;
        this.task = task;
        this.environment = environment;
        this.line = line;
        this.leaves = leaves;
        this.deadline = deadline;
    }

    Done run(String id, JsonNode arguments) {
        JsonNode words = arguments.path("argv");
        String shell = arguments.path("shell").asString("");
        if (words.isArray() == !shell.isBlank()) {
            return Done.failed("Give either argv, a list of words, or shell, a line. Nothing was run.");
        }
        var argv = new ArrayList<String>();
        for (JsonNode word : words) {
            if (!word.isString()) {
                return Done.failed("argv is a list of texts. Nothing was run.");
            }
            argv.add(word.asString());
        }
        if (words.isArray() && (argv.isEmpty() || argv.getFirst().isBlank()) || (shell + String.join("", argv)).indexOf('\0') >= 0) {
            return Done.failed("There is no program to run.");
        }
        List<String> command = words.isArray() ? List.copyOf(argv) : List.of("sh", "-c", shell);
        String shown = words.isArray() ? argv.stream().map(RunTool::quoted).collect(Collectors.joining(" ")) : shell;
        // Rules read a line as a shell does, and words as they are.
        List<String> ruled = words.isArray() ? argv.size() == 1 ? List.of(quoted(argv.getFirst())) : List.copyOf(argv) : List.of(shell);
        Optional<String> refusal = leaves.ask(id, "run " + shown, "execute", shown, Optional.of(ruled), List.of());
        return refusal.isPresent() ? Done.failed("It was not run: " + refusal.get()) : start(command, seconds(arguments));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private Duration seconds(JsonNode arguments) {
        Duration asked = arguments.path("seconds").isIntegralNumber() ? Duration.ofSeconds(Math.max(1, arguments.path("seconds").asLong())) : USUAL;
        Duration most = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
        return most.compareTo(deadline.left()) > 0 ? deadline.left().plusMillis(1) : most;
    }

    private Done start(List<String> argv, Duration time) {
        Path root = task.stage().root();
        var output = new Output();
        Network network = line.map(AgentLine::network).orElseGet(() -> task.level() == Level.L0 ? new Network.Open() : new Network.Off());
        Outcome outcome = runtime.sandbox().run(new Command(argv, root, environment.variables(), new byte[0]),
                runtime.toolchains().profile(task.level(), argv.getFirst(), root, task.home(), network), new Limits(time, OUTPUT), output, deadline);
        String said = output.text();
        return switch (outcome) {
            case Outcome.Exited exited -> new Done(said + "(exit status " + exited.code() + ")", exited.code() != 0);
            case Outcome.TimedOut late -> Done.failed(said + "(it did not end within " + late.limit().toSeconds() + " s and was stopped)");
            case Outcome.OutputExceeded _ -> Done.failed(said + "(it wrote too much and was stopped)");
            case Outcome.Exceeded exceeded -> Done.failed(said + "(" + exceeded.words() + ")");
            case Outcome.Cancelled _ -> Done.failed("It was stopped.");
            case Outcome.NotFound missing -> Done.failed("There is no program " + missing.program() + ".");
            case Outcome.NotStarted not -> Done.failed("It could not be started: " + not.why());
        };
    }

    /// Standard output and error as they came, their beginning and their end.
    private static final class Output implements dev.countersign.sandbox.OutputListener {
        private static final int HALF = 64 << 10;
        private final java.io.ByteArrayOutputStream head = new java.io.ByteArrayOutputStream();
        private byte[] tail = {};
        private long left;

        @Override
        public synchronized void output(Stream stream, byte[] chunk) {
            int first = Math.min(chunk.length, HALF - head.size());
            head.write(chunk, 0, first);
            int rest = chunk.length - first;
            if (rest > 0) {
                byte[] all = java.util.Arrays.copyOf(tail, tail.length + rest);
                System.arraycopy(chunk, first, all, tail.length, rest);
                int drop = Math.max(0, all.length - HALF);
                left += drop;
                tail = java.util.Arrays.copyOfRange(all, drop, all.length);
            }
        }

        synchronized String text() {
            String text = head.toString(StandardCharsets.UTF_8) + (left > 0 ? "\n… " + left + " bytes are left out here …\n" : "")
                    + new String(tail, StandardCharsets.UTF_8);
            String plain = text.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").replace("\r\n", "\n");
            return plain.isEmpty() || plain.endsWith("\n") ? plain : plain + "\n";
        }
    }
}
