package dev.countersign.agent.cli;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentCommand;
import dev.countersign.agent.AgentEnvironment;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure;
import dev.countersign.agent.AgentFailure.Kind;
import dev.countersign.agent.AgentLine;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentRuntime;
import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Missing;
import dev.countersign.agent.Placeholders;
import dev.countersign.agent.Readiness;
import dev.countersign.agent.Readiness.Answer;
import dev.countersign.agent.Usage;
import dev.countersign.agent.mcp.ToolDoors;
import dev.countersign.agent.mcp.ToolDoors.Door;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Profile;
import dev.countersign.workspace.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A command-line program that edits the stage it is started in.
final class CliAgent implements Agent {
    /// Of standard output and error together.
    static final long MOST_OUTPUT = 64L << 20;

    /// Linux takes 128 KiB in one argument.
    private static final int LONGEST_ARGUMENT = 120_000;
    private static final Limits VERSION = new Limits(Duration.ofSeconds(20), 64 << 10);
    private static final Pattern AUTH = Pattern.compile("(?i)not (?:be )?logged in|log ?in again|please (?:log|sign) ?in|/login\\b|"
            + "unauthori[sz]ed|authenticat|api[ _-]?key|(?:http|status|error|code)\\W{0,3}401\\b|credential");

    private final AgentSpec spec;
    private final AgentCommand command;
    private final AgentRuntime runtime;
    private final Path checkHome;
    private final ToolDoors doors;

