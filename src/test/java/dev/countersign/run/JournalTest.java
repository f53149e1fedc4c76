package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.PermissionRequest;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.LineRange;
import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.changeset.Selection;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.plan.Requirement;
import dev.countersign.policy.Ruling;
import dev.countersign.run.fake.FakeSandbox;
import dev.countersign.sandbox.Protection;
import dev.countersign.verify.Coverage;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.ApplyOutcome;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// Laws of the journal and of the state that is folded from it.
class JournalTest {
    private static final NodeId NODE = new NodeId("task");

    private static final Arbitrary<String> TEXT = Arbitraries.strings().ofMaxLength(20)
            .filter(s -> s.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF));
    private static final Arbitrary<Instant> AT = Arbitraries.longs().between(0, 4_000_000_000_000L)
            .map(n -> Instant.ofEpochMilli(n).plusNanos(n % 1_000_000));
    private static final Arbitrary<Sha256> HASH = Arbitraries.integers().map(n -> Sha256.of(new byte[] {n.byteValue()}));
    private static final Arbitrary<WorkspacePath> PATH = Arbitraries.of("a.txt", "ä/b c.java", "x/y/.hidden", "日本.md")
            .map(WorkspacePath::of);
    private static final Arbitrary<FileState> STATE = Combinators.combine(Arbitraries.of(FileState.Kind.class),
            Arbitraries.integers().between(0, 0777), HASH, Arbitraries.longs().between(0, 1L << 40)).as(FileState::new);

    private static Arbitrary<Coverage> coverages() {
        Arbitrary<LineRange> range = Arbitraries.integers().between(0, 900).map(from -> new LineRange(from, from + 3));
        return Combinators.combine(PATH, range.list().ofMaxSize(2), range.list().ofMaxSize(2)).as((path, ran, missed) ->
                new Coverage(List.of("target/site/jacoco/jacoco.xml"), new TreeMap<>(Map.of(path, new Coverage.Lines(ran, missed)))));
    }

    @Test
    void aVerificationFromBeforeCoverageWasKeptIsRead() {
        var json = RunJson.mapper();
        var verification = new Verification(Sha256.of(new byte[1]), List.of(), Sha256.of(new byte[2]), Instant.EPOCH, Duration.ofSeconds(2));
        var written = (ObjectNode) json.valueToTree(verification);
        written.remove(List.of("variables", "coverage"));
        assertThat(json.treeToValue(written, Verification.class)).isEqualTo(verification);
    }

    private static Arbitrary<Changeset> changesets() {
        Arbitrary<FileChange> change = Arbitraries.oneOf(
                Combinators.combine(PATH, STATE).as(FileChange.Added::new),
                Combinators.combine(PATH, STATE).as(FileChange.Deleted::new),
                Combinators.combine(PATH, STATE, STATE).as(FileChange.Modified::new),
                Combinators.combine(PATH, PATH, STATE, STATE).as(FileChange.Renamed::new),
                Combinators.combine(PATH, STATE, STATE).as(FileChange.ModeChanged::new));
        return Combinators.combine(HASH, HASH, change.list().ofMaxSize(3)).as(Changeset::new);
    }

    private static Arbitrary<SensorResult> results() {
        Arbitrary<Residual> residual = Combinators.combine(Arbitraries.of(Part.class), TEXT, PATH.optional(),
                Arbitraries.integers().between(0, 99), TEXT, Arbitraries.doubles().between(0, 9)).as((part, sensor, path, line, message, r) ->
                new Residual(part, sensor, path, line, 0, message, r, 1));
        Arbitrary<SensorResult.State> state = Arbitraries.oneOf(TEXT.map(SensorResult.State.Passed::new),
                TEXT.map(SensorResult.State.NotChecked::new), TEXT.map(SensorResult.State.Stale::new), residual.list().ofMinSize(1).ofMaxSize(3).map(SensorResult.State.Failed::new));
        Arbitrary<SensorResult.Evidence> evidence = Combinators.combine(TEXT.list().ofMaxSize(2),
                Arbitraries.integers().optional(), Arbitraries.longs().between(0, 1L << 50).map(Duration::ofNanos), HASH, TEXT)
                .as(SensorResult.Evidence::new);
        Arbitrary<SensorResult.Origin> origin = Combinators.combine(HASH, HASH, Arbitraries.maps(TEXT, TEXT).ofMaxSize(2), AT, Arbitraries.of(true, false))
                .as((tree, environment, tools, at, reused) -> new SensorResult.Origin(tree, environment, tools,
                        new Protection(dev.countersign.sandbox.Level.L0, "sandbox: none", Map.of()), at, reused));
        Arbitrary<SensorResult.Evidence> placed = Combinators.combine(evidence, origin.optional()).as((e, o) ->
                new SensorResult.Evidence(e.argv(), e.exit(), e.took(), e.log(), e.output(), o));
        Arbitrary<SensorResult.Baseline> baseline = Arbitraries.oneOf(Arbitraries.just(SensorResult.Baseline.NONE),
                Combinators.combine(residual.list().ofMaxSize(2), residual.list().ofMaxSize(2))
                        .as((before, mended) -> new SensorResult.Baseline(true, before, mended)));
        return Combinators.combine(Arbitraries.of(Part.class), TEXT, state, placed.optional(), baseline).as(SensorResult::new);
    }

    private static Arbitrary<NodeState> states() {
        return Arbitraries.oneOf(Arbitraries.of(new NodeState.Waiting(), new NodeState.Unchanged(), new NodeState.Cancelled(),
                        new NodeState.Committing(), new NodeState.Running(2), new NodeState.Verifying(3), new NodeState.Committed(7),
                        new NodeState.Blocked(List.of(NODE))),
                TEXT.map(NodeState.AwaitingReview::new), TEXT.map(NodeState.Rejected::new),
                Combinators.combine(TEXT, TEXT).as(NodeState.Stopped::new), Combinators.combine(TEXT, TEXT).as(NodeState.Failed::new));
    }

    private static Arbitrary<Decision> decisions() {
        Arbitrary<FileSelection> file = Arbitraries.oneOf(Arbitraries.of(new FileSelection.Whole(), new FileSelection.None()),
                TEXT.map(FileSelection.Edited::new),
                Arbitraries.integers().between(0, 9).set().ofMaxSize(3).map(s -> new FileSelection.Hunks(new TreeSet<>(s))));
        Arbitrary<Selection> selection = Arbitraries.maps(PATH, file).ofMaxSize(3).map(Selection::new);
        return Arbitraries.oneOf(TEXT.map(Decision.Revise::new), TEXT.map(Decision.Reject::new),
                Combinators.combine(selection, TEXT, Arbitraries.of(true, false)).as(Decision.Approve::new));
    }

    private static Arbitrary<AgentEvent> said() {
        Arbitrary<Usage> usage = Combinators.combine(Arbitraries.longs().optional(), Arbitraries.longs().between(0, 9),
                Arbitraries.bigDecimals().ofScale(2).optional()).as((in, out, cost) -> new Usage(
                in.map(OptionalLong::of).orElse(OptionalLong.empty()), OptionalLong.of(out), cost));
        return Arbitraries.oneOf(TEXT.map(AgentEvent.Said::new), TEXT.map(AgentEvent.Thought::new), usage.map(AgentEvent.Used::new),
                Combinators.combine(TEXT, Arbitraries.of(true, false)).as(AgentEvent.Output::new),
                Combinators.combine(TEXT, TEXT, TEXT, TEXT).as(AgentEvent.ToolCall::new),
                Combinators.combine(TEXT, TEXT).as(AgentEvent.Other::new),
                Combinators.combine(TEXT, TEXT, TEXT, Arbitraries.of(true, false), TEXT).as(AgentEvent.Answered::new),
                Combinators.combine(TEXT, TEXT).as(AgentEvent.Step::new).list().ofMaxSize(2).map(AgentEvent.Planned::new),
                requests().map(AgentEvent.Asked::new),
                TEXT.list().ofMaxSize(2).map(argv -> new AgentEvent.Started(argv, new TreeMap<>(Map.of("A", "***")))));
    }

    private static Arbitrary<PermissionRequest> requests() {
        return Combinators.combine(TEXT, TEXT, TEXT, TEXT, TEXT.list().ofMaxSize(2).optional(), TEXT.list().ofMaxSize(2),
                Combinators.combine(TEXT, TEXT, Arbitraries.of(PermissionRequest.Kind.class)).as(PermissionRequest.Option::new)
                        .list().ofMaxSize(2)).as((id, call, title, kind, command, paths, options) ->
                                new PermissionRequest(id, call, title, kind, "", command, paths, options));
    }

    private static RunEvent.Started started(Instant at) {
        var node = new Node(NODE, "goal", NodeClass.INTERFACE, List.of(new NodeId("other")), Optional.of("fake"),
                new Contract(List.of("src/**"), List.of("x+"), List.of(List.of("make", "test")), List.of(Requirement.of("in src/a: y")),
                        List.of(Requirement.of("Store"))));
        return new RunEvent.Started(at, new RunId("20261121-074512-k3f9"), new RunRequest(new Plan("täsk", List.of(node)), "fake",
                Optional.of("HEAD~1"), List.of(List.of("./t")), true, false), FakeSandbox.NONE);
    }

    @Provide
    Arbitrary<RunEvent> events() {
        Arbitrary<Ruling> ruling = Arbitraries.oneOf(TEXT.map(Ruling.Allow::new),
                Combinators.combine(TEXT, TEXT, PATH.optional(), Arbitraries.integers().between(0, 9)).as(Ruling.Ask::new),
                Combinators.combine(TEXT, TEXT, PATH.optional(), Arbitraries.integers().between(0, 9)).as(Ruling.Deny::new));
        Arbitrary<ApplyOutcome.Conflict> conflict = Combinators.combine(PATH, STATE, STATE.optional(), TEXT).as((path, after, found, why) ->
                new ApplyOutcome.Conflict(new PathEdit(path, Optional.empty(), Optional.of(after)), found, why));
        Arbitrary<Verification> verification = Combinators.combine(HASH, results().list().ofMaxSize(2), HASH, AT,
                Arbitraries.longs().between(0, 1L << 50).map(Duration::ofNanos), coverages().optional(), TEXT.list().ofMaxSize(2)).as((tree, results,
                environment, at, took, coverage, names) -> {
            var variables = new TreeMap<String, String>();
            names.forEach(name -> variables.put(name, "value of " + name));
            return new Verification(tree, results, environment, at, took, variables, coverage, 0.25);
        });
        return Arbitraries.oneOf(AT.map(JournalTest::started),
                Combinators.combine(AT, states()).as((at, s) -> new RunEvent.Moved(at, NODE, s)),
                Combinators.combine(AT, said()).as((at, e) -> new RunEvent.Said(at, NODE, e)),
                Combinators.combine(AT, requests(), TEXT).as((at, request, why) -> new RunEvent.Asked(at, NODE, request, why)),
                Combinators.combine(AT, changesets(), Arbitraries.of(RunEvent.Origin.class), TEXT)
                        .as((at, c, o, words) -> new RunEvent.Candidate(at, NODE, 2, c, o, words)),
                Combinators.combine(AT, ruling.list().ofMaxSize(3)).as((at, r) -> new RunEvent.Ruled(at, NODE, r)),
                Combinators.combine(AT, Arbitraries.of(Part.class), TEXT).as((at, p, s) -> new RunEvent.CheckStarted(at, NODE, p, s)),
                Combinators.combine(AT, TEXT, TEXT).as((at, s, l) -> new RunEvent.CheckOutput(at, NODE, s, l)),
                Combinators.combine(AT, results()).as((at, r) -> new RunEvent.Checked(at, NODE, r)),
                Combinators.combine(AT, verification).as((at, v) -> new RunEvent.Verified(at, NODE, v)),
                Combinators.combine(AT, decisions(), TEXT).as((at, d, who) -> new RunEvent.Decided(at, NODE, d, who)),
                Combinators.combine(AT, HASH, TEXT, Arbitraries.of(ReviewerVerdict.Opinion.class), PATH.optional()).as((at, tree, says, outcome, path) ->
                        new RunEvent.Reviewed(at, NODE, new ReviewerVerdict("reader", tree, outcome, List.of(new ReviewerVerdict.Finding(path, 3,
                                ReviewerVerdict.Severity.WARNING, "x" + says)), says))),
                Combinators.combine(AT, conflict.list().ofMaxSize(2)).as((at, c) -> new RunEvent.Conflicted(at, NODE, c)),
                Combinators.combine(AT, HASH).as((at, h) -> new RunEvent.Committed(at, NODE, 3, h)),
                Combinators.combine(AT, TEXT).as((at, w) -> new RunEvent.Activity(at, Optional.of(NODE), w, 1, 2)),
                Combinators.combine(AT, TEXT).as(RunEvent.Ended::new), courses(verification));
    }

    /// What becomes of the run as a whole.
    private static Arbitrary<RunEvent> courses(Arbitrary<Verification> verification) {
        Arbitrary<Measure> measure = Arbitraries.of(Measure.class);
        Arbitrary<BigDecimal> amount = Arbitraries.bigDecimals().between(new BigDecimal("0.01"), new BigDecimal("99")).ofScale(2);
        Arbitrary<Usage> usage = amount.optional().map(cost -> new Usage(OptionalLong.of(3), OptionalLong.empty(), cost));
        return Arbitraries.oneOf(
                Combinators.combine(AT, HASH).as((at, base) -> new RunEvent.Called(at, NODE, 1, base)),
                Combinators.combine(AT, TEXT, usage, Combinators.combine(TEXT, TEXT).as(RunEvent.Failure::new).optional())
                        .as((at, words, used, failure) -> new RunEvent.Returned(at, NODE, 1, words, used, failure)),
                AT.map(at -> new RunEvent.Interrupted(at, NODE)), AT.map(at -> new RunEvent.Continued(at, NODE)),
                Combinators.combine(AT, TEXT, TEXT).as((at, why, who) -> new RunEvent.Replanned(at, Plan.single("täsk"), why, who)),
                Combinators.combine(AT, measure, amount, amount).as(RunEvent.Warned::new),
                Combinators.combine(AT, TEXT, measure.optional(), TEXT).as(RunEvent.Paused::new),
                Combinators.combine(AT, TEXT).as(RunEvent.Resumed::new),
                Combinators.combine(AT, verification.optional(), TEXT).as(RunEvent.Merged::new),
                Combinators.combine(AT, measure, amount, Arbitraries.of(true, false), TEXT).as(RunEvent.Granted::new));
    }

    @Property(tries = 120)
    void everyEventIsReadAsItWasWritten(@ForAll("events") RunEvent event) {
        var json = RunJson.mapper();
        String line = json.writerFor(RunEvent.class).writeValueAsString(event);
        assertThat(json.readValue(line, RunEvent.class)).isEqualTo(event);
        assertThat(line).doesNotContain("\n").doesNotContain("\"empty\":", "\"stable\":", "\"verified\":");
    }

    @Test
    void verificationFromBeforeItHadABaseIsReadAsNotCompared() {
        String old = """
                {"type":"verified","at":"2026-11-20T08:00:00Z","node":"n","verification":{"tree":"%1$s","results":[{"part":"LOG","sensor":"t",
                "state":{"type":"failed","residuals":[{"part":"LOG","sensor":"t","path":"a","line":3,"column":0,"message":"m","magnitude":1.0,"weight":1.0}]},
                "evidence":{"argv":["t"],"exit":1,"took":"PT1S","log":"%1$s","output":"o"}}],
                "environment":"%1$s","at":"2026-11-20T08:00:00Z","took":"PT1S"}}""".formatted("0".repeat(64));
        Sha256 nought = Sha256.parse("0".repeat(64));
        var at = Instant.parse("2026-11-20T08:00:00Z");

        assertThat(RunJson.mapper().readValue(old, RunEvent.class)).isEqualTo(new RunEvent.Verified(at, new NodeId("n"), new Verification(nought,
                List.of(new SensorResult(Part.LOG, "t", new SensorResult.State.Failed(List.of(new Residual(Part.LOG, "t",
                        Optional.of(WorkspacePath.of("a")), 3, 0, "m", 1, 1))), Optional.of(new SensorResult.Evidence(List.of("t"), Optional.of(1),
                        Duration.ofSeconds(1), nought, "o")))), nought, at, Duration.ofSeconds(1))));
    }

    @Test
    void contractFromBeforeItRequiredAnythingIsReadAsRequiringNothing() {
        assertThat(RunJson.mapper().readValue("{\"owns\":[\"a\"],\"forbid\":[\"x\"],\"checks\":[[\"t\"]]}", Contract.class))
                .isEqualTo(new Contract(List.of("a"), List.of("x"), List.of(List.of("t"))));
    }

    @Test
    void everyVariantIsInThatLaw() {
        var seen = new HashSet<Class<?>>();
        events().sampleStream().limit(2_000).forEach(e -> seen.add(e.getClass()));
        assertThat(seen).containsExactlyInAnyOrder(RunEvent.class.getPermittedSubclasses());
    }

    @Property(tries = 200)
    void theStateIsAPureFold(@ForAll("events") RunEvent one, @ForAll("events") RunEvent two) {
        RunState start = RunState.of(started(Instant.EPOCH));
        String before = start.toString();
        RunState folded = start.after(one).after(two);
        assertThat(start.toString()).isEqualTo(before);
        assertThat(RunState.of(started(Instant.EPOCH)).after(one).after(two)).isEqualTo(folded);
        for (RunEvent event : List.of(one, two)) {
            if (!event.isLasting()) {
                assertThat(folded.after(event)).isSameAs(folded);
            }
        }
    }

    @Property(tries = 12)
    void whatIsCutOffAnywhereIsAPrefixOfTheEvents(@ForAll("events") RunEvent one, @ForAll("events") RunEvent two,
                                                  @ForAll int cut) throws IOException {
        Path folder = Files.createTempDirectory("journal");
        try {
            Path path = folder.resolve("journal.jsonl");
            var json = RunJson.mapper();
            var all = new ArrayList<RunEvent>(List.of(started(Instant.EPOCH), one, two));
            try (var journal = new RunJournal(path, json)) {
                for (RunEvent event : all) {
                    journal.append(event);
                }
            }
            byte[] bytes = Files.readAllBytes(path);
            int first = Arrays.asList(new String(bytes, StandardCharsets.ISO_8859_1).split("\n")).getFirst().length() + 1;
            Files.write(path, Arrays.copyOf(bytes, first + Math.floorMod(cut, bytes.length - first + 1)));
            List<RunEvent> left = RunJournal.read(path, json);
            assertThat(all).startsWith(left.toArray(RunEvent[]::new));
            try (var journal = new RunJournal(path, json)) {
                journal.append(two);
            }
            left.add(two);
            assertThat(RunJournal.read(path, json)).isEqualTo(left);
        } finally {
            RunStore.delete(folder);
        }
    }

    @Test
    void usageAddsUpOnlyWhereEveryCallIsKnown() {
        RunState state = RunState.of(started(Instant.EPOCH));
        var known = new Usage(OptionalLong.of(2), OptionalLong.of(3), Optional.of(new BigDecimal("0.10")));
        for (Usage usage : List.of(known, known)) {
            state = state.after(new RunEvent.Said(Instant.EPOCH, NODE, new AgentEvent.Used(usage)));
        }
        assertThat(state.nodes().get(NODE).usage()).isEqualTo(
                new Usage(OptionalLong.of(4), OptionalLong.of(6), Optional.of(new BigDecimal("0.20"))));
        assertThat(state.after(new RunEvent.Said(Instant.EPOCH, NODE, new AgentEvent.Used(Usage.UNKNOWN))).nodes().get(NODE).usage())
                .isEqualTo(Usage.UNKNOWN);
    }

    @Test
    void aMoveOutOfAnEndOpensTheRunAgain() {
        RunState ended = RunState.of(started(Instant.EPOCH)).after(new RunEvent.Moved(Instant.EPOCH, NODE, new NodeState.Cancelled()))
                .after(new RunEvent.Ended(Instant.EPOCH, "over"));
        assertThat(ended.isEnded()).isTrue();
        assertThat(ended.after(new RunEvent.Moved(Instant.EPOCH, NODE, new NodeState.Waiting())).isEnded()).isFalse();
        assertThat(ended.nodes().values().stream().map(NodeView::state).collect(Collectors.toList())).containsExactly(new NodeState.Cancelled());
    }
}
