package dev.countersign.run;

import dev.countersign.agent.ModelCall;
import dev.countersign.agent.PermissionAnswer;
import dev.countersign.agent.PermissionRequest;
import dev.countersign.agent.ProjectRegistry;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.Selection;
import dev.countersign.changeset.SelectionCount;
import dev.countersign.changeset.UnifiedPatch;
import dev.countersign.ledger.blame.Blame;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.rollback.RollbackPreview;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Ruling;
import dev.countersign.secret.RecordRedaction;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.TokenShapes;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Puts together what an entry says of a node: the draft, and its evidence in the vault.
final class EntryFacts {
    private static final Sha256 NO_TREE = Sha256.of(new byte[0]);

    private final ContentStore vault;
    private final JsonMapper json;
    private final Policy policy;
    private final Redaction secrets;
    private final RecordRedaction redaction;
    private final Heard heard;
    private volatile boolean keepsPrompts;

    /// What agents said and did for a node, as far as it was kept.
    interface Heard {
        Heard NOTHING = (_, _) -> new Kept(new byte[0], List.of());

        Kept of(RunId run, NodeId node) throws IOException;
    }

    /// @param said   whole lines, each an event in JSON; empty where nothing was
    /// @param models what Countersign itself asked
    record Kept(byte[] said, List<ModelCall> models) {}

    EntryFacts(ContentStore vault, JsonMapper json, Policy policy, Redaction redaction, Heard heard) {
        this.vault = vault;
        this.json = json;
        this.policy = policy;
        this.secrets = redaction;
        this.heard = heard;
        this.redaction = RunJson.redaction(redaction);
    }

    /// Takes secrets out of what a run keeps and shows.
    RecordRedaction redaction() {
        return redaction;
    }

    /// Whether the whole prompt of a call, and what the agent said and did, is kept from now on, and not the prompt's digest and the
    /// agent's answer alone.
    void keepPrompts(boolean yes) {
        keepsPrompts = yes;
    }

    /// What is approved and how.
    ///
    /// @param standing the tree that is committed, and what was found of it
    /// @param reviewed the changeset that the selection is of
    /// @param asked    since when the reviewer was waited for; empty where nobody was
    /// @param leftOut  from the approved tree to that of the agent; empty where all was approved
    /// @param revisions what was asked for before, in order
    record Approved(Standing standing, Changeset reviewed, Decision.Approve decision, String who, Instant at, Optional<Instant> asked,
                    Optional<Changeset> leftOut, List<RunEvent.Decided> revisions) {}

    /// One of the evidence of kind `revisions`.
    private record RevisionDocument(String who, String at, String feedback, List<ReviewComment> comments) {}

    /// The evidence of kind `decision`. @param waitedMs from the moment it could be decided, or null
    private record DecisionDocument(String outcome, String scope, boolean override, String who, String at, Optional<Long> waitedMs,
                                    String hunks, String note) {}

    /// A commit, or for edits that lie in the tree already an adoption.
    EntryDraft commit(EntryKind kind, RunState run, NodeView view, Approved approved, Optional<RunStore.Call> call,
                      Sha256 before, Sha256 after, List<PathEdit> edits, Contents contents) throws IOException {
        List<EntryDraft.Evidence> evidence = about(run, view, approved.standing, call);
        evidence.add(text("selection", json.writeValueAsString(approved.decision.selection())));
        evidence.addAll(proposed(approved.reviewed, approved.decision, contents));
        String hunks = SelectionCount.of(approved.reviewed, approved.decision.selection(), contents).words();
        boolean failed = approved.standing.verification().filter(v -> !v.isStable()).isPresent();
        evidence.add(text("decision", json.writeValueAsString(new DecisionDocument("approved", scope(approved), approved.decision.override() && failed,
                approved.who, approved.at.toString(), waited(approved.asked, approved.at), hunks, approved.decision.note()))));
        if (!approved.decision.outside().isEmpty()) {
            evidence.add(text("outside", json.writeValueAsString(approved.decision.outside())));
        }
        revisions(approved.revisions, evidence);
        if (approved.leftOut.isPresent()) {
            evidence.add(text("rejected-patch", TokenShapes.redact(UnifiedPatch.format(approved.leftOut.get(), contents, 3))));
        }
        return new EntryDraft(kind, run.id().value(), view.node().id().value(), agent(run, view.node()),
                Optional.of(approval(approved.who, hunks, approved.at, approved.decision.note())), summary(view.node()),
                before, after, edits, evidence, OptionalLong.empty());
    }

