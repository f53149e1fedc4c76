package dev.countersign.agent.model;

import static dev.countersign.agent.model.ChatServer.call;
import static dev.countersign.agent.model.ChatServer.calls;
import static dev.countersign.agent.model.ChatServer.status;
import static dev.countersign.agent.model.ChatServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure.Kind;
import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentRuntime;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.ModelCall;
import dev.countersign.agent.ModelCalls;
import dev.countersign.agent.PermissionAnswer;
import dev.countersign.agent.Permissions;
import dev.countersign.agent.Missing;
import dev.countersign.agent.Readiness;
import dev.countersign.agent.StageFixture;
import dev.countersign.agent.Usage;
import dev.countersign.agent.mcp.McpServer;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.agent.mcp.McpTool;
import dev.countersign.model.ModelsFile;
import dev.countersign.model.Tier;
import dev.countersign.network.Gateway;
import dev.countersign.sandbox.Toolchains;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Variables;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class ModelAgentTest {
    private static final Permissions RULES = (request, _) -> new PermissionAnswer.Chosen(request.once(true).orElseThrow(), "rules", false);
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    private Path folder;
    private StageFixture work;
    private ChatServer server;
    private McpServers servers = McpServers.NONE;
    private final List<AgentEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void open() throws IOException {
        work = new StageFixture(folder);
        server = new ChatServer();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        work.close();
    }

    private String model(String name, String more) {
        return "[models." + name + "]\napi='openai'\nmodel='m-" + name + "'\naddress='" + server.address() + "/v1'\nkey='${KEY}'\n" + more + "\n";
    }

    private Agent agent(String models, String entry) throws IOException {
        Path file = Files.writeString(folder.resolve("agents.toml"), "[[agent]]\nname='x'\nkind='model'\n" + entry);
        var toolchains = new Toolchains(Map.of("PATH", "/usr/bin:/bin"), folder.resolve("user-home"), folder);
        var around = new Surroundings(HttpClient.newHttpClient(), InstantSource.fixed(NOW), new Random(1), (time, _) -> pauses.add(time), new Redaction());
        return new ModelAgents(AgentRegistry.load(Optional.of(file), file), () -> ModelsFile.parse(models, "models.toml"), new AgentRuntime(
                new LocalSandbox(folder.resolve("scratch"), new Random(2)), toolchains, Variables.of(Map.of("PATH", "/usr/bin:/bin", "KEY", "sk-hunter2hunter2")), around.redaction(), Gateway.NONE), servers, around).all().getFirst();
    }

    private AgentTask task(Tier tier, AgentTask.Leave leave, ModelCalls calls) {
        AgentTask plain = work.task("Do it.", 1, List.of(), RULES);
        return new AgentTask(plain.node(), plain.task(), plain.prompt(), 1, plain.stage(), plain.base(), plain.contents(), plain.input(), plain.liveRoot(),
                plain.home(), plain.level(), plain.attachments(), plain.permissions(), leave, tier, calls);
    }

    private AgentResult run(String models, String entry) throws IOException {
        return agent(models, entry).run(work.task("Do it.", 1, List.of(), RULES), events::add, Progress.NONE);
    }

    private AgentResult run() throws IOException {
        return run(model("a", ""), "");
    }

    private static Kind kind(AgentResult result) {
        assertThat(result).isInstanceOf(AgentResult.Failed.class);
        return ((AgentResult.Failed) result).failure().kind();
    }

    private static String message(AgentResult result) {
        return ((AgentResult.Failed) result).failure().message();
    }

    private static Usage usage(long input, long output) {
        return new Usage(OptionalLong.of(input), OptionalLong.of(output), Optional.empty());
    }

    /// What tools answered, as the next request tells it.
    private List<String> answers(int request) {
        var found = new ArrayList<String>();
        for (JsonNode message : server.requests().get(request).body().path("messages")) {
            if (message.path("role").asString("").equals("tool")) {
                found.add(message.path("content").asString(""));
            }
        }
        return found;
    }

    /// What holds for every agent: it says what it is before it works, every end is a result, nothing is thrown, and the live tree is not its to change.
    @Test
    void keepsTheContractOfAnAgent() throws IOException {
        server.script(call("write", "{\"path\":\"a.txt\",\"content\":\"two\\n\"}"), text("ok"));
        Agent agent = agent(model("a", ""), "description='D'\n");
        assertThat(agent.name()).isEqualTo("x");
        assertThat(agent.description()).isEqualTo("D");
        assertThat(agent.startsProcesses()).isTrue();
        assertThat(agent(model("a", ""), "tools=['read','write']\n").startsProcesses()).as("it runs nothing").isFalse();
        assertThat(agent.canRetry()).isTrue();
        Agent.Preview preview = agent.preview("P");
        assertThat(preview.argv()).isEmpty();
        assertThat(preview.environment()).containsExactly(Map.entry("KEY", "••••••"));
        assertThat(preview.network()).containsExactly("actuator: m-a (openai) at " + server.address() + "/v1, its price not known", "programs that it runs: nothing");
        assertThat(agent.run(work.task("Do it."), events::add, new Deadline(Progress.NONE, Duration.ZERO))).as("cancelled before it began").isEqualTo(new AgentResult.Cancelled());
        assertThat(server.requests()).isEmpty();

        assertThat(agent.run(work.task("Do it."), events::add, Progress.NONE)).isInstanceOf(AgentResult.Finished.class);
        assertThat(Files.readString(work.live.resolve("a.txt"))).isEqualTo("one\n");
        assertThat(work.stage.root().resolve("a.txt")).hasContent("two\n");
        // A file of models that is broken meanwhile is a failure, not an exception.
        assertThat(kind(agent("", "").run(work.task("Do it."), events::add, Progress.NONE))).isEqualTo(Kind.REGISTRY);
    }

    @Test
    void readsEditsRunsAndSaysSo() throws IOException {
        server.script(calls("tool_calls", "read", "{\"path\":\"a.txt\"}", "edit", "{\"path\":\"a.txt\",\"old\":\"one\",\"new\":\"two\"}"),
                call("write", "{\"path\":\"b/c.txt\",\"content\":\"new\\n\"}"), call("run", "{\"shell\":\"cat a.txt b/c.txt; exit 3\"}"), text("It is done."));

        AgentResult result = run();

        assertThat(result).isEqualTo(new AgentResult.Finished("It is done.", usage(400, 40)));
        assertThat(work.changes().edits()).extracting(edit -> edit.path().value()).containsExactly("a.txt", "b/c.txt");
        assertThat(Files.readString(work.stage.root().resolve("a.txt"))).isEqualTo("two\n");
        assertThat(answers(1)).containsExactly("1\tone\n", "Changed a.txt from line 1 on.");
        assertThat(answers(3).getLast()).isEqualTo("two\nnew\n(exit status 3)");
        assertThat(server.requests().getFirst().path()).isEqualTo("/v1/chat/completions");
        assertThat(server.requests().getFirst().header("authorization")).isEqualTo("Bearer sk-hunter2hunter2");
        assertThat(server.requests().getFirst().body().path("tools")).hasSize(7);
        assertThat(events).contains(new AgentEvent.Said("It is done."), new AgentEvent.ToolCall("call_0", "run cat a.txt b/c.txt; exit 3", "failed", "two\nnew\n(exit status 3)"),
                new AgentEvent.Other("context", "task 6 characters; 1 of 1 files named"), new AgentEvent.Used(usage(400, 40)));
    }

    @Test
    void leavesTheStageAlone() throws IOException {
        Files.writeString(work.live.resolve("outside.txt"), "secret");
        Files.createSymbolicLink(work.stage.root().resolve("link"), work.live);
        Files.createSymbolicLink(work.stage.root().resolve("file"), work.live.resolve("outside.txt"));
        server.script(calls("tool_calls", "write", "{\"path\":\"../x\",\"content\":\"\"}", "write", "{\"path\":\"/tmp/x\",\"content\":\"\"}",
                "write", "{\"path\":\"link/x\",\"content\":\"\"}", "write", "{\"path\":\"file\",\"content\":\"\"}", "read", "{\"path\":\"file\"}",
                "read", "{\"path\":\"link/outside.txt\"}", "write", "{\"path\":\".git/config\",\"content\":\"\"}", "search", "{\"pattern\":\"secret\"}"), text("ok"));

        run();

        assertThat(answers(1)).satisfiesExactly(a -> assertThat(a).contains("\"..\""), a -> assertThat(a).contains("absolute"),
                a -> assertThat(a).contains("link is a link"), a -> assertThat(a).contains("file is no plain file"), a -> assertThat(a).contains("is a link"),
                a -> assertThat(a).contains("link is a link"), a -> assertThat(a).contains(".git"), a -> assertThat(a).isEqualTo("(nothing was found)"));
        assertThat(Files.readString(work.live.resolve("outside.txt"))).isEqualTo("secret");
        assertThat(work.live.resolve("x")).doesNotExist();
    }

    @Test
    void whatIsRefusedIsNotRunAndTheWorkIsNotDone() throws IOException {
        server.script(call("run", "{\"argv\":[\"touch\",\"ran\"]}"), text("All done!"));

        AgentResult result = agent(model("a", ""), "").run(work.task("Do it."), events::add, Progress.NONE);

        assertThat(kind(result)).isEqualTo(Kind.POLICY);
        assertThat(message(result)).contains("was not allowed to use run touch ran (nobody could be asked)");
        assertThat(work.stage.root().resolve("ran")).doesNotExist();
        assertThat(events).contains(new AgentEvent.Answered("leave-1", "run touch ran", "nobody could be asked", false, ""));
    }

    @Test
    void rulesSeeWhatIsRun() throws IOException {
        var seen = new ArrayList<List<String>>();
        Permissions rules = (request, progress) -> {
            seen.add(request.command().orElseThrow());
            return RULES.ask(request, progress);
        };
        server.script(calls("tool_calls", "run", "{\"argv\":[\"echo\",\"a b\"]}", "run", "{\"shell\":\"echo $((1+1)) | cat\"}", "run", "{\"argv\":[\"no such\"]}"), text("ok"));

        agent(model("a", ""), "").run(work.task("Do it.", 1, List.of(), rules), events::add, Progress.NONE);

        assertThat(seen).containsExactly(List.of("echo", "a b"), List.of("echo $((1+1)) | cat"), List.of("'no such'"));
        assertThat(answers(1)).containsExactly("a b\n(exit status 0)", "2\n(exit status 0)", "There is no program no such.");
    }

    @Test
    void aCallThatWasCutIsNotDone() throws IOException {
        server.script(calls("length", "write", "{\"path\":\"a.txt\",\"content\":\"half of"), call("write", "{\"path\":\"a.txt\",\"content\":\"whole\\n\"}"), text("ok"));

        AgentResult result = run();

        assertThat(result).isInstanceOf(AgentResult.Finished.class);
        assertThat(answers(1).getFirst()).contains("limit of tokens in the middle, so nothing was done");
        assertThat(server.requests().get(1).body().path("messages").path(2).path("tool_calls").path(0).path("function").path("arguments").asString()).isEqualTo("{}");
        assertThat(Files.readString(work.stage.root().resolve("a.txt"))).isEqualTo("whole\n");
    }

    @Test
    void aCallThatWasCutButIsWholeJsonIsNotDoneEither() throws IOException {
        server.script(calls("length", "write", "{\"path\":\"a.txt\",\"content\":\"\"}"), text("ok"));

        run();

        assertThat(Files.readString(work.stage.root().resolve("a.txt"))).isEqualTo("one\n");
    }

    @Test
    void cutAgainAndAgainIsAFailure() throws IOException {
        server.script(calls("length", "write", "{\"path\":\"a.txt\",\"content\":\"half"));

        assertThat(message(run())).contains("limit of 8192 tokens in 3 answers");
    }

    @Test
    void wrongCallsAreAnsweredWithWhatIsWrong() throws IOException {
        server.script(calls("tool_calls", "read", "{\"path\":", "fly", "{}", "read", "{\"file\":\"a.txt\"}", "read", "[]", "edit", "{\"path\":\"a.txt\",\"old\":\"zero\",\"new\":\"\"}",
                "read", "{\"path\":\"none\"}", "search", "{\"pattern\":\"(\"}"), text("ok"));

        run();

        assertThat(answers(1)).satisfiesExactly(a -> assertThat(a).startsWith("The arguments are not JSON"), a -> assertThat(a).startsWith("There is no tool \"fly\""),
                a -> assertThat(a).startsWith("read has no argument \"file\""), a -> assertThat(a).startsWith("The arguments must be a JSON object"),
                a -> assertThat(a).startsWith("The old text does not stand in a.txt"), a -> assertThat(a).startsWith("There is no file none"),
                a -> assertThat(a).startsWith("That is no pattern"));
    }

    @Test
    void asksAgainWhenItIsTold() throws IOException {
        server.script(status(429, "{\"error\":{\"message\":\"slow down\"}}", "retry-after", "7"), status(529, "overloaded"),
                status(500, ""), status(503, "", "retry-after", "Sat, 21 Nov 2026 12:00:30 GMT"), text("ok"));

        AgentResult result = run();

        assertThat(result).isEqualTo(new AgentResult.Finished("ok", usage(100, 10)));
        assertThat(pauses).hasSize(4);
        assertThat(pauses.get(0)).isEqualTo(Duration.ofSeconds(7));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(1500), Duration.ofMillis(2500));
        assertThat(pauses.get(2)).isBetween(Duration.ofMillis(3000), Duration.ofMillis(5000));
        assertThat(pauses.get(3)).isEqualTo(Duration.ofSeconds(30));
        assertThat(events).contains(new AgentEvent.Output("a answered with an error 429: slow down. It is asked again in 7 s (2 of 5).", true));
    }

    @Test
    void doesNotWaitForTomorrow() throws IOException {
        server.script(status(429, "{\"error\":{\"message\":\"quota\"}}", "retry-after", "86400"));

        assertThat(kind(run())).isEqualTo(Kind.PROVIDER);
        assertThat(pauses).isEmpty();
    }

    @Test
    void aWrongKeyIsSaidAndNotTriedAgain() throws IOException {
        server.script(status(401, "{\"error\":{\"message\":\"bad key sk-hunter2hunter2\"}}"));

        AgentResult result = run();

        assertThat(kind(result)).isEqualTo(Kind.AUTH);
        assertThat(message(result)).isEqualTo("a (m-a) answered with an error 401: bad key [REDACTED:KEY]. Correct the key KEY.");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void anotherModelIsAskedWhereOneFails() throws IOException {
        server.script(status(400, "no"), call("read", "{\"path\":\"a.txt\"}"), text("ok"));

        AgentResult result = run(model("a", "") + model("b", "") + "[tiers]\nactuator=['a','b']", "");

        assertThat(result).isEqualTo(new AgentResult.Finished("ok", usage(200, 20)));
        assertThat(server.requests()).extracting(r -> r.body().path("model").asString()).containsExactly("m-a", "m-b", "m-b");
    }

    @Test
    void halfAnAnswerIsNone() throws IOException {
        server.script(ChatServer.raw("text/event-stream", ChatServer.beginning("I will")), ChatServer.events("{\"choices\":[{\"delta\":{\"content\":\"x\""),
                ChatServer.events("not json at all"), ChatServer.events(), text("whole"));

        AgentResult result = run();

        // What the broken answers cost, nobody said.
        assertThat(result).isEqualTo(new AgentResult.Finished("whole", Usage.UNKNOWN));
        assertThat(pauses).hasSize(4);
    }

    @Test
    void silenceEnds() throws IOException {
        server.script(server.half(ChatServer.beginning("I ")), server.silence());

        AgentResult result = run(model("a", "silence=1"), "");

        assertThat(kind(result)).isEqualTo(Kind.TIMEOUT);
        assertThat(message(result)).contains("said nothing for 1 s", "It was asked 2 times");
    }

    @Test
    void endlessAnswersEnd() throws IOException {
        server.script(ChatServer.endless(ChatServer.beginning("and on ")));

        assertThat(kind(run())).isEqualTo(Kind.OUTPUT_LIMIT);
    }

    @Test
    void anEndlessLineEnds() throws IOException {
        server.script(ChatServer.endless("x"));

        assertThat(kind(run())).isEqualTo(Kind.OUTPUT_LIMIT);
    }

    @Test
    void nobodyThereIsSaid() throws IOException {
        String models = model("a", "");
        server.script(text("ok"));
        server.close();

        AgentResult result = run(models, "");

        assertThat(kind(result)).isEqualTo(Kind.PROVIDER);
        assertThat(pauses).hasSize(4);
        server = new ChatServer();
    }

    @Test
    void isCancelledWithinASecond() throws Exception {
        server.script(server.silence());
        var stop = new AtomicBoolean();
        Agent agent = agent(model("a", ""), "");
        var result = new java.util.concurrent.CompletableFuture<AgentResult>();
        Thread.ofVirtual().start(() -> result.complete(agent.run(work.task("Do it."), events::add, new Progress() {
            @Override
            public void step(String what, long done, long total) {
                // Nobody looks.
            }

            @Override
            public boolean cancelled() {
                return stop.get();
            }
        })));
        while (server.requests().isEmpty()) {
            Thread.sleep(5);
        }
        stop.set(true);

        assertThat(result.get(2, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(new AgentResult.Cancelled());
    }

    @Test
    void costsAreKnownWherePricesAre() throws IOException {
        server.script(text("ok", "stop", "{\"prompt_tokens\":1000,\"completion_tokens\":100,\"total_tokens\":1100,\"prompt_tokens_details\":{\"cached_tokens\":400}}"));

        AgentResult result = run(model("a", "input_price=3\noutput_price=15\ncached_price=0.3"), "");

        // 600 * 3 + 400 * 0.3 + 100 * 15 = 3420, for a million.
        assertThat(((AgentResult.Finished) result).usage()).isEqualTo(new Usage(OptionalLong.of(1000), OptionalLong.of(100), Optional.of(new BigDecimal("0.00342"))));
    }

    @Test
    void unknownUsageStaysUnknown() throws IOException {
        server.script(text("ok", "stop", ""));

        assertThat(((AgentResult.Finished) run()).usage()).isEqualTo(Usage.UNKNOWN);
    }

    @Test
    void theLimitOfTokensHolds() throws IOException {
        server.script(call("read", "{\"path\":\"a.txt\"}"));

        AgentResult result = agent(model("a", ""), "").run(task(Tier.ACTUATOR, new AgentTask.Leave(true, OptionalLong.of(300)), ModelCalls.NONE), events::add, Progress.NONE);

        assertThat(kind(result)).isEqualTo(Kind.RESOURCES);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void whoeverPlansOnlyReads() throws IOException {
        server.script(call("write", "{\"path\":\"a.txt\",\"content\":\"\"}"), text("{\"node\":[]}"));

        AgentResult result = agent(model("a", "") + model("p", "") + "[tiers]\nactuator=['a']\nplanner=['p']", "")
                .run(task(Tier.PLANNER, AgentTask.Leave.ALL, ModelCalls.NONE), events::add, Progress.NONE);

        assertThat(result).isEqualTo(new AgentResult.Finished("{\"node\":[]}", usage(200, 20)));
        assertThat(server.requests().getFirst().body().path("model").asString()).isEqualTo("m-p");
        assertThat(server.requests().getFirst().body().path("tools")).extracting(t -> t.path("function").path("name").asString()).containsExactly("read", "search", "list");
        assertThat(work.changes().isEmpty()).isTrue();
    }

    @Test
    void withoutANetworkOnlyModelsOfThisMachineAreAsked() throws IOException {
        server.script(text("ok"));
        String away = "[models.b]\napi='openai'\nmodel='m'\naddress='https://model.example/v1'\n";
        var leave = new AgentTask.Leave(false, OptionalLong.empty());

        assertThat(agent(away + model("a", "") + "[tiers]\nactuator=['b','a']", "").run(task(Tier.ACTUATOR, leave, ModelCalls.NONE), events::add, Progress.NONE))
                .isInstanceOf(AgentResult.Finished.class);
        assertThat(kind(agent(away, "").run(task(Tier.ACTUATOR, leave, ModelCalls.NONE), events::add, Progress.NONE))).isEqualTo(Kind.POLICY);
    }

    @Test
    void remembersInTheNextCall() throws IOException {
        server.script(call("remember", "{\"note\":\"Tests need KEY sk-hunter2hunter2.\"}"), text("ok"), text("ok"));
        run();
        run();

        assertThat(server.requests().get(2).body().path("messages").path(1).path("content").asString()).contains("Notes that you kept in earlier calls:\n- Tests need KEY [REDACTED:KEY].\n");
    }

    @Test
    void secretsAreNotSentToAModel() throws IOException {
        Files.writeString(work.stage.root().resolve("env"), "k=sk-hunter2hunter2\n");
        server.script(call("read", "{\"path\":\"env\"}"), text("ok"));

        run();

        assertThat(answers(1)).containsExactly("1\tk=[REDACTED:KEY]\n");
    }

    @Test
    void aLongConversationIsMadeToFit() throws IOException {
        Files.writeString(work.stage.root().resolve("big"), "0123456789abcdef\n".repeat(500));
        server.script(call("read", "{\"path\":\"big\"}"), call("read", "{\"path\":\"big\"}"), call("read", "{\"path\":\"big\"}"), call("read", "{\"path\":\"big\"}"),
                call("read", "{\"path\":\"big\"}"), text("Facts."), text("ok"));

        AgentResult result = run(model("a", "context=20000\nmax_output=1000") + model("s", "") + "[tiers]\nactuator=['a']\nspeculator=['s']", "");

        assertThat(result).isEqualTo(new AgentResult.Finished("ok", usage(700, 70)));
        assertThat(events).contains(new AgentEvent.Other("context", "an earlier result was taken out of the conversation to make room"));
        assertThat(server.requests().get(5).body().path("model").asString()).isEqualTo("m-s");
        assertThat(answers(6)).satisfies(all -> assertThat(all.getFirst()).endsWith("(the rest was taken out to save room; ask again where you need it)"),
                all -> assertThat(all.getLast()).hasSizeGreaterThan(8000));
        assertThat(server.requests().get(6).body().toString()).contains("In short, what was taken out of the conversation to make room:\\nFacts.");
    }

    /// Keeps what it is given, for another process to find.
    private static final class Kept implements ModelCalls {
        private final List<ModelCall> calls = new ArrayList<>();
        private final List<ModelCall> earlier = new ArrayList<>();

        @Override
        public Optional<ModelCall> answered(Sha256 asked) {
            Optional<ModelCall> found = earlier.stream().filter(c -> c.asked().equals(asked)).findFirst();
            found.ifPresent(earlier::remove);
            return found;
        }

        @Override
        public void keep(ModelCall call) {
            calls.add(call);
        }
    }

    @Test
    void whatWasPaidForIsNotAskedAgain() throws IOException {
        var kept = new Kept();
        server.script(call("write", "{\"path\":\"b.txt\",\"content\":\"b\\n\"}"), status(400, "killed here"));
        agent(model("a", ""), "").run(task(Tier.ACTUATOR, AgentTask.Leave.ALL, kept), events::add, Progress.NONE);
        assertThat(kept.calls).hasSize(1);
        work.stage.resetTo(work.base);
        kept.earlier.addAll(kept.calls);
        server.script(text("Done."));

        AgentResult result = agent(model("a", ""), "").run(task(Tier.ACTUATOR, AgentTask.Leave.ALL, kept), events::add, Progress.NONE);

        // What the first answer cost is told again: it is part of what this node has cost.
        assertThat(result).isEqualTo(new AgentResult.Finished("Done.", usage(200, 20)));
        assertThat(server.requests()).hasSize(3);
        assertThat(work.stage.root().resolve("b.txt")).hasContent("b\n");
        assertThat(kept.calls).hasSize(2).last().satisfies(call -> {
            assertThat(call.request()).contains("Do it.").doesNotContain("hunter2");
            assertThat(call.answer()).contains("Done.");
            assertThat(call.tries()).isEqualTo(1);
        });
    }

    /// A server with one tool that was granted.
    private static final class OneTool implements McpServers {
        private final List<String> calls = new ArrayList<>();
        private final McpTool tool = new McpTool("web", "find.it", "Finds it.", "{\"type\":\"object\",\"properties\":{\"q\":{\"type\":\"string\"}},\"required\":[\"q\"]}");

        @Override
        public List<McpServer> all() {
            return List.of();
        }

        @Override
        public List<Grant> grants() {
            return List.of();
        }

        @Override
        public Checked check(McpServer server, Progress progress) {
            return NONE.check(server, progress);
        }

        @Override
        public void grant(McpServer server, McpTool granted) {
            NONE_OF_THIS.run();
        }

        @Override
        public boolean revoke(String server, String name) {
            return false;
        }

        @Override
        public Opened open(AgentTask task, java.util.function.Consumer<AgentEvent> events, Progress progress) {
            return new Opened() {
                @Override
                public List<McpTool> tools() {
                    return List.of(tool);
                }

                @Override
                public Result call(McpTool called, String arguments, Progress patience) {
                    calls.add(called.name() + arguments);
                    return new Result("found, key sk-hunter2hunter2" + "x".repeat(40_000), false);
                }

                @Override
                public void close() {
                    calls.add("closed");
                }
            };
        }
    }

    private static final Runnable NONE_OF_THIS = () -> {
        throw new IllegalStateException("nobody grants anything here");
    };

    @Test
    void grantedToolsAreRuledShownAndBounded() throws IOException {
        var web = new OneTool();
        servers = web;
        var ruled = new ArrayList<List<String>>();
        Permissions rules = (request, progress) -> {
            ruled.add(request.command().orElseThrow());
            return request.detail().contains("secrets") ? new PermissionAnswer.Refused("rule r: no") : RULES.ask(request, progress);
        };
        server.script(calls("tool_calls", "web__find_it", "{\"q\":\"x\"}", "web__find_it", "{\"q\":\"secrets\"}"), text("ok"));

        AgentResult result = agent(model("a", ""), "").run(work.task("Do it.", 1, List.of(), rules), events::add, Progress.NONE);

        assertThat(kind(result)).isEqualTo(Kind.POLICY);
        assertThat(ruled).containsExactly(List.of("mcp", "web", "find.it", "{\"q\":\"x\"}"), List.of("mcp", "web", "find.it", "{\"q\":\"secrets\"}"));
        assertThat(web.calls).containsExactly("find.it{\"q\":\"x\"}", "closed");
        assertThat(answers(1)).satisfiesExactly(a -> assertThat(a).startsWith("found, key [REDACTED:KEY]xxx").hasSizeLessThan(31_000),
                a -> assertThat(a).isEqualTo("It was not called: it was refused: rule r: no."));
        assertThat(server.requests().getFirst().body().path("tools").path(7).path("function").path("parameters").path("required").path(0).asString()).isEqualTo("q");
    }

    @Test
    void checksTellWhatIsMissing() throws IOException {
        server.script(text("ok"), status(401, "{\"error\":\"no\"}"));
        Readiness ready = agent(model("a", ""), "").readiness();
        assertThat(ready.ready()).isTrue();
        assertThat(ready.says()).contains("m-a (openai) at " + server.address(), "100 + 10 tokens");
        assertThat(agent(model("a", ""), "").readiness()).isEqualTo(new Readiness(false, "a (m-a) answered with an error 401: no. Correct the key KEY.",
                Readiness.Answer.YES, Readiness.Answer.YES, Readiness.Answer.NO));
        assertThat(agent("", "").readiness().says()).startsWith("No model is set up for x.");
        assertThat(agent("", "").missing()).contains(new Missing(Missing.What.MODEL,
                "No model is set up for x. Write one into models.toml, or set it up under Agents, Models."));
        assertThat(agent(model("a", ""), "").missing()).isEmpty();
        assertThat(agent(model("a", "").replace("${KEY}", "${OTHER}"), "").readiness().says()).startsWith("a needs the key OTHER, which is not set.");
    }
}