    CliAgent(AgentSpec spec, AgentRuntime runtime, Path checkHome, ToolDoors doors) {
        this.spec = spec;
        this.command = new AgentCommand(spec);
        this.runtime = runtime;
        this.checkHome = checkHome;
        this.doors = doors;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public String description() {
        return spec.description();
    }

    @Override
    public boolean startsProcesses() {
        return true;
    }

    @Override
    public boolean canRetry() {
        return true;
    }

    @Override
    public Preview preview(String prompt) {
        return command.preview(prompt, runtime.variables().with(spec.variables()));
    }

    @Override
    public Optional<Missing> missing() {
        return command.missing(runtime.toolchains());
    }

    @Override
    public Readiness readiness() {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        try {
            Files.createDirectories(checkHome);
            var base = new AgentSpec(spec.name(), "", spec.command(), List.of(), AgentSpec.PromptBy.STDIN, new TreeMap<>(),
                    spec.timeout(), "", "", java.util.Set.of(), "");
            SortedMap<String, String> environment = AgentEnvironment.of(base, runtime.variables().with(List.of()), checkHome.toString()).variables();
            Outcome outcome = runtime.sandbox().run(new Command(List.of(spec.command(), "--version"), checkHome, environment, new byte[0]),
                    runtime.toolchains().profile(runtime.sandbox().protection().level(), spec.command(), checkHome, checkHome, new Network.Off()), VERSION, (stream, chunk) -> (stream == OutputListener.Stream.OUT ? out : err).writeBytes(chunk), Progress.NONE);
            // Programs also warn of this and that when they are asked for their version.
            String first = firstLine(out).or(() -> firstLine(err)).orElse("");
            return switch (outcome) {
                case Outcome.Exited exited when exited.code() == 0 ->
                        new Readiness(true, first.isEmpty() ? spec.command() + " is installed" : first,
                                Answer.YES, Answer.YES, Answer.UNKNOWN);
                case Outcome.Exited exited -> notReady(Answer.YES, spec.command() + " --version ended with exit status "
                        + exited.code() + (first.isEmpty() ? "." : ": " + first));
                case Outcome.TimedOut late -> notReady(Answer.YES, spec.command() + " --version did not answer within "
                        + late.limit().toSeconds() + " s.");
                case Outcome.OutputExceeded _ -> notReady(Answer.YES, spec.command() + " --version wrote without end.");
                case Outcome.NotFound _ -> notReady(Answer.NO, command.notFound());
                case Outcome.NotStarted not -> notReady(Answer.UNKNOWN, not.why());
                case Outcome.Exceeded exceeded -> notReady(Answer.YES, spec.command() + " --version: " + exceeded.words());
                case Outcome.Cancelled _ -> notReady(Answer.UNKNOWN, "The check was cancelled.");
            };
        } catch (IOException | Placeholders.MissingVariable e) {
            return notReady(Answer.UNKNOWN, spec.command() + " could not be tried: " + e.getMessage() + ".");
        }
    }

    /// It only told its version; whether it is logged in shows when it works.
    private static Readiness notReady(Answer installed, String says) {
        return new Readiness(false, says, installed, installed == Answer.YES ? Answer.NO : Answer.UNKNOWN, Answer.UNKNOWN);
    }

    private static Optional<String> firstLine(ByteArrayOutputStream output) {
        return output.toString(StandardCharsets.UTF_8).lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst();
    }

    @Override
    public AgentResult run(AgentTask task, Consumer<AgentEvent> events, Progress progress) {
        Map<String, String> given = runtime.variables().with(spec.variables());
        AgentEnvironment whole;
        try {
            // What is replaced by a placeholder is a secret all the same.
            whole = AgentEnvironment.of(spec, given, "").knownTo(runtime.redaction());
        } catch (Placeholders.MissingVariable e) {
            return new AgentResult.Failed(command.missing(e));
        }
        try (AgentLine line = AgentLine.open(spec, task.level(), task.leave(), given, whole, runtime.gateway(), events)) {
            Optional<Door> door = spec.tools().flatMap(_ -> doors.open(task, events, progress));
            try {
                AgentResult result = run(task, line, door, events, progress);
                List<String> refused = door.map(Door::refused).orElse(List.of());
                return result instanceof AgentResult.Finished && !refused.isEmpty()
                        ? new AgentResult.Failed(AgentFailure.refused(name(), refused, "")) : result;
            } finally {
                door.ifPresent(Door::close);
            }
        } catch (IOException e) {
            return failed(Kind.SANDBOX, name() + " was not started: " + e.getMessage(), "");
        }
    }

    private AgentResult run(AgentTask task, AgentLine line, Optional<Door> door, Consumer<AgentEvent> events, Progress progress) {
        AgentEnvironment environment;
        List<String> argv;
        List<String> shown;
        try {
            Map<String, String> system = line.system();
            List<String> extra = door.flatMap(open -> spec.tools().map(flags -> ToolArguments.of(flags, open))).orElse(List.of());
            environment = line.complete(AgentEnvironment.of(spec, system, task.home().toString()).knownTo(runtime.redaction()));
            argv = command.argv(task.prompt(), system, extra);
            shown = command.shown(task.prompt(), system, extra);
        } catch (Placeholders.MissingVariable e) {
            return new AgentResult.Failed(command.missing(e));
        }
        Optional<String> fault = faultOf(task.prompt(), argv);
        if (fault.isPresent()) {
            return failed(Kind.INVALID_INPUT, fault.get(), "");
        }
        try {
            Files.createDirectories(task.home());
        } catch (IOException e) {
            return failed(Kind.SANDBOX, "The private folder " + task.home() + " of the agent " + name() + " could not be made: "
                    + e.getMessage() + ". See that the disk has room and is writable.", "");
        }
        events.accept(new AgentEvent.Started(shown, environment.shown()));
        byte[] stdin = spec.prompt() == AgentSpec.PromptBy.STDIN ? task.prompt().getBytes(StandardCharsets.UTF_8) : new byte[0];
        var transcript = new Transcript(events, runtime.redaction()::text);
        Profile profile = runtime.toolchains().profile(task.level(), spec.command(), task.stage().root(), task.home(), line.network());
        Outcome outcome = runtime.sandbox().run(new Command(argv, task.stage().root(), environment.variables(), stdin),
                door.map(open -> profile.and(open.folder())).orElse(profile), new Limits(spec.timeout(), MOST_OUTPUT), transcript, progress);
        transcript.close();
        return result(outcome, transcript, task, line);
    }

    private Optional<String> faultOf(String prompt, List<String> argv) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(prompt));
            if (spec.prompt() == AgentSpec.PromptBy.ARGUMENT && bytes.remaining() > LONGEST_ARGUMENT) {
                return Optional.of("The prompt has " + bytes.remaining() + " bytes, too many for an argument. Shorten the task, or use"
                        + " an agent with prompt = \"stdin\".");
            }
        } catch (CharacterCodingException e) {
            return Optional.of("The prompt holds half a character. Correct the task.");
        }
        return argv.stream().anyMatch(arg -> arg.indexOf('\0') >= 0)
                ? Optional.of("The prompt holds a NUL character, which no program can be given. Correct the task.") : Optional.empty();
    }

    private AgentResult result(Outcome outcome, Transcript transcript, AgentTask task, AgentLine line) {
        String tail = transcript.errorTail();
        return switch (outcome) {
            case Outcome.Exited exited when exited.code() == 0 && transcript.error().isEmpty() -> {
                // Asked first: it waits for answers that are still under way.
                Usage used = line.usage(transcript.usage());
                yield line.isCut() ? new AgentResult.Failed(AgentFailure.cut(name(), tail)) : new AgentResult.Finished(transcript.words(), used);
            }
            case Outcome.Exited exited -> ended(exited.code(), transcript, task);
            case Outcome.TimedOut _ when line.isCut() -> new AgentResult.Failed(AgentFailure.cut(name(), tail));
            case Outcome.TimedOut late -> failed(Kind.TIMEOUT, name() + " did not end within " + late.limit().toSeconds()
                    + " s and was stopped. Give it a smaller task, or a longer timeout in the registry (at most "
                    + AgentSpec.LONGEST.toSeconds() + " s).", tail);
            case Outcome.OutputExceeded flood -> failed(Kind.OUTPUT_LIMIT, name() + " wrote more than " + (flood.limit() >> 20)
                    + " MB and was stopped. Start the node again.", tail);
            case Outcome.Exceeded exceeded -> failed(Kind.RESOURCES, name() + ": " + exceeded.words()
                    + " Give it a smaller task.", tail);
            case Outcome.Cancelled _ -> new AgentResult.Cancelled();
            case Outcome.NotFound _ -> failed(Kind.NOT_FOUND, command.notFound(), "");
            case Outcome.NotStarted not -> failed(Kind.SANDBOX, name() + " could not be started: " + not.why(), "");
        };
    }

    /// It ended badly, by its status or by its own words. That it is about logging in is a guess, made only here.
    private AgentResult ended(int code, Transcript transcript, AgentTask task) {
        String said = transcript.error().map(e -> ": " + e).orElse("");
        String how = name() + (code == 0 ? " gave up" : " ended with exit status " + code) + said
                + (said.endsWith(".") ? "" : ".");
        String heard = transcript.error().orElse("") + "\n" + transcript.errorTail() + "\n" + transcript.words();
        if (AUTH.matcher(heard).find()) {
            return failed(Kind.AUTH, how + " It seems not to be logged in. "
                    + (spec.authHint().isEmpty() ? "Log in to it" : spec.authHint()) + " Its private home is " + task.home() + ".",
                    transcript.errorTail());
        }
        return transcript.error().isPresent() ? failed(Kind.PROVIDER, how + " Start the node again.", transcript.errorTail())
                : failed(Kind.EXITED, how + " See what it wrote, then start the node again.", transcript.errorTail());
    }

    private static AgentResult failed(Kind kind, String message, String tail) {
        return new AgentResult.Failed(new AgentFailure(kind, message.strip(), tail));
    }
}
