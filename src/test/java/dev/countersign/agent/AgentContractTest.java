package dev.countersign.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.agent.AgentFailure.Kind;
import dev.countersign.agent.acp.AcpAgents;
import dev.countersign.agent.cli.CliAgents;
import dev.countersign.agent.mcp.FakeServers;
import dev.countersign.agent.mcp.pipe.PipeDoors;
import dev.countersign.agent.model.ChatServer;
import dev.countersign.agent.model.ModelAgents;
import dev.countersign.model.ModelsFile;
import dev.countersign.network.Gateway;
import dev.countersign.sandbox.Toolchains;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Variables;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every agent keeps, whatever it is spoken to by. Programs are real ones, a model is a server on loopback.
@Timeout(60)
class AgentContractTest {
    private static final Permissions YES = (request, _) -> new PermissionAnswer.Chosen(request.once(true).orElseThrow(), "rules", false);
    private static final Permissions NO = (_, _) -> new PermissionAnswer.Refused("not today");
    /// A command-line agent and one of the Agent Client Protocol in one program, by its first argument. Its prompt is what it is to do. What is
    /// granted it finds as those do after which it is made: in its arguments, in `session/new`.
    private static final String PROGRAM = """
            import json, subprocess, sys, time
            mode, extra = sys.argv[1], sys.argv[2:]
            out = sys.stdout
            def line(value): out.write(json.dumps(value) + "\\n"); out.flush()
            def server_of(extra):
                for word in extra:
                    if word.startswith('{"mcpServers"'):
                        s = json.loads(word)["mcpServers"]["countersign"]; return [s["command"]] + s["args"]
                return []
            def tool(argv):
                p = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
                def ask(n, method, params):
                    p.stdin.write(json.dumps({"jsonrpc": "2.0", "id": n, "method": method, "params": params}) + "\\n"); p.stdin.flush()
                    return json.loads(p.stdout.readline())["result"]
                ask(1, "initialize", {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}})
                name = ask(2, "tools/list", {})["tools"][0]["name"]
                text = ask(3, "tools/call", {"name": name, "arguments": {"text": "hello"}})["content"][0]["text"]
                p.stdin.close(); p.wait()
                return text
            def act(prompt, argv, leave):
                if prompt == "edit": open("a.txt", "w").write("two\\n")
                elif prompt == "again": open("a.txt", "a").write("three\\n")
                elif prompt == "command": subprocess.check_call(["sh", "-c", "printf 'made\\\\n' > made.txt"])
                elif prompt.startswith("mcp"):
                    if leave is not None: leave(prompt, "other")
                    tool(argv)
                elif prompt == "tool": open("a.txt", "w").write(tool(argv) + "\\n")
                elif prompt == "refused":
                    if leave is None: tool(argv)
                    else: leave()
                elif prompt == "hang": open("started", "w").close(); time.sleep(1000)
                elif prompt == "fail": return "401 Unauthorized: not logged in"
                return None
            if mode == "cli":
                fault = act(sys.stdin.read(), server_of(extra), None)
                if fault: sys.stderr.write(fault + "\\n"); sys.exit(1)
                print("It is done.")
            else:
                server = []
                for text in sys.stdin:
                    m = json.loads(text); method = m.get("method")
                    def answer(result): line({"jsonrpc": "2.0", "id": m["id"], "result": result})
                    def said(update): line({"jsonrpc": "2.0", "method": "session/update", "params": {"sessionId": "s", "update": update}})
                    def leave(title="rm -rf /", kind="execute"):
                        line({"jsonrpc": "2.0", "id": 99, "method": "session/request_permission", "params": {"sessionId": "s", "toolCall": {"toolCallId": "t",
                            "title": title, "kind": kind}, "options": [{"optionId": "y", "name": "Yes", "kind": "allow_once"},
                            {"optionId": "n", "name": "No", "kind": "reject_once"}]}})
                        sys.stdin.readline()
                    if method == "initialize": answer({"protocolVersion": 1, "agentCapabilities": {}})
                    elif method == "session/new":
                        for s in m["params"]["mcpServers"]: server = [s["command"]] + s["args"]
                        answer({"sessionId": "s"})
                    elif method == "session/prompt":
                        fault = act(m["params"]["prompt"][0]["text"], server, leave)
                        if fault: line({"jsonrpc": "2.0", "id": m["id"], "error": {"code": -32000, "message": fault}})
                        else:
                            said({"sessionUpdate": "agent_message_chunk", "content": {"type": "text", "text": "It is done."}})
                            answer({"stopReason": "end_turn"})
            """;

