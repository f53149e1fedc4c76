package dev.countersign.run.fake;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Usage;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// An agent that does what it is told, step by step, in a real stage. The last step is repeated.
public final class FakeAgent implements Agent {
    /// One call.
    @FunctionalInterface
    public interface Step {
        AgentResult run(AgentTask task, Consumer<AgentEvent> events, Progress progress) throws IOException;
    }

    /// Where the changes start, if not at the live tree.
    @FunctionalInterface
    public interface Start {
        Optional<Snapshot> base(Path liveRoot, ContentStore contents) throws IOException;
    }

    private final String name;
    private final Deque<Step> steps = new ArrayDeque<>();
    private final List<AgentTask> calls = new CopyOnWriteArrayList<>();
    private boolean retries = true;
    private List<String> argv = List.of();
    private Start start = (root, contents) -> Optional.empty();

    public FakeAgent(String name, Step... steps) {
        this.name = name;
        this.steps.addAll(List.of(steps));
    }

    /// Writes these files (a null text deletes) and is done.
    public static Step writes(String... pathsAndTexts) {
        return (task, events, progress) -> {
            for (int i = 0; i < pathsAndTexts.length; i += 2) {
                Path file = task.stage().root().resolve(pathsAndTexts[i]);
                if (pathsAndTexts[i + 1] == null) {
                    Files.delete(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.writeString(file, pathsAndTexts[i + 1]);
                }
            }
            events.accept(new AgentEvent.Said("writing " + pathsAndTexts[0]));
            return done("wrote " + pathsAndTexts[0]);
        };
    }

    public static AgentResult done(String words) {
        return new AgentResult.Finished(words, Usage.NOTHING);
    }

    public static Step fails(AgentFailure.Kind kind, String message) {
        return (task, events, progress) -> new AgentResult.Failed(new AgentFailure(kind, message, ""));
    }

    /// Works until it is cancelled.
    public static Step hangs() {
        return (task, events, progress) -> {
            events.accept(new AgentEvent.Said("thinking"));
            while (!progress.cancelled()) {
                pause();
            }
            return new AgentResult.Cancelled();
        };
    }

    public static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public FakeAgent thatNeverRetries() {
        retries = false;
        return this;
    }

    public FakeAgent thatStarts(String... command) {
        argv = List.of(command);
        return this;
    }

    public FakeAgent startingFrom(Start from) {
        start = from;
        return this;
    }

    /// Every call so far.
    public List<AgentTask> calls() {
        return calls;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "does what the test says";
    }

    @Override
    public boolean startsProcesses() {
        return !argv.isEmpty();
    }

    @Override
    public boolean canRetry() {
        return retries;
    }

    @Override
    public Optional<Snapshot> base(Optional<String> input, Path liveRoot, ContentStore contents, Progress progress)
            throws IOException {
        return start.base(liveRoot, contents);
    }

    @Override
    public Preview preview(String prompt) {
        return argv.isEmpty() ? Preview.NONE : new Preview(argv, new TreeMap<>(Map.of("HOME", "/home/of/" + name)));
    }

    @Override
    public AgentResult run(AgentTask task, Consumer<AgentEvent> events, Progress progress) {
        calls.add(task);
        Step step;
        synchronized (steps) {
            step = steps.size() > 1 ? steps.removeFirst() : steps.getFirst();
        }
        try {
            return step.run(task, events, progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
