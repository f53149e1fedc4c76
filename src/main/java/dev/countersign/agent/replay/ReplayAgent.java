package dev.countersign.agent.replay;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Recording;
import dev.countersign.agent.Usage;
import dev.countersign.fault.ProblemException;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Does to the stage what the agents of a recorded run did, attempt by attempt. The recording is the run's input. It costs nothing: what
/// the recorded call cost was paid then.
public final class ReplayAgent implements Agent {
    public static final String NAME = "replay";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Plays a recorded run again, without a program and without a network: countersign replay FILE.";
    }

    @Override
    public boolean startsProcesses() {
        return false;
    }

    @Override
    public boolean canRetry() {
        return true;
    }

    @Override
    public Preview preview(String prompt) {
        return Preview.NONE;
    }

    @Override
    public AgentResult run(AgentTask task, Consumer<AgentEvent> events, Progress progress) {
        try {
            if (task.input().isEmpty()) {
                return failed("There is no recording to play; start it with countersign replay FILE.");
            }
            Recording recording = Recording.read(Path.of(task.input().get()));
            String node = task.node().id().value();
            Optional<Recording.Attempt> found = recording.attempts().stream()
                    .filter(a -> a.node().equals(node) && a.attempt() == task.attempt()).findFirst();
            return found.isEmpty() ? failed("The recording has no attempt " + task.attempt() + " at " + node + ".")
                    : play(recording, found.get(), task, events, progress);
        } catch (Progress.CancelledException e) {
            return new AgentResult.Cancelled();
        } catch (ProblemException e) {
            return failed(e.problem().sentence());
        } catch (IOException | IllegalArgumentException e) {
            return failed("The recording cannot be played: " + e.getMessage() + ".");
        }
    }

    private static AgentResult play(Recording recording, Recording.Attempt attempt, AgentTask task, Consumer<AgentEvent> events, Progress progress)
            throws IOException {
        if (attempt.failure().isPresent()) {
            Recording.Failure failure = attempt.failure().get();
            return new AgentResult.Failed(new AgentFailure(kind(failure.code()), failure.message(), ""));
        }
        List<PathEdit> edits = new ArrayList<>();
        for (Recording.Edit edit : attempt.edits()) {
            progress.check();
            WorkspacePath path = WorkspacePath.of(edit.path());
            Optional<FileState> before = edit.before().map(ReplayAgent::state);
            if (!task.base().get(path).equals(before)) {
                return failed("The file " + path + " is not as it was when the run was recorded, so its changes do not fit.");
            }
            Optional<FileState> after = edit.after().map(ReplayAgent::state);
            if (after.isPresent()) {
                task.contents().put(recording.content(after.get().content().hex()));
            }
            edits.add(new PathEdit(path, before, after));
        }
        task.stage().resetTo(task.base().with(edits));
        if (!attempt.words().isBlank()) {
            events.accept(new AgentEvent.Said(attempt.words()));
        }
        return new AgentResult.Finished(attempt.words(), Usage.NOTHING);
    }

    private static FileState state(Recording.State state) {
        return FileState.ofMode(state.mode(), Sha256.parse(state.content()), state.size());
    }

    private static AgentFailure.Kind kind(String code) {
        return Arrays.stream(AgentFailure.Kind.values()).filter(k -> k.code().equals(code)).findFirst().orElse(AgentFailure.Kind.INVALID_INPUT);
    }

    private static AgentResult failed(String message) {
        return new AgentResult.Failed(new AgentFailure(AgentFailure.Kind.INVALID_INPUT, message, ""));
    }
}