    private static String scope(Approved approved) {
        boolean edited = approved.decision.selection().files().values().stream().anyMatch(Selection.FileSelection.Edited.class::isInstance);
        return edited ? "edited" : approved.leftOut.isPresent() ? "part" : "whole";
    }

    private static Optional<Long> waited(Optional<Instant> since, Instant at) {
        return since.map(s -> Math.max(0, java.time.Duration.between(s, at).toMillis()));
    }

    /// Takes out of the live tree what was not approved of edits that lay in it.
    EntryDraft removal(RunState run, NodeView view, Approved approved, Sha256 before, Sha256 after, List<PathEdit> edits)
            throws IOException {
        return new EntryDraft(EntryKind.REJECTION, run.id().value(), view.node().id().value(),
                new EntryDraft.Actor("human", approved.who, ""),
                Optional.of(approval(approved.who, "", approved.at, approved.decision.note())),
                "Took out what was not approved: " + summary(view.node()), before, after, edits,
                List.of(text("task", run.plan().task())), OptionalLong.empty());
    }

    EntryDraft rejection(RunState run, NodeView view, Optional<Standing> standing, Decision.Reject decision, String who,
                         Instant at, List<RunEvent.Decided> revisions, Optional<RunStore.Call> call, Contents contents) throws IOException {
        List<EntryDraft.Evidence> evidence = standing.isPresent() ? about(run, view, standing.get(), call)
                : new ArrayList<>(List.of(text("task", run.plan().task())));
        // The entry is the person's; without this nobody could say whose proposal it was.
        EntryDraft.Actor proposer = agent(run, view.node());
        evidence.add(text("proposer", proposer.id()));
        if (!proposer.model().isEmpty()) {
            evidence.add(text("proposer-model", proposer.model()));
        }
        evidence.add(text("decision", json.writeValueAsString(new DecisionDocument("rejected", "none", false, who, at.toString(),
                waited(Optional.of(view.since()), at), "", decision.reason()))));
        revisions(revisions, evidence);
        Sha256 tree = NO_TREE;
        if (standing.isPresent()) {
            tree = standing.get().changeset().baseTree();
            evidence.add(text("rejected-patch", TokenShapes.redact(UnifiedPatch.format(standing.get().changeset(), contents, 3))));
        }
        return new EntryDraft(EntryKind.REJECTION, run.id().value(), view.node().id().value(),
                new EntryDraft.Actor("human", who, ""), Optional.of(approval(who, "", at, decision.reason())),
                "Rejected: " + summary(view.node()), tree, tree, List.of(), evidence, OptionalLong.empty());
    }

    /// A rule said no.
    ///
    /// @param ruling   a denial, or a question that nobody is there to answer
    /// @param standing what was denied, if it was a change
    EntryDraft denial(RunState run, NodeView view, Ruling ruling, String reason, Optional<Standing> standing,
                      Optional<RunStore.Call> call, Contents contents) throws IOException {
        List<EntryDraft.Evidence> evidence = standing.isPresent() ? about(run, view, standing.get(), call)
                : new ArrayList<>(List.of(text("task", run.plan().task()), rulings(List.of(ruling))));
        Sha256 tree = NO_TREE;
        if (standing.isPresent()) {
            tree = standing.get().changeset().baseTree();
            evidence.add(text("denied-patch", TokenShapes.redact(UnifiedPatch.format(standing.get().changeset(), contents, 3))));
        }
        return new EntryDraft(EntryKind.DENIAL, run.id().value(), view.node().id().value(), agent(run, view.node()),
                Optional.empty(), "Denied by " + ruling.rule() + ": " + line(reason), tree, tree, List.of(), evidence,
                OptionalLong.empty());
    }

    EntryDraft escalation(RunState run, NodeView view, Standing standing, String why, Optional<RunStore.Call> call)
            throws IOException {
        Sha256 tree = standing.changeset().baseTree();
        return new EntryDraft(EntryKind.ESCALATION, run.id().value(), view.node().id().value(), agent(run, view.node()),
                Optional.empty(), "Escalated: " + line(why), tree, tree, List.of(), about(run, view, standing, call),
                OptionalLong.empty());
    }

