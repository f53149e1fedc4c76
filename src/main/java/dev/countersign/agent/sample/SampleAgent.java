package dev.countersign.agent.sample;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.UnifiedPatch;
import dev.countersign.changeset.UnifiedPatch.Applied;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/// Applies the edits that were prepared for the sample, and says that it does. It thinks of nothing; what comes after it, rules,
/// checks, review and ledger, is the same as for any other agent.
public final class SampleAgent implements Agent {
    public static final String NAME = "sample";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Applies edits prepared for the bundled sample. Needs no key and no network.";
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
        String node = task.node().id().value();
        try {
            Optional<SampleWorkspace.Edit> edit = SampleWorkspace.edit(node, task.attempt());
            if (edit.isEmpty()) {
                return failed("No edit was prepared for a node called \"" + node + "\". This agent knows the bundled sample only.");
            }
            events.accept(new AgentEvent.Said("I apply prepared edits; everything after me is real."));
            int number = edit.get().number();
            if (number < task.attempt()) {
                events.accept(new AgentEvent.Said("I have no other edit for this node, so I bring the same one again."));
            }
            return switch (UnifiedPatch.apply(edit.get().patch(), task.base(), task.contents())) {
                case Applied.Done(var result) -> {
                    for (WorkspacePath path : UnifiedPatch.paths(edit.get().patch())) {
                        events.accept(new AgentEvent.ToolCall(node + "-" + number + "-" + path, "Edit " + path, "done", ""));
                    }
                    progress.check();
                    task.stage().resetTo(result);
                    yield new AgentResult.Finished("Prepared edit " + number + " for \"" + node + "\" applied.", Usage.NOTHING);
                }
                case Applied.Refused refused -> failed("The edit prepared for \"" + node + "\" does not fit this workspace any more ("
                        + refused.rejects().getFirst() + "). Roll the sample back, or unpack it again into a new folder.");
            };
        } catch (Progress.CancelledException e) {
            return new AgentResult.Cancelled();
        } catch (IOException e) {
            return failed("The prepared edit cannot be applied: " + e.getMessage() + ".");
        }
    }

    private static AgentResult failed(String message) {
        return new AgentResult.Failed(new AgentFailure(AgentFailure.Kind.INVALID_INPUT, message, ""));
    }
}