    @TempDir
    private Path folder;
    private StageFixture work;
    private ChatServer model;
    private final FakeServers servers = new FakeServers();
    private final List<AgentEvent> events = Collections.synchronizedList(new ArrayList<>());

    enum Adapter { CLI, ACP, MODEL }

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "the programs of these tests are written in Python");
        work = new StageFixture(folder);
        model = new ChatServer();
    }

    @AfterEach
    void close() throws IOException {
        model.close();
        work.close();
    }

    private Agent agent(Adapter adapter) throws IOException {
        Path program = Files.writeString(folder.resolve("program.py"), PROGRAM);
        String entry = switch (adapter) {
            case CLI -> "command='python3'\nprompt='stdin'\nmcp='claude'\nargs=['" + program + "', 'cli', '{extra}']\n";
            case ACP -> "kind='acp'\ncommand='python3'\nargs=['" + program + "', 'acp']\n";
            case MODEL -> "kind='model'\n";
        };
        Path file = Files.writeString(folder.resolve("agents.toml"), "[[agent]]\nname='x'\ndescription='D'\n" + entry);
        AgentRegistry registry = AgentRegistry.load(Optional.of(file), file);
        Map<String, String> system = Map.of("PATH", "/usr/bin:/bin", "KEY", "sk-hunter2hunter2");
        var redaction = new Redaction();
        var runtime = new AgentRuntime(new LocalSandbox(folder.resolve("scratch"), new SecureRandom()),
                new Toolchains(system, folder.resolve("user-home"), Path.of(System.getProperty("java.home"))), Variables.of(system), redaction, Gateway.NONE);
        var doors = new PipeDoors(servers, folder.resolve("doors"), redaction, "1");
        String models = "[models.a]\napi='openai'\nmodel='m'\naddress='" + model.address() + "/v1'\nkey='${KEY}'\n[tiers]\nactuator=['a']\n";
        Agents agents = switch (adapter) {
            case CLI -> new CliAgents(registry, runtime, folder.resolve("check"), doors);
            case ACP -> new AcpAgents(registry, runtime, folder.resolve("check"), "1", doors);
            case MODEL -> new ModelAgents(registry, () -> ModelsFile.parse(models, "models.toml"), runtime, servers, InstantSource.system(), new SecureRandom());
        };
        return agents.all().getFirst();
    }

    /// Has it do something; a model is told by the server's replies what a program is told by its prompt.
    private AgentResult run(Adapter adapter, String act, int attempt, Permissions permissions, Progress progress, ChatServer.Reply... replies) throws IOException {
        model.script(replies);
        return agent(adapter).run(work.task(act, attempt, List.of(), permissions), events::add, progress);
    }

    private List<String> changed() throws IOException {
        return work.changes().edits().stream().map(PathEdit::path).map(Object::toString).toList();
    }

    private List<String> questionsFor(Adapter adapter, String act) throws IOException {
        var asked = Collections.synchronizedList(new ArrayList<String>());
        AgentResult result = run(adapter, act, 1, (request, progress) -> {
            asked.add(request.title());
            return YES.ask(request, progress);
        }, Progress.NONE, ChatServer.call("notes__echo", "{\"text\":\"hello\"}"), DONE);
        assertDone(result);
        assertThat(servers.calls).containsExactly("echo {\"text\":\"hello\"}");
        return asked;
    }

    /// Some agents ask before they call it, and the call is asked about as well: a person hears of it once.
    @ParameterizedTest
    @EnumSource
    void aGrantedToolIsAskedForOnce(Adapter adapter) throws IOException {
        assertThat(questionsFor(adapter, "mcp__countersign__notes__echo")).containsExactly("notes: echo");
    }

    @Test
    void whatOnlyReadsLikeAGrantedToolIsAskedFor() throws IOException {
        assertThat(questionsFor(Adapter.ACP, "mcp__countersign__notes__other")).containsExactly("mcp__countersign__notes__other", "notes: echo");
    }

    private static Kind kind(AgentResult result) {
        assertThat(result).isInstanceOf(AgentResult.Failed.class);
        return ((AgentResult.Failed) result).failure().kind();
    }

    private static void assertDone(AgentResult result) {
        assertThat(result).isInstanceOfSatisfying(AgentResult.Finished.class, finished -> assertThat(finished.words()).isEqualTo("It is done."));
    }

    private static final ChatServer.Reply DONE = ChatServer.text("It is done.");

    @ParameterizedTest
    @EnumSource
    void editsThePrivateCopyAndNothingElse(Adapter adapter) throws IOException {
        AgentResult result = run(adapter, "edit", 1, YES, Progress.NONE, ChatServer.call("write", "{\"path\":\"a.txt\",\"content\":\"two\\n\"}"), DONE);

        assertDone(result);
        assertThat(changed()).containsExactly("a.txt");
        assertThat(work.stage.root().resolve("a.txt")).hasContent("two\n");
        assertThat(work.live.resolve("a.txt")).hasContent("one\n");
        assertThat(agent(adapter).name() + " " + agent(adapter).description()).isEqualTo("x D");
        assertThat(events).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void runsACommandThere(Adapter adapter) throws IOException {
        AgentResult result = run(adapter, "command", 1, YES, Progress.NONE, ChatServer.call("run", "{\"shell\":\"printf 'made\\\\n' > made.txt\"}"), DONE);

        assertDone(result);
        assertThat(changed()).containsExactly("made.txt");
        assertThat(work.live.resolve("made.txt")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void whatItWasRefusedItDidNotDoWhateverItSays(Adapter adapter) throws IOException {
        AgentResult result = run(adapter, "refused", 1, NO, Progress.NONE, ChatServer.call("run", "{\"shell\":\"rm -rf /\"}"), DONE);

        assertThat(kind(result)).isEqualTo(Kind.POLICY);
        assertThat(((AgentResult.Failed) result).failure().message()).startsWith("x says that it is done, but was not allowed to use ").contains("(not today)");
        assertThat(servers.calls).isEmpty();
        assertThat(events).anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(AgentEvent.Answered.class, no -> assertThat(no.allowed()).isFalse()));
    }

    @ParameterizedTest
    @EnumSource
    void cancelEndsItAndAllThatItStarted(Adapter adapter) throws Exception {
        var cancelled = new AtomicBoolean();
        var progress = new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public boolean cancelled() {
                return cancelled.get();
            }
        };
        var called = new CountDownLatch(1);
        ChatServer.Reply silence = model.silence();
        CompletableFuture<AgentResult> result = CompletableFuture.supplyAsync(() -> {
            try {
                return run(adapter, "hang", 1, YES, progress, exchange -> {
                    called.countDown();
                    silence.to(exchange);
                });
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        Path started = work.stage.root().resolve("started");
        while (called.getCount() > 0 && !Files.exists(started)) {
            assertThat(result).isNotDone();
            Thread.sleep(10);
        }

        cancelled.set(true);

        // It would go on for a quarter of an hour. A second is the aim; the rest is for a machine that is busy.
        assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(new AgentResult.Cancelled());
        assertThat(ProcessHandle.allProcesses().filter(process -> process.info().arguments().stream().flatMap(Arrays::stream)
                .anyMatch(word -> word.contains(folder.resolve("program.py").toString())))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aFailureIsOneOfAClosedSet(Adapter adapter) throws IOException {
        AgentResult result = run(adapter, "fail", 1, YES, Progress.NONE, ChatServer.status(401, "{\"error\":{\"message\":\"bad key\"}}"));

        assertThat(kind(result)).isEqualTo(Kind.AUTH);
        assertThat(changed()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aSecondPromptGoesOnWhereTheFirstEnded(Adapter adapter) throws IOException {
        assertDone(run(adapter, "edit", 1, YES, Progress.NONE, ChatServer.call("write", "{\"path\":\"a.txt\",\"content\":\"two\\n\"}"), DONE));

        AgentResult result = run(adapter, "again", 2, YES, Progress.NONE, ChatServer.call("edit", "{\"path\":\"a.txt\",\"old\":\"two\\n\",\"new\":\"two\\nthree\\n\"}"), DONE);

        assertDone(result);
        assertThat(work.stage.root().resolve("a.txt")).hasContent("two\nthree\n");
    }

    @ParameterizedTest
    @EnumSource
    void aGrantedToolOfAServerIsUsedThroughCountersign(Adapter adapter) throws IOException {
        AgentResult result = run(adapter, "tool", 1, YES, Progress.NONE, ChatServer.call("notes__echo", "{\"text\":\"hello\"}"),
                ChatServer.call("write", "{\"path\":\"a.txt\",\"content\":\"echo {\\\"text\\\":\\\"hello\\\"}\\n\"}"), DONE);

        assertDone(result);
        assertThat(servers.calls).containsExactly("echo {\"text\":\"hello\"}");
        assertThat(servers.closed).isEqualTo(servers.opened);
        assertThat(work.stage.root().resolve("a.txt")).hasContent("echo {\"text\":\"hello\"}\n");
        assertThat(events).anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(AgentEvent.Answered.class,
                yes -> assertThat(yes.title() + " " + yes.allowed() + " " + yes.by()).isEqualTo("notes: echo true rules")));
    }
}