    /// Leave to run agents that nothing contains.
    EntryDraft grant(RunId run, RunRequest request, String protection, List<String> agents, String who, Instant at)
            throws IOException {
        return new EntryDraft(EntryKind.GRANT, run.value(), "", new EntryDraft.Actor("human", who, ""),
                Optional.of(approval(who, "", at, "")),
                "Allowed to run with " + protection + ": " + String.join(", ", agents), NO_TREE, NO_TREE, List.of(),
                List.of(text("task", request.plan().task()), text("plan", json.writeValueAsString(request.plan()))),
                OptionalLong.empty());
    }

    /// More of what a run may use.
    EntryDraft grant(RunState run, Measure measure, BigDecimal limit, BigDecimal extra, Optional<BigDecimal> used, String who, Instant at)
            throws IOException {
        return new EntryDraft(EntryKind.GRANT, run.id().value(), "", new EntryDraft.Actor("human", who, ""),
                Optional.of(approval(who, "", at, "")), "Granted " + measure.words(extra) + " beyond " + measure.words(limit) + "; used: "
                + used.map(measure::words).orElse("unknown"), NO_TREE, NO_TREE, List.of(), List.of(text("task", run.plan().task())),
                OptionalLong.empty());
    }

    /// The evidence of kind `permission`. @param option the agent's label of what was chosen, or null
    private record PermissionDocument(String tool, String kind, Optional<List<String>> command, List<String> paths, List<String> offered,
                                      String why, String answer, Optional<String> option) {}

    /// An agent asked for leave to use one of its tools, and a person answered, or it was refused. An answer that is no plain no is a
    /// grant.
    ///
    /// @param why what a person was asked for; empty where nobody was
    /// @param who the person; empty where none answered
    EntryDraft permission(RunState run, NodeView view, PermissionRequest request, PermissionAnswer answer, String why, String who, Instant at)
            throws IOException {
        Optional<PermissionRequest.Option> chosen = answer instanceof PermissionAnswer.Chosen one ? Optional.of(one.option()) : Optional.empty();
        boolean granted = chosen.isPresent() && !chosen.get().kind().rejects();
        String reason = answer instanceof PermissionAnswer.Refused no ? no.reason() : chosen.map(PermissionRequest.Option::label).orElse("cancelled");
        EntryDraft.Actor agent = agent(run, view.node());
        String tool = agent.id() + " the tool \"" + line(request.title()) + "\": " + reason;
        var document = new PermissionDocument(request.title(), request.kind(), request.command(), request.paths(),
                request.options().stream().map(PermissionRequest.Option::label).toList(), why, granted ? "granted" : "denied",
                chosen.map(PermissionRequest.Option::label));
        return new EntryDraft(granted ? EntryKind.GRANT : EntryKind.DENIAL, run.id().value(), view.node().id().value(),
                who.isEmpty() ? agent : new EntryDraft.Actor("human", who, ""),
                who.isEmpty() ? Optional.empty() : Optional.of(approval(who, "", at, "")),
                line((granted ? "Allowed " : "Denied ") + tool), NO_TREE, NO_TREE, List.of(),
                List.of(text("task", run.plan().task()), text("permission", json.writeValueAsString(document))), OptionalLong.empty());
    }

    /// A plan that a rule denied: no run came of it.
    EntryDraft planDenial(RunRequest request, Ruling ruling, String reason, String who) throws IOException {
        return new EntryDraft(EntryKind.DENIAL, "", "", new EntryDraft.Actor("human", who, ""), Optional.empty(),
                "Denied by " + ruling.rule() + ": " + line(reason), NO_TREE, NO_TREE, List.of(),
                List.of(text("task", request.plan().task()), text("plan", json.writeValueAsString(request.plan())), rulings(List.of(ruling))),
                OptionalLong.empty());
    }

    /// A tool of a server was granted to agents, or is not any more.
    EntryDraft tool(ToolGrants.Change change, String who, Instant at) throws IOException {
        return new EntryDraft(change.granted() ? EntryKind.GRANT : EntryKind.DENIAL, "", "", new EntryDraft.Actor("human", who, ""),
                Optional.of(approval(who, "", at, "")), line((change.granted() ? "Granted agents the tool " : "Withdrew from agents the tool ") + change.grant().tool()
                + " of the server " + change.grant().name()), NO_TREE, NO_TREE, List.of(), List.of(text("tool", json.writeValueAsString(change))), OptionalLong.empty());
    }

