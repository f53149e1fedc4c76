package dev.countersign.bench;

import dev.countersign.ledger.entry.EntryDraft.Actor;
import dev.countersign.ledger.entry.EntryDraft.Approval;
import dev.countersign.ledger.entry.EntryDraft.Evidence;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.policy.Ruling;
import dev.countersign.run.EvidenceJson;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// What a made-up team and its agents did: runs of one to six nodes, up to twelve at a time, each ending in an entry. The same for the same
/// seed. Draws one entry after the other; content goes to a [Keep].
final class MadeUpHistory {
    /// Where content before, content after and evidence are put.
    interface Keep {
        Sha256 put(byte[] content) throws IOException;
    }

    private static final DateTimeFormatter RUN = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final Sha256 RULES = Sha256.of("made-up rules\n".getBytes(StandardCharsets.UTF_8));
    private static final Sha256 NO_TREE = Sha256.of(new byte[0]);
    private static final List<Actor> AGENTS = List.of(new Actor("agent", "claude", "opus"), new Actor("agent", "claude", "sonnet"),
            new Actor("agent", "claude", "sonnet"), new Actor("agent", "codex", ""), new Actor("agent", "gemini", "pro"),
            new Actor("agent", "opencode", ""), new Actor("agent", "patch", ""));
    private static final int RUNS_AT_ONCE = 12;
    private static final int REMEMBERED = 400;
    private static final int MOST_FILES = 600;

    private static final class Session {
        private final String id;
        private final String area;
        private final Plan plan;
        private final Actor actor;
        private final Sha256 task;
        private final Sha256 written;
        private int next;

        Session(String id, String area, Plan plan, Actor actor, Sha256 task, Sha256 written) {
            this.id = id;
            this.area = area;
            this.plan = plan;
            this.actor = actor;
            this.task = task;
            this.written = written;
        }
    }

    private record Done(long seq, EntryKind kind, String summary, List<MadeUpTree.Step> steps) {}

    private final MadeUpTree tree = new MadeUpTree();
    private final JsonMapper json = EvidenceJson.mapper();
    private final Random random;
    private final MadeUpWords words;
    private final Keep keep;
    private final List<Session> sessions = new ArrayList<>();
    private final List<Done> done = new ArrayList<>();
    private final Map<String, Sha256> put = new HashMap<>();
    private Sha256 standing;

    MadeUpHistory(Random random, Keep keep) throws IOException {
        this.random = random;
        this.words = new MadeUpWords(random);
        this.keep = keep;
        while (tree.size() < MOST_FILES / 3) {
            create().ifPresent(step -> tree.apply(List.of(step)));
        }
        standing = tree.hash();
    }

    MadeUpTree tree() {
        return tree;
    }

    /// The next entry. @param time ms since 1970
    EntryDraft draw(long seq, long time) throws IOException {
        double which = random.nextDouble();
        if (which < 0.025 && !done.isEmpty()) {
            Optional<EntryDraft> undone = undo(seq, time);
            if (undone.isPresent()) {
                return undone.get();
            }
        }
        Session session = session(time);
        Node node = session.plan.nodes().get(session.next);
        double ends = random.nextDouble();
        if (ends < 0.05 && session.next == 0) {
            return draft(EntryKind.GRANT, session, "", human(), time, "Allowed to run with no protection: " + session.actor.id(), List.of(),
                    evidence(session), "");
        }
        if (ends < 0.12) {
            return nothing(EntryKind.REJECTION, session, node, time, "Rejected: " + node.goal(), words.one(MadeUpWords.REJECTIONS));
        }
        if (ends < 0.16) {
            WorkspacePath path = words.path();
            return nothing(EntryKind.DENIAL, session, node, time, "Denied by ownership: " + path + " is not owned by " + node.id(), "");
        }
        if (ends < 0.18) {
            return nothing(EntryKind.ESCALATION, session, node, time, "Escalated: checks failed three times in " + session.area, "");
        }
        return change(seq, session, node, time);
    }

    private Session session(long time) throws IOException {
        sessions.removeIf(session -> session.next == session.plan.nodes().size());
        if (sessions.isEmpty() || sessions.size() < RUNS_AT_ONCE && words.chance(0.25)) {
            String area = words.one(MadeUpWords.AREAS);
            var nodes = new ArrayList<Node>();
            for (int i = words.upTo(3) * words.upTo(2); i > 0; i--) {
                var id = new NodeId("n" + (nodes.size() + 1));
                nodes.add(new Node(id, words.goal(area), nodes.isEmpty() ? NodeClass.INTERFACE : NodeClass.IMPLEMENTATION,
                        nodes.isEmpty() ? List.of() : List.of(nodes.getLast().id()), Optional.empty(),
                        new Contract(List.of("src/*/java/acme/" + area + "/**"), List.of(), List.of())));
            }
            var plan = new Plan(words.task(area), nodes);
            String id = RUN.format(Instant.ofEpochMilli(time)) + "-" + Integer.toString(36 * 36 * 36 + random.nextInt(36 * 36 * 36), 36);
            sessions.add(new Session(id, area, plan, words.one(AGENTS), text(plan.task()), text(json.writeValueAsString(plan))));
        }
        return words.one(sessions);
    }

