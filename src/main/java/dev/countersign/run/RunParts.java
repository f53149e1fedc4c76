package dev.countersign.run;

import dev.countersign.agent.Agent;
import dev.countersign.agent.Agents;
import dev.countersign.agent.PermissionAnswer;
import dev.countersign.agent.PermissionRequest;
import dev.countersign.fault.EnvironmentException;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.policy.Ruling;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// What the parts of one run share.
///
/// @param homes where agents have their private folders
record RunParts(RunBook book, RunStore store, Stages stages, Inspection inspection, EntryFacts facts, LedgerDesk desk,
                Workspace workspace, Workbench bench, Path homes, ProjectAgents agents, Scripts scripts, ToolGrants tools) {

    /// The agent of a node. Known when the run started; not necessarily any more.
    Agent agent(Node node) {
        return agent(agentName(node));
    }

    Agent agent(String name) {
        try {
            Agents known = agents.inForce();
            return known.find(name).orElseThrow(() -> RunProblems.unknownAgent(name, known.all().stream().map(Agent::name).toList()));
        } catch (IOException e) {
            throw new EnvironmentException(RunProblems.of(e), e);
        }
    }

    String agentName(Node node) {
        return node.agent().orElse(book.state().request().agent());
    }

    /// An agent's private, persistent folder.
    Path home(String agent) {
        return home(homes, agent);
    }

    static Path home(Path homes, String agent) {
        return homes.resolve(agent.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "_").replaceAll("^\\.+", "_"));
    }

    Snapshot base(Standing standing) throws IOException {
        return store.treeOf(standing.changeset().baseTree());
    }

    Snapshot tree(Standing standing) throws IOException {
        return base(standing).with(standing.changeset().edits());
    }

    Optional<RunStore.Call> call(NodeId node, Standing standing) throws IOException {
        return store.callOf(node, standing.candidate().attempt());
    }

    /// Makes an earlier candidate stand again, with what was found of it.
    void putBack(NodeId node, Standing standing) {
        RunEvent.Candidate was = standing.candidate();
        book.tell(at -> new RunEvent.Candidate(at, node, was.attempt(), was.changeset(), was.origin(), was.words()));
        book.tell(at -> new RunEvent.Ruled(at, node, standing.rulings()));
        standing.verification().ifPresent(v -> book.tell(at -> new RunEvent.Verified(at, node, v)));
    }

    /// Records a denial in the ledger, and then stops the node.
    void stop(NodeId node, Ruling ruling, String reason, Optional<Standing> standing) throws IOException {
        Contents contents = store.contents();
        Optional<RunStore.Call> call = standing.isPresent() ? call(node, standing.get()) : Optional.empty();
        EntryDraft draft = facts.denial(book.state(), book.view(node), ruling, reason, standing, call, contents);
        desk.record(draft);
        book.move(node, new NodeState.Stopped(ruling.rule(), reason));
    }

    /// Records what an agent was granted or denied while it worked.
    void permission(NodeId node, PermissionRequest request, PermissionAnswer answer, String why, String who) throws IOException {
        desk.record(facts.permission(book.state(), book.view(node), request, answer, why, who, book.now()));
    }

    /// Whether the agent runs contained, or was let run without.
    boolean isTrusted(Node node) {
        RunState run = book.state();
        return run.protection().contains() || run.request().lowered().isPresent() || !agent(node).startsProcesses();
    }
}