    /// Whether a project's own rules are trusted from now on. @param files what was trusted: each file's text by name
    EntryDraft trust(Policies.Trust trust, Map<String, String> files, String who, Instant at) throws IOException {
        return new EntryDraft(EntryKind.TRUST, "", "", new EntryDraft.Actor("human", who, ""), Optional.of(approval(who, "", at, "")),
                (trust.trusted() ? "Trusted the project's rules " : "No longer trusts the project's rules ") + trust.digest().brief(),
                NO_TREE, NO_TREE, List.of(),
                List.of(text(Policies.TRUST, json.writeValueAsString(trust)), text("policies", json.writeValueAsString(files))), OptionalLong.empty());
    }

    /// Leave for the agents of a workspace's own registry: its exact text, and what it changes.
    EntryDraft trust(ProjectRegistry registry, List<ProjectRegistry.Difference> difference, String who, Instant at) throws IOException {
        return new EntryDraft(EntryKind.TRUST, "", "", new EntryDraft.Actor("human", who, ""), Optional.of(approval(who, "", at, "")),
                line("Trusted the workspace's registry of agents " + registry.hash().hex()), NO_TREE, NO_TREE, List.of(),
                List.of(text("registry", registry.text()), text("difference", json.writeValueAsString(difference))), OptionalLong.empty());
    }

    /// Whether agents may call a script from now on. @param text of what is approved
    EntryDraft script(Scripts.Decision decision, String text, String who, Instant at) throws IOException {
        var evidence = new ArrayList<EntryDraft.Evidence>();
        evidence.add(text(Scripts.APPROVAL, json.writeValueAsString(decision)));
        if (decision.approved()) {
            evidence.add(text("script", text));
        }
        return new EntryDraft(EntryKind.TRUST, "", "", new EntryDraft.Actor("human", who, ""), Optional.of(approval(who, "", at, "")),
                line((decision.approved() ? "Approved the script " : "Withdrew the approval of the script ") + decision.name() + " " + decision.hash().brief()),
                NO_TREE, NO_TREE, List.of(), evidence, OptionalLong.empty());
    }

    EntryDraft rollback(EntryKind kind, RollbackPreview preview, String summary, String who, Instant at, Sha256 before,
                        Sha256 after) throws IOException {
        return new EntryDraft(kind, "", "", new EntryDraft.Actor("human", who, ""), Optional.of(approval(who, "", at, "")),
                line(summary), before, after, preview.edits(),
                List.of(text("rollback", json.writeValueAsString(new RollbackEvidence(preview).document()))),
                OptionalLong.of(preview.seq()));
    }

    private List<EntryDraft.Evidence> about(RunState run, NodeView view, Standing standing, Optional<RunStore.Call> call)
            throws IOException {
        var evidence = new ArrayList<EntryDraft.Evidence>();
        evidence.add(text("task", run.plan().task()));
        evidence.add(text("plan", json.writeValueAsString(run.plan())));
        evidence.add(text("node", json.writeValueAsString(view.node())));
        if (call.isPresent()) {
            call(call.get(), evidence);
        }
        evidence.add(text("words", standing.candidate().words()));
        Kept kept = heard.of(run.id(), view.node().id());
        response(secrets.now().redact(kept.said), evidence);
        evidence.addAll(new ModelEvidence(json, keepsPrompts).of(kept.models, this::text));
        evidence.add(rulings(standing.rulings()));
        if (standing.verification().isPresent()) {
            evidence.add(text("verification", json.writeValueAsString(standing.verification().get())));
        }
        List<ReviewerVerdict> verdicts = view.verdicts().stream().filter(v -> v.tree().equals(standing.changeset().resultTree())).toList();
        if (!verdicts.isEmpty()) {
            evidence.add(text("verdicts", json.writeValueAsString(verdicts)));
        }
        evidence.add(text("protection", json.writeValueAsString(run.protection())));
        if (!view.reached().isEmpty()) {
            evidence.add(text("network", json.writeValueAsString(view.reached())));
        }
        evidence.add(text("usage", json.writeValueAsString(view.usage())));
        return evidence;
    }