    private EntryDraft change(long seq, Session session, Node node, long time) throws IOException {
        List<MadeUpTree.Step> steps = steps();
        Actor human = human();
        EntryKind kind = words.chance(0.02) ? EntryKind.ADOPT : EntryKind.COMMIT;
        int hunks = steps.size() * 2 + random.nextInt(3);
        int taken = words.chance(0.85) ? hunks : words.upTo(hunks);
        List<Evidence> evidence = evidence(session);
        evidence.add(new Evidence("words", text(words.sentence(node.goal(), steps.size()))));
        Sha256 before = standing;
        tree.apply(steps);
        standing = tree.hash();
        evidence.add(new Evidence("rulings", rulings(steps)));
        evidence.add(new Evidence("verification", text(json.writeValueAsString(verification(time)))));
        evidence.add(new Evidence("usage", usage()));
        session.next++;
        for (MadeUpTree.Step step : steps) {
            step.before().ifPresent(this::keep);
            step.after().ifPresent(this::keep);
        }
        remember(new Done(seq, kind, node.goal(), steps));
        return new EntryDraft(kind, session.id, node.id().value(), session.actor,
                Optional.of(new Approval(human.id(), taken + " of " + hunks + " hunks", RULES, time - random.nextInt(900), note())), node.goal(),
                before, standing, steps.stream().map(MadeUpTree.Step::edit).toList(), evidence, OptionalLong.empty());
    }

