package dev.countersign.agent;

import dev.countersign.model.Tier;
import dev.countersign.network.Objections;
import dev.countersign.plan.Node;
import dev.countersign.sandbox.Level;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One call of an agent.
///
/// @param prompt   what it is asked, whole: goal, contract, and on a later attempt the evidence
/// @param attempt  from 1
/// @param input    what `--base` named for the `patch` agent: a patch file, a revision or a range; empty for the dirty tree
/// @param liveRoot the live tree, for agents that only read it (`patch`); no process is ever started there
/// @param home     a private, persistent folder for the agent's own files
/// @param attachments go with the prompt
/// @param leave    what it may use besides
/// @param tier     what kind of work it is: an agent with several models asks the one for it. Where it is not [Tier#ACTUATOR], nothing
///                 that is left in the stage counts
/// @param calls    keeps what models answered
/// @param permissions answers what the agent asks while it works
public record AgentTask(Node node, String task, String prompt, int attempt, Stage stage, Snapshot base, ContentStore contents,
                        Optional<String> input, Path liveRoot, Path home, Level level, List<Attachment> attachments,
                        Permissions permissions, Leave leave, Tier tier, ModelCalls calls) {
    public AgentTask {
        attachments = List.copyOf(attachments);
    }

    /// What a run leaves to a call.
    ///
    /// @param network whether it may reach what its entry allows, or nothing at all
    /// @param tokens  that the run may still use; empty for no limit
    /// @param objections what the rules have against a connection
    /// @param scripts the workspace's own tools that a person approved
    public record Leave(boolean network, OptionalLong tokens, Objections objections, ScriptTools scripts) {
        public static final Leave ALL = new Leave(true, OptionalLong.empty());

        /// Without scripts.
        public Leave(boolean network, OptionalLong tokens, Objections objections) {
            this(network, tokens, objections, ScriptTools.NONE);
        }

        /// Without a word of the rules.
        public Leave(boolean network, OptionalLong tokens) {
            this(network, tokens, Objections.NONE);
        }
    }

    /// A call that carries out a node.
    public AgentTask(Node node, String task, String prompt, int attempt, Stage stage, Snapshot base, ContentStore contents,
                     Optional<String> input, Path liveRoot, Path home, Level level, List<Attachment> attachments, Permissions permissions,
                     Leave leave) {
        this(node, task, prompt, attempt, stage, base, contents, input, liveRoot, home, level, attachments, permissions, leave, Tier.ACTUATOR, ModelCalls.NONE);
    }

    /// A call that has what the agent's entry says.
    public AgentTask(Node node, String task, String prompt, int attempt, Stage stage, Snapshot base, ContentStore contents,
                     Optional<String> input, Path liveRoot, Path home, Level level, List<Attachment> attachments, Permissions permissions) {
        this(node, task, prompt, attempt, stage, base, contents, input, liveRoot, home, level, attachments, permissions, Leave.ALL);
    }

    /// A call with nothing attached, in which nobody can be asked.
    public AgentTask(Node node, String task, String prompt, int attempt, Stage stage, Snapshot base, ContentStore contents,
                     Optional<String> input, Path liveRoot, Path home, Level level) {
        this(node, task, prompt, attempt, stage, base, contents, input, liveRoot, home, level, List.of(), Permissions.NOBODY);
    }
}