    /// What the agent proposed for each file that the reviewer edited or merged: without it nobody could say whose a line is.
    private List<EntryDraft.Evidence> proposed(Changeset reviewed, Decision.Approve decision, Contents contents) throws IOException {
        var evidence = new ArrayList<EntryDraft.Evidence>();
        for (FileChange change : reviewed.changes()) {
            boolean own = decision.selection().files().get(change.path()) instanceof Selection.FileSelection.Edited
                    || decision.outside().containsKey(change.path());
            if (own && change.afterState().isPresent()) {
                evidence.add(new EntryDraft.Evidence(Blame.proposed(change.path()),
                        vault.put(contents.read(change.afterState().get().content()))));
            }
        }
        return evidence;
    }

    private void revisions(List<RunEvent.Decided> revisions, List<EntryDraft.Evidence> evidence) throws IOException {
        var documents = new ArrayList<RevisionDocument>();
        for (RunEvent.Decided decided : revisions) {
            if (decided.decision() instanceof Decision.Revise revise) {
                documents.add(new RevisionDocument(decided.who(), decided.at().toString(), revise.feedback(), revise.comments()));
            }
        }
        if (!documents.isEmpty()) {
            evidence.add(text("revisions", json.writeValueAsString(documents)));
        }
    }

    /// The evidence of kind `call`.
    private record CallDocument(String agent, String argvDigest, String promptDigest, int promptBytes, boolean promptKept) {}

    /// A prompt can hold what its author would not have in a ledger that nobody can take anything out of: without being asked to keep
    /// it, its digest alone stays, here and among the arguments.
    private void call(RunStore.Call call, List<EntryDraft.Evidence> evidence) throws IOException {
        byte[] prompt = call.prompt().getBytes(StandardCharsets.UTF_8);
        List<String> argv = keepsPrompts || call.prompt().isBlank() ? call.argv()
                : call.argv().stream().map(argument -> argument.replace(call.prompt(), "{prompt}")).toList();
        evidence.add(text("call", json.writeValueAsString(new CallDocument(call.agent(),
                Sha256.of(String.join("\0", call.argv()).getBytes(StandardCharsets.UTF_8)).hex(), Sha256.of(prompt).hex(), prompt.length, keepsPrompts))));
        evidence.add(text("argv", json.writeValueAsString(argv)));
        if (!call.environment().isEmpty()) {
            evidence.add(text("environment", json.writeValueAsString(call.environment())));
        }
        if (keepsPrompts) {
            evidence.add(new EntryDraft.Evidence("prompt", vault.put(secrets.now().redact(prompt))));
        }
    }

    /// The evidence of kind `response`.
    private record ResponseDocument(String digest, int bytes, boolean kept) {}

    /// @param said one event in a line, as the run keeps them
    private void response(byte[] said, List<EntryDraft.Evidence> evidence) throws IOException {
        if (said.length > 0) {
            evidence.add(text("response", json.writeValueAsString(new ResponseDocument(Sha256.of(said).hex(), said.length, keepsPrompts))));
            if (keepsPrompts) {
                evidence.add(new EntryDraft.Evidence("transcript", vault.put(said)));
            }
        }
    }

    private EntryDraft.Evidence rulings(List<Ruling> rulings) throws IOException {
        return text("rulings", json.writerFor(new TypeReference<List<Ruling>>() {}).writeValueAsString(rulings));
    }

    /// Secrets are taken out, but not of the content that a person typed: that is the file's.
    private EntryDraft.Evidence text(String kind, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new EntryDraft.Evidence(kind, vault.put(kind.equals("selection") || kind.equals("outside") ? bytes : secrets.now().redact(bytes)));
    }

    private EntryDraft.Approval approval(String who, String hunks, Instant at, String note) {
        return new EntryDraft.Approval(who, hunks, policyDigest(), at.toEpochMilli(), note);
    }

    /// Digest of the rules in force, by name and words.
    private Sha256 policyDigest() {
        var text = new StringBuilder();
        policy.rules().forEach(rule -> text.append(rule.name()).append('\n').append(rule.says()).append('\n'));
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static EntryDraft.Actor agent(RunState run, Node node) {
        return new EntryDraft.Actor("agent", node.agent().orElse(run.request().agent()), "");
    }

    static String summary(Node node) {
        return line(node.goal());
    }

    private static String line(String text) {
        String first = text.strip().lines().findFirst().orElse("").strip();
        return first.length() <= 200 ? first : first.substring(0, 199) + "…";
    }
}
