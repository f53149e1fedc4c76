package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.PermissionAnswer;
import dev.countersign.agent.PermissionRequest;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.plan.NodeState;
import dev.countersign.run.fake.FakeAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QuestionsTest {
    private static final PermissionRequest.Option YES = new PermissionRequest.Option("y", "Yes", PermissionRequest.Kind.ALLOW_ONCE);
    private static final PermissionRequest.Option ALWAYS = new PermissionRequest.Option("a", "Always", PermissionRequest.Kind.ALLOW_ALWAYS);
    private static final PermissionRequest.Option NO = new PermissionRequest.Option("n", "No", PermissionRequest.Kind.REJECT_ONCE);

    @TempDir
    private Path folder;
    private final List<PermissionAnswer> answers = Collections.synchronizedList(new ArrayList<>());

    private static PermissionRequest request(String kind, Optional<List<String>> command, List<String> paths) {
        return new PermissionRequest("p1", "t1", "the tool", kind, "", command, paths, List.of(YES, ALWAYS, NO));
    }

    private static PermissionRequest shell(String line) {
        return request("execute", Optional.of(List.of(line)), List.of());
    }

    /// Asks for each in turn, and is done.
    private FakeAgent asking(PermissionRequest... requests) {
        return new FakeAgent("fake", (task, events, progress) -> {
            for (PermissionRequest request : requests) {
                answers.add(task.permissions().ask(request, progress));
            }
            Files.writeString(task.stage().root().resolve("a.txt"), "new\n");
            return progress.cancelled() ? new AgentResult.Cancelled() : FakeAgent.done("done");
        });
    }

    private void run(boolean headless, PermissionRequest... requests) throws IOException {
        try (var bench = new Bench(folder, asking(requests)).contained()) {
            RunId run = headless ? bench.startHeadless("x", false) : bench.start("x");
            bench.until(run, state -> state.nodes().get(Bench.TASK).state() instanceof NodeState.AwaitingReview
                    || state.nodes().get(Bench.TASK).state() instanceof NodeState.Committed);
        }
    }

    @Test
    void rulesAnswerFirst() throws IOException {
        run(false, shell("make test"), request("edit", Optional.empty(), List.of("src/a.txt")), shell("rm -rf src"),
                shell("make && rm -rf src"), request("execute", Optional.of(List.of("rm", "x")), List.of()));

        var no = new PermissionAnswer.Refused("rule no-rm: rm is not allowed");
        var yes = new PermissionAnswer.Chosen(YES, "rules", false);
        assertThat(answers).containsExactly(yes, yes, no, no, no);
    }

    @Test
    void whereAFetchGoesIsRuled() throws IOException {
        run(true, new PermissionRequest("p1", "t1", "Fetch", "fetch", "{\"url\": \"HTTPS://user@bad.example:8443/x\"}", Optional.empty(), List.of(), List.of(YES, NO)),
                new PermissionRequest("p2", "t2", "http://bad.example", "fetch", "", Optional.empty(), List.of(), List.of(YES, NO)),
                new PermissionRequest("p3", "t3", "Edit", "edit", "see http://bad.example", Optional.empty(), List.of(), List.of(YES, NO)));

        assertThat(answers).containsExactly(new PermissionAnswer.Refused("rule no-bad-host: bad.example:8443 is not allowed"),
                new PermissionAnswer.Refused("rule no-bad-host: bad.example:80 is not allowed"), new PermissionAnswer.Chosen(YES, "rules", false));
    }

    @Test
    void withNobodyThereWhatNeedsAPersonIsRefused() throws IOException {
        run(true, request("fetch", Optional.empty(), List.of()), request("edit", Optional.empty(), List.of("/etc/passwd")),
                request("edit", Optional.empty(), List.of("../stage-evil/x")));

        assertThat(answers).containsExactly(
                new PermissionAnswer.Refused("tool: \"fetch\" is not work on the private copy.; nobody is there to be asked"),
                new PermissionAnswer.Refused("tool: /etc/passwd is outside of the private copy.; nobody is there to be asked"),
                new PermissionAnswer.Refused("tool: ../stage-evil/x is outside of the private copy.; nobody is there to be asked"));
    }

    @Test
    void personChoosesOneOfTheAgentsOwnAnswers() throws IOException {
        PermissionRequest fetch = request("fetch", Optional.empty(), List.of());
        try (var bench = new Bench(folder, asking(fetch)).contained()) {
            RunId run = bench.start("x");
            Question question = question(bench, run);
            assertThat(question.request()).isEqualTo(fetch);
            assertThatThrownBy(() -> bench.session.answer(run, Bench.TASK, "p1", Optional.of("z"), "ann")).isInstanceOf(UserException.class);
            assertThatThrownBy(() -> bench.session.answer(run, Bench.TASK, "p2", Optional.of("y"), "ann")).isInstanceOf(UserException.class);

            bench.session.answer(run, Bench.TASK, "p1", Optional.of("a"), "ann");
            bench.until(run, state -> state.nodes().get(Bench.TASK).state() instanceof NodeState.AwaitingReview);

            assertThat(answers).containsExactly(new PermissionAnswer.Chosen(ALWAYS, "ann", true));
            assertThat(bench.session.questions(run)).isEmpty();
        }
    }

    @Test
    void plainNoIsTheAgentsOwnNo() throws IOException {
        try (var bench = new Bench(folder, asking(request("fetch", Optional.empty(), List.of()))).contained()) {
            RunId run = bench.start("x");
            question(bench, run);
            bench.session.answer(run, Bench.TASK, "p1", Optional.empty(), "ann");
            bench.until(run, state -> state.nodes().get(Bench.TASK).state() instanceof NodeState.AwaitingReview);

            assertThat(answers).containsExactly(new PermissionAnswer.Chosen(NO, "ann", true));
        }
    }

    @Test
    void whatRulesRefuseIsADenialAndTheSameAgainIsNoSecondOne() throws IOException {
        try (var bench = new Bench(folder, asking(shell("rm -rf src"), shell("rm -rf src"), shell("make test"))).contained()) {
            RunId run = bench.start("x");
            bench.until(run, state -> state.nodes().get(Bench.TASK).state() instanceof NodeState.AwaitingReview);

            assertThat(bench.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.kind()).isEqualTo(EntryKind.DENIAL);
                assertThat(entry.node()).isEqualTo("task");
                assertThat(entry.actor()).isEqualTo(new EntryDraft.Actor("agent", "fake", ""));
                assertThat(entry.approval()).isEmpty();
                assertThat(entry.summary()).isEqualTo("Denied fake the tool \"the tool\": rule no-rm: rm is not allowed");
                assertThat(entry.evidence()).extracting(EntryDraft.Evidence::kind).containsExactly("task", "permission");
            });
        }
    }

    @Test
    void whatAPersonAllowsIsAGrantAndWhatTheyRefuseADenial() throws IOException {
        PermissionRequest first = request("fetch", Optional.empty(), List.of());
        var second = new PermissionRequest("p2", "t2", "another", "fetch", "", Optional.empty(), List.of(), List.of(YES, ALWAYS, NO));
        try (var bench = new Bench(folder, asking(first, second)).contained()) {
            RunId run = bench.start("x");
            question(bench, run);
            bench.session.answer(run, Bench.TASK, "p1", Optional.of("a"), "ann");
            bench.until(run, _ -> answers.size() == 1);
            question(bench, run);
            bench.session.answer(run, Bench.TASK, "p2", Optional.empty(), "ben");
            bench.until(run, state -> state.nodes().get(Bench.TASK).state() instanceof NodeState.AwaitingReview);

            assertThat(bench.entries()).extracting(EntryDraft::kind).containsExactly(EntryKind.GRANT, EntryKind.DENIAL);
            assertThat(bench.entries()).extracting(EntryDraft::summary)
                    .containsExactly("Allowed fake the tool \"the tool\": Always", "Denied fake the tool \"another\": No");
            assertThat(bench.entries()).extracting(EntryDraft::actor)
                    .containsExactly(new EntryDraft.Actor("human", "ann", ""), new EntryDraft.Actor("human", "ben", ""));
            assertThat(bench.entries()).allSatisfy(entry -> assertThat(entry.approval()).isPresent());
        }
    }

    @Test
    void nothingIsGrantedThatCannotBeWritten() throws IOException {
        try (var bench = new Bench(folder, true, asking(request("fetch", Optional.empty(), List.of()))).contained()) {
            RunId run = bench.start("x");
            question(bench, run);
            bench.memory.orElseThrow().fail(true);
            bench.session.answer(run, Bench.TASK, "p1", Optional.of("y"), "ann");
            bench.until(run, _ -> !answers.isEmpty());

            assertThat(answers).singleElement().isInstanceOfSatisfying(PermissionAnswer.Refused.class,
                    no -> assertThat(no.reason()).startsWith("the answer could not be written to the ledger"));
            bench.memory.orElseThrow().fail(false);
        }
    }

    @Test
    void cancelAnswersWhatIsOpen() throws IOException {
        try (var bench = new Bench(folder, asking(request("fetch", Optional.empty(), List.of()))).contained()) {
            RunId run = bench.start("x");
            question(bench, run);
            bench.session.cancel(run);
            bench.until(run, state -> state.nodes().get(Bench.TASK).state() instanceof NodeState.Cancelled);

            assertThat(answers).containsExactly(new PermissionAnswer.Cancelled());
        }
    }

    @Test
    void answerIsInTheJournal() throws IOException {
        var answered = new AgentEvent.Answered("p1", "the tool", "Yes", true, "ann");
        var agent = new FakeAgent("fake", (task, events, progress) -> {
            events.accept(answered);
            return new AgentResult.Failed(new AgentFailure(AgentFailure.Kind.PROVIDER, "no", ""));
        });
        try (var bench = new Bench(folder, agent).contained()) {
            RunId run = bench.start("x");
            bench.until(run, state -> state.isEnded());
            try (var files = Files.walk(bench.data.resolve("runs"))) {
                assertThat(files.filter(f -> f.getFileName().toString().startsWith("journal"))).singleElement()
                        .satisfies(journal -> assertThat(Files.readString(journal)).contains("\"type\":\"answered\""));
            }
        }
    }

    private static Question question(Bench bench, RunId run) {
        var found = new ArrayList<Question>();
        bench.until(run, _ -> {
            try {
                found.addAll(bench.session.questions(run));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return !found.isEmpty();
        });
        return found.getFirst();
    }
}