    private void keep(MadeUpTree.Source source) {
        try {
            keep.put(source.bytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Optional<EntryDraft> undo(long seq, long time) {
        Done last = words.one(done);
        boolean fits = last.steps().stream().allMatch(step -> tree.get(step.path()).map(MadeUpTree.Source::state)
                .equals(step.after().map(MadeUpTree.Source::state)));
        if (!fits) {
            return Optional.empty();
        }
        List<MadeUpTree.Step> steps = last.steps().stream().map(MadeUpTree.Step::inverse).toList();
        boolean redo = last.kind() == EntryKind.ROLLBACK;
        EntryKind kind = redo ? EntryKind.REDO : EntryKind.ROLLBACK;
        String summary = (redo ? "Redid what was rolled back by" : "Undid") + " entry " + last.seq() + ": " + last.summary();
        Sha256 before = standing;
        tree.apply(steps);
        standing = tree.hash();
        done.remove(last);
        remember(new Done(seq, kind, summary, steps));
        Actor human = human();
        return Optional.of(new EntryDraft(kind, "", "", human, Optional.of(new Approval(human.id(), "", RULES, time, note())), summary, before,
                standing, steps.stream().map(MadeUpTree.Step::edit).toList(), List.of(), OptionalLong.of(last.seq())));
    }

    private void remember(Done entry) {
        if (entry.summary().length() < 160) {
            done.add(entry);
        }
        if (done.size() > REMEMBERED) {
            done.removeFirst();
        }
    }

    private EntryDraft nothing(EntryKind kind, Session session, Node node, long time, String summary, String note) throws IOException {
        session.next++;
        List<Evidence> evidence = evidence(session);
        evidence.add(new Evidence("words", text(words.sentence(node.goal(), words.upTo(4)))));
        return draft(kind, session, node.id().value(), kind == EntryKind.REJECTION ? human() : session.actor, time, summary, List.of(), evidence, note);
    }

    private EntryDraft draft(EntryKind kind, Session session, String node, Actor actor, long time, String summary, List<MadeUpTree.Step> steps,
                             List<Evidence> evidence, String note) {
        Sha256 at = kind == EntryKind.GRANT ? NO_TREE : standing;
        Optional<Approval> approval = actor.kind().equals("human") ? Optional.of(new Approval(actor.id(), "", RULES, time, note)) : Optional.empty();
        return new EntryDraft(kind, session.id, node, actor, approval, summary, at, at, steps.stream().map(MadeUpTree.Step::edit).toList(),
                evidence, OptionalLong.empty());
    }

    private List<MadeUpTree.Step> steps() {
        var steps = new TreeMap<WorkspacePath, MadeUpTree.Step>();
        int most = words.chance(0.65) ? 1 : words.upTo(4);
        while (steps.size() < most) {
            Optional<MadeUpTree.Step> step = words.chance(0.04) ? create() : words.chance(0.02) || tree.size() > MOST_FILES ? delete() : edit();
            step.ifPresent(s -> steps.putIfAbsent(s.path(), s));
        }
        return List.copyOf(steps.values());
    }

    private Optional<MadeUpTree.Step> create() {
        WorkspacePath path = words.path();
        return tree.get(path).isPresent() ? Optional.empty()
                : Optional.of(new MadeUpTree.Step(path, Optional.empty(), Optional.of(MadeUpTree.Source.of(words.code(path)))));
    }

    private Optional<MadeUpTree.Step> delete() {
        WorkspacePath path = words.one(tree.paths());
        return Optional.of(new MadeUpTree.Step(path, tree.get(path), Optional.empty()));
    }

    private Optional<MadeUpTree.Step> edit() {
        // Some files are changed far more often than others.
        List<WorkspacePath> paths = tree.paths();
        WorkspacePath path = paths.get((int) (Math.pow(random.nextDouble(), 2.5) * paths.size()));
        MadeUpTree.Source before = tree.get(path).orElseThrow();
        var lines = new ArrayList<>(before.lines());
        for (int hunk = words.upTo(3); hunk > 0; hunk--) {
            int at = 1 + random.nextInt(lines.size() - 1);
            String line = path.extension().equals("md") ? words.prose() : words.line();
            int what = random.nextInt(lines.size() > 70 ? 5 : 3);
            if (what == 0) {
                lines.add(at, line);
            } else if (what < 3 || lines.size() < 8) {
                lines.set(at, line);
            } else {
                lines.remove(at);
            }
        }
        var after = MadeUpTree.Source.of(lines);
        return after.state().equals(before.state()) ? Optional.empty()
                : Optional.of(new MadeUpTree.Step(path, Optional.of(before), Optional.of(after)));
    }

    private Actor human() {
        return new Actor("human", words.one(MadeUpWords.PEOPLE), "");
    }

    private String note() {
        return words.chance(0.06) ? "Checked by hand: " + words.goal(words.one(MadeUpWords.AREAS)) : "";
    }

    private List<Evidence> evidence(Session session) {
        return new ArrayList<>(List.of(new Evidence("task", session.task), new Evidence("plan", session.written)));
    }

    private Sha256 rulings(List<MadeUpTree.Step> steps) throws IOException {
        List<Ruling> rulings = words.chance(0.9) ? List.of(new Ruling.Allow("built-in"))
                : List.of(new Ruling.Ask("sensitive paths", "This file decides how the project is built", Optional.of(steps.getFirst().path()), 0));
        return text(json.writerFor(json.getTypeFactory().constructCollectionType(List.class, Ruling.class)).writeValueAsString(rulings));
    }

    private Sha256 usage() throws IOException {
        int in = 1_000 * words.upTo(40);
        int out = 100 * words.upTo(40);
        return text("{\"inputTokens\":" + in + ",\"outputTokens\":" + out + ",\"costUsd\":" + String.format(java.util.Locale.ROOT, "%.4f", in * 3e-6 + out * 15e-6) + "}");
    }

    private Verification verification(long time) {
        int tests = 200 + random.nextInt(400);
        boolean fails = words.chance(0.07);
        var took = Duration.ofMillis(800 + random.nextInt(20_000));
        var run = new SensorResult.Evidence(List.of("mvn", "-o", "-q", "test"), Optional.of(fails ? 1 : 0), took, standing,
                fails ? "[ERROR] " + words.fault() + "\n" : "");
        SensorResult.State state = fails ? new SensorResult.State.Failed(List.of(new Residual(Part.LOG, "mvn test",
                Optional.of(words.one(tree.paths())), words.upTo(60), 0, words.fault(), 1, 1.5)))
                : new SensorResult.State.Passed(tests + " tests passed");
        return new Verification(standing, List.of(
                new SensorResult(Part.SYN, "java syntax", new SensorResult.State.Passed(words.upTo(4) + " files"), Optional.empty()),
                new SensorResult(Part.LOG, "mvn test", state, Optional.of(run)),
                new SensorResult(Part.BOOT, "start", new SensorResult.State.NotChecked("no command starts it"), Optional.empty())),
                RULES, Instant.ofEpochMilli(time).minus(took), took);
    }

    private Sha256 text(String text) throws IOException {
        Sha256 known = put.get(text);
        if (known == null) {
            known = keep.put(text.getBytes(StandardCharsets.UTF_8));
            if (text.length() < 250 && put.size() < 50_000) {
                put.put(text, known);
            }
        }
        return known;
    }
}
