package dev.countersign.agent.acp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure.Kind;
import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentRuntime;
import dev.countersign.agent.Attachment;
import dev.countersign.agent.PermissionAnswer;
import dev.countersign.agent.PermissionRequest;
import dev.countersign.agent.Permissions;
import dev.countersign.agent.Readiness;
import dev.countersign.agent.Readiness.Answer;
import dev.countersign.agent.StageFixture;
import dev.countersign.agent.Usage;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class AcpAgentTest {
    private static final String OPTIONS = "\"options\":[{\"optionId\":\"y\",\"name\":\"Yes, this once\",\"kind\":\"allow_once\"},"
            + "{\"optionId\":\"a\",\"name\":\"Always\",\"kind\":\"allow_always\"},{\"optionId\":\"n\",\"name\":\"No, go on\",\"kind\":\"reject_once\"}]";
    private static final String DONE = "{\"stopReason\":\"end_turn\"}";

    @TempDir
    private Path folder;
    private StageFixture work;
    private final List<AgentEvent> events = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void open() throws IOException {
        work = new StageFixture(folder);
    }

    @AfterEach
    void close() throws IOException {
        work.close();
    }

    private Agent agent(ScriptedPeer peer, String keys) {
        try {
            Path file = Files.writeString(folder.resolve("agents.toml"), "[[agent]]\nname='x'\nkind='acp'\ncommand='x'\n" + keys);
            return new AcpAgents(AgentRegistry.load(Optional.of(file), file), new AgentRuntime(peer, new dev.countersign.sandbox.Toolchains(
                    Map.of("PATH", "/bin", "TOKEN", "hunter2hunter2"), folder.resolve("user-home"), folder)),
                    folder.resolve("check-home"), "1.2.3").all().getFirst();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private AgentResult run(ScriptedPeer peer) {
        return agent(peer, "").run(work.task("Do it."), events::add, Progress.NONE);
    }

    private static Kind kind(AgentResult result) {
        assertThat(result).isInstanceOf(AgentResult.Failed.class);
        return ((AgentResult.Failed) result).failure().kind();
    }

    private static String message(AgentResult result) {
        return ((AgentResult.Failed) result).failure().message();
    }

    private static String chunk(String text) {
        return "{\"sessionUpdate\":\"agent_message_chunk\",\"content\":{\"type\":\"text\",\"text\":\"" + text + "\"}}";
    }

    /// Ends its turn after `play`, and then when nobody reads any more.
    private static ScriptedPeer turn(ScriptedPeer.Script play) {
        return new ScriptedPeer(io -> {
            JsonNode prompt = io.begin();
            play.play(io);
            io.answer(prompt, DONE);
            io.untilClosed();
            return 0;
        });
    }

    @Test
    void allThatIsToldIsToldInItsOrder() {
        var peer = new ScriptedPeer(io -> {
            JsonNode prompt = io.begin();
            io.update("{\"sessionUpdate\":\"agent_thought_chunk\",\"content\":{\"type\":\"text\",\"text\":\"hm\"}}");
            io.update("{\"sessionUpdate\":\"plan\",\"entries\":[{\"content\":\"first\",\"priority\":\"high\",\"status\":\"in_progress\"}]}");
            io.update("{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"t\",\"title\":\"Edit a.txt\",\"kind\":\"edit\",\"status\":\"pending\"}");
            io.update("{\"sessionUpdate\":\"tool_call_update\",\"toolCallId\":\"t\",\"status\":\"completed\",\"content\":"
                    + "[{\"type\":\"diff\",\"path\":\"a.txt\",\"oldText\":\"one\",\"newText\":\"two\"}]}");
            io.update("{\"sessionUpdate\":\"seen_tomorrow\",\"what\":1}");
            io.update(chunk("It is "));
            io.update(chunk("done.\\nAll"));
            io.update(chunk(" of it."));
            io.update("{\"sessionUpdate\":\"usage_update\",\"used\":9,\"size\":100,\"cost\":{\"amount\":0.25,\"currency\":\"USD\"}}");
            io.answer(prompt, "{\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":10,\"outputTokens\":5,\"totalTokens\":115,"
                    + "\"cachedReadTokens\":100}}");
            io.untilClosed();
            return 0;
        });

        AgentResult result = run(peer);

        assertThat(result).isEqualTo(new AgentResult.Finished("It is done.\nAll of it.",
                new Usage(OptionalLong.of(110), OptionalLong.of(5), Optional.of(new BigDecimal("0.25")))));
        assertThat(events.subList(1, events.size())).containsExactly(new AgentEvent.Thought("hm"),
                new AgentEvent.Planned(List.of(new AgentEvent.Step("first", "in_progress"))),
                new AgentEvent.ToolCall("t", "Edit a.txt", "running", ""),
                new AgentEvent.ToolCall("t", "Edit a.txt", "done", "a.txt\n- one\n+ two"),
                new AgentEvent.Other("seen_tomorrow", "{\"sessionUpdate\":\"seen_tomorrow\",\"what\":1}"),
                new AgentEvent.Said("It is done."), new AgentEvent.Said("All of it."),
                new AgentEvent.Used(new Usage(OptionalLong.empty(), OptionalLong.empty(), Optional.of(new BigDecimal("0.25")))),
                new AgentEvent.Used(new Usage(OptionalLong.of(110), OptionalLong.of(5), Optional.of(new BigDecimal("0.25")))));
    }

    @Test
    void neitherFilesNorTerminalsAreOffered() {
        var answers = new ArrayList<JsonNode>();
        var peer = turn(io -> {
            io.line("{\"jsonrpc\":\"2.0\",\"id\":\"own-1\",\"method\":\"fs/read_text_file\",\"params\":{\"sessionId\":\"s1\",\"path\":\"/etc/passwd\"}}");
            io.line("{\"jsonrpc\":\"2.0\",\"method\":\"_vendor/news\",\"params\":{\"a\":1}}");
            answers.add(io.read());
            io.update(chunk("no"));
            return 0;
        });

        assertThat(run(peer)).isInstanceOf(AgentResult.Finished.class);
        JsonNode initialize = peer.received("initialize").getFirst().path("params");
        assertThat(initialize.path("protocolVersion").asInt()).isEqualTo(1);
        assertThat(initialize.path("clientCapabilities").toString()).isEqualTo("{}");
        assertThat(peer.received("session/new").getFirst().path("params").toString())
                .isEqualTo("{\"cwd\":\"" + work.stage.root() + "\",\"mcpServers\":[]}");
        assertThat(answers.getFirst().path("id").asString()).isEqualTo("own-1");
        assertThat(answers.getFirst().path("error").path("code").asInt()).isEqualTo(-32601);
        assertThat(events).contains(new AgentEvent.Other("_vendor/news", "{\"a\":1}"));
        assertThat(peer.commands.getFirst().folder()).isEqualTo(work.stage.root());
    }

    private static void ask(ScriptedPeer.Io io, String call) {
        io.line("{\"jsonrpc\":\"2.0\",\"id\":77,\"method\":\"session/request_permission\",\"params\":{\"sessionId\":\"s1\",\"toolCall\":" + call
                + "," + OPTIONS + "}}");
    }

    @Test
    void permissionIsJoinedWithWhatWasToldOfItsCallAndAnsweredByTheAgentsOwnOption() {
        var asked = new ArrayList<PermissionRequest>();
        var peer = turn(io -> {
            io.update("{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"t\",\"title\":\"make test\",\"kind\":\"execute\",\"rawInput\":"
                    + "{\"command\":\"make test\"},\"locations\":[{\"path\":\"Makefile\"}]}");
            ask(io, "{\"toolCallId\":\"t\"}");
            assertThat(io.read().path("result").path("outcome").toString()).isEqualTo("{\"outcome\":\"selected\",\"optionId\":\"y\"}");
            io.update(chunk("ok"));
            return 0;
        });
        Permissions permissions = (request, _) -> {
            asked.add(request);
            return new PermissionAnswer.Chosen(request.once(true).orElseThrow(), "ann", true);
        };

        AgentResult result = agent(peer, "").run(work.task("p", 1, List.of(), permissions), events::add, Progress.NONE);

        assertThat(result).isInstanceOf(AgentResult.Finished.class);
        var option = new PermissionRequest.Option("y", "Yes, this once", PermissionRequest.Kind.ALLOW_ONCE);
        assertThat(asked).containsExactly(new PermissionRequest("p1", "t", "make test", "execute", "{\"command\":\"make test\"}",
                Optional.of(List.of("make test")), List.of("Makefile"), List.of(option,
                new PermissionRequest.Option("a", "Always", PermissionRequest.Kind.ALLOW_ALWAYS),
                new PermissionRequest.Option("n", "No, go on", PermissionRequest.Kind.REJECT_ONCE))));
        assertThat(events).contains(new AgentEvent.Asked(asked.getFirst()),
                new AgentEvent.Answered("p1", "make test", "Yes, this once", true, "ann"));
    }

    @Test
    void successWhileAToolWasRefusedIsAFailure() {
        var peer = turn(io -> {
            ask(io, "{\"toolCallId\":\"t\",\"title\":\"rm -rf /\",\"kind\":\"execute\"}");
            assertThat(io.read().path("result").path("outcome").path("optionId").asString()).isEqualTo("n");
            io.update(chunk("All done!"));
            return 0;
        });

        AgentResult result = run(peer);

        assertThat(kind(result)).isEqualTo(Kind.POLICY);
        assertThat(message(result)).contains("rm -rf / (nobody could be asked)");
    }

    @Test
    void cancelTellsTheAgentAndAnswersWhatIsOpen() throws InterruptedException {
        var asking = new CountDownLatch(1);
        var cancelled = new AtomicBoolean();
        var outcomes = new ArrayList<String>();
        var peer = new ScriptedPeer(io -> {
            JsonNode prompt = io.begin();
            io.update("{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"t\",\"title\":\"wait\",\"status\":\"in_progress\"}");
            ask(io, "{\"toolCallId\":\"t\"}");
            for (int i = 0; i < 2; i++) {
                JsonNode next = io.read();
                outcomes.add(next.path("method").asString("") + next.path("result").path("outcome").path("outcome").asString(""));
            }
            io.answer(prompt, "{\"stopReason\":\"cancelled\"}");
            io.untilClosed();
            return 0;
        });
        Permissions nobodyAnswers = (_, progress) -> {
            asking.countDown();
            while (!progress.cancelled()) {
                Thread.onSpinWait();
            }
            return new PermissionAnswer.Cancelled();
        };
        Thread canceller = Thread.ofVirtual().start(() -> {
            try {
                asking.await();
                cancelled.set(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        AgentResult result = agent(peer, "").run(work.task("p", 1, List.of(), nobodyAnswers), events::add, new Cancelling(cancelled));
        canceller.join();

        assertThat(result).isEqualTo(new AgentResult.Cancelled());
        assertThat(outcomes).containsExactlyInAnyOrder("session/cancel", "cancelled");
        assertThat(events).contains(new AgentEvent.ToolCall("t", "", "cancelled", ""));
    }

    private record Cancelling(AtomicBoolean flag) implements Progress {
        @Override
        public void step(String what, long done, long total) {}

        @Override
        public boolean cancelled() {
            return flag.get();
        }
    }

    @Test
    void agentThatIgnoresACancelIsEnded() {
        var flag = new AtomicBoolean();
        var peer = new ScriptedPeer(io -> {
            io.begin();
            flag.set(true);
            new CountDownLatch(1).await();
            return 0;
        });

        assertThat(agent(peer, "").run(work.task("p"), events::add, new Cancelling(flag))).isEqualTo(new AgentResult.Cancelled());
        assertThat(peer.received("session/cancel")).isEmpty();
    }

    @Test
    void silentRetryLoopEndsByTheWatchdog() {
        var peer = new ScriptedPeer(io -> {
            io.begin();
            new CountDownLatch(1).await();
            return 0;
        });

        AgentResult result = agent(peer, "silence = 1\n").run(work.task("p"), events::add, Progress.NONE);

        assertThat(kind(result)).isEqualTo(Kind.TIMEOUT);
        assertThat(message(result)).contains("said nothing for 1 s");
    }

    @Test
    void toolAtWorkIsNoSilence() {
        var peer = turn(io -> {
            io.update("{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"t\",\"title\":\"tests\",\"status\":\"in_progress\"}");
            Thread.sleep(2500);
            io.update("{\"sessionUpdate\":\"tool_call_update\",\"toolCallId\":\"t\",\"status\":\"completed\"}");
            io.update(chunk("ok"));
            return 0;
        });

        assertThat(agent(peer, "silence = 1\n").run(work.task("p"), events::add, Progress.NONE)).isInstanceOf(AgentResult.Finished.class);
    }

    @Test
    void agentThatDoesNotEndAfterItsTurnIsEndedAndItsTurnCounts() {
        var peer = new ScriptedPeer(io -> {
            JsonNode prompt = io.begin();
            io.update(chunk("ok"));
            io.answer(prompt, DONE);
            new CountDownLatch(1).await();
            return 0;
        });

        assertThat(run(peer)).isEqualTo(new AgentResult.Finished("ok", Usage.UNKNOWN));
    }

    @Test
    void endOfATurnInWhichNothingHappenedIsACutStream() {
        assertThat(kind(run(turn(_ -> 0)))).isEqualTo(Kind.PROVIDER);
    }

    @Test
    void endOfATurnWithoutItsAccountIsABrokenConnection() {
        for (var said : Map.of("exceeded retry limit, last status: 429 Too Many Requests", Kind.PROVIDER,
                "unexpected status 401 Unauthorized", Kind.AUTH).entrySet()) {
            var peer = new ScriptedPeer(io -> {
                JsonNode prompt = io.begin();
                io.update(chunk(said.getKey() + "\\n\\n"));
                io.answer(prompt, "{\"stopReason\":\"end_turn\",\"usage\":null}");
                io.untilClosed();
                return 0;
            });
            AgentResult result = run(peer);
            assertThat(kind(result)).isEqualTo(said.getValue());
            assertThat(message(result)).contains(said.getKey());
        }
    }

    @Test
    void everyOtherReasonToStopIsAFailure() {
        for (String reason : List.of("max_tokens", "max_turn_requests", "refusal", "cancelled", "tomorrows")) {
            var peer = new ScriptedPeer(io -> {
                JsonNode prompt = io.begin();
                io.update(chunk("half"));
                io.answer(prompt, "{\"stopReason\":\"" + reason + "\"}");
                io.untilClosed();
                return 0;
            });
            assertThat(kind(run(peer))).as(reason).isEqualTo(Kind.PROVIDER);
        }
    }

    @Test
    void agentThatEndsInTheMiddleIsAFailureWithItsLastWords() {
        AgentResult result = run(new ScriptedPeer(io -> {
            io.begin();
            io.complain("panic: everything");
            return 3;
        }));

        assertThat(kind(result)).isEqualTo(Kind.EXITED);
        assertThat(message(result)).contains("exit status 3");
        assertThat(((AgentResult.Failed) result).failure().stderrTail()).isEqualTo("panic: everything");
    }

    @Test
    void programThatDoesNotSpeakTheProtocolSaysSo() {
        AgentResult result = run(new ScriptedPeer(io -> {
            io.line("Usage: x [options]");
            return 2;
        }));

        assertThat(kind(result)).isEqualTo(Kind.REGISTRY);
        assertThat(events).contains(new AgentEvent.Output("Usage: x [options]", false));
    }

    @Test
    void errorsOfTheModelAreTypedByWhatTheySay() {
        assertThat(kind(run(refusing(-32000, "Authentication required")))).isEqualTo(Kind.AUTH);
        assertThat(kind(run(refusing(-32603, "API Error: 401 invalid x")))).isEqualTo(Kind.AUTH);
        assertThat(kind(run(refusing(-32603, "429 Too Many Requests")))).isEqualTo(Kind.PROVIDER);
    }

    private static ScriptedPeer refusing(int code, String message) {
        return new ScriptedPeer(io -> {
            io.error(io.begin(), code, message);
            io.untilClosed();
            return 0;
        });
    }

    @Test
    void loginIsDoneByTheMethodOfTheRegistry() {
        var peer = new ScriptedPeer(io -> {
            io.answer(io.read("initialize"), "{\"protocolVersion\":1,\"authMethods\":[{\"id\":\"key\",\"name\":\"Key\"}]}");
            io.error(io.read("session/new"), -32000, "Authentication required");
            io.answer(io.read("authenticate"), "{}");
            io.answer(io.read("session/new"), "{\"sessionId\":\"s1\"}");
            JsonNode prompt = io.read("session/prompt");
            io.update(chunk("ok"));
            io.answer(prompt, DONE);
            return 0;
        });

        assertThat(agent(peer, "auth_method = 'key'\n").run(work.task("p"), events::add, Progress.NONE)).isInstanceOf(AgentResult.Finished.class);
        assertThat(peer.received("authenticate").getFirst().path("params").toString()).isEqualTo("{\"methodId\":\"key\"}");
    }

    @Test
    void messageThatIsNotUtf8EndsTheCall() {
        AgentResult result = run(new ScriptedPeer(io -> {
            io.begin();
            io.raw(new byte[] {'{', (byte) 0xff, '}', '\n'});
            io.untilClosed();
            return 0;
        }));

        assertThat(kind(result)).isEqualTo(Kind.NOT_UTF8);
    }

    @Test
    void messageWithoutEndIsStopped() {
        AgentResult result = run(new ScriptedPeer(io -> {
            io.begin();
            byte[] part = new byte[1 << 20];
            Arrays.fill(part, (byte) 'x');
            for (int i = 0; i <= Wire.LONGEST >> 20; i++) {
                io.raw(part);
            }
            io.untilClosed();
            return 0;
        }));

        assertThat(kind(result)).isEqualTo(Kind.OUTPUT_LIMIT);
    }

    @Test
    void otherVersionOfTheProtocolIsRefused() {
        AgentResult result = run(new ScriptedPeer(io -> {
            io.answer(io.read("initialize"), "{\"protocolVersion\":2}");
            io.untilClosed();
            return 0;
        }));

        assertThat(kind(result)).isEqualTo(Kind.REGISTRY);
        assertThat(message(result)).contains("version 2");
    }

    @Test
    void secondAttemptGoesOnWithTheSessionAndIsNotToldItsHistory() {
        var attempts = new ArrayList<String>();
        var peer = new ScriptedPeer(io -> {
            io.answer(io.read("initialize"), "{\"protocolVersion\":1,\"agentCapabilities\":{\"loadSession\":true}}");
            JsonNode opening = io.read();
            attempts.add(opening.path("method").asString() + " " + opening.path("params").path("sessionId").asString(""));
            if (attempts.size() == 2) {
                io.update(chunk("history"));
            }
            io.answer(opening, attempts.size() == 2 ? "{}" : "{\"sessionId\":\"s1\"}");
            JsonNode prompt = io.read("session/prompt");
            io.update(chunk("now"));
            io.answer(prompt, DONE);
            io.untilClosed();
            return 0;
        });
        Agent agent = agent(peer, "");

        agent.run(work.task("p"), events::add, Progress.NONE);
        events.clear();
        AgentResult second = agent.run(work.task("p", 2, List.of(), Permissions.NOBODY), events::add, Progress.NONE);

        assertThat(attempts).containsExactly("session/new ", "session/load s1");
        assertThat(second).isEqualTo(new AgentResult.Finished("now", Usage.UNKNOWN));
        assertThat(events).doesNotContain(new AgentEvent.Said("history"));
    }

    @Test
    void modeAndOptionsOfTheRegistryAreSetAndUnknownOnesRefused() {
        String session = "{\"sessionId\":\"s1\",\"modes\":{\"currentModeId\":\"ask\",\"availableModes\":[{\"id\":\"ask\",\"name\":\"Ask\"},"
                + "{\"id\":\"code\",\"name\":\"Code\"}]},\"configOptions\":[{\"id\":\"model\",\"name\":\"Model\",\"type\":\"select\","
                + "\"currentValue\":\"a\",\"options\":[{\"value\":\"a\",\"name\":\"A\"}]}]}";
        var peer = new ScriptedPeer(io -> {
            JsonNode prompt = io.begin("{\"protocolVersion\":1}", session);
            if (!prompt.isMissingNode()) {
                io.update(chunk("ok"));
                io.answer(prompt, DONE);
            }
            io.untilClosed();
            return 0;
        });

        assertThat(agent(peer, "mode='code'\noptions={model='a'}\n").run(work.task("p"), events::add, Progress.NONE))
                .isInstanceOf(AgentResult.Finished.class);
        assertThat(peer.received("session/set_mode").getFirst().path("params").toString()).isEqualTo("{\"sessionId\":\"s1\",\"modeId\":\"code\"}");
        assertThat(peer.received("session/set_config_option").getFirst().path("params").toString())
                .isEqualTo("{\"sessionId\":\"s1\",\"configId\":\"model\",\"value\":\"a\"}");
        AgentResult refused = agent(peer, "mode='yolo'\n").run(work.task("p"), events::add, Progress.NONE);
        assertThat(kind(refused)).isEqualTo(Kind.REGISTRY);
        assertThat(message(refused)).contains("has no mode \"yolo\"; it has ask, code");
    }

    @Test
    void attachmentsGoAsTheAgentTakesThem() {
        List<Attachment> attachments = List.of(new Attachment.Image("shot.png", "image/png", new byte[] {1, 2}),
                new Attachment.Text("log.txt", "boom"));
        List<String> blocks = new ArrayList<>();
        for (String can : List.of("{\"image\":true,\"embeddedContext\":true}", "{}")) {
            var peer = new ScriptedPeer(io -> {
                JsonNode prompt = io.begin("{\"protocolVersion\":1,\"agentCapabilities\":{\"promptCapabilities\":" + can + "}}", "{\"sessionId\":\"s1\"}");
                blocks.add(prompt.path("params").path("prompt").toString());
                io.update(chunk("ok"));
                io.answer(prompt, DONE);
                return 0;
            });
            assertThat(agent(peer, "").run(work.task("Look.", 1, attachments, Permissions.NOBODY), events::add, Progress.NONE))
                    .isInstanceOf(AgentResult.Finished.class);
        }
        assertThat(blocks).containsExactly("[{\"type\":\"text\",\"text\":\"Look.\"},{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"AQI=\"},"
                        + "{\"type\":\"resource\",\"resource\":{\"uri\":\"attachment:///log.txt\",\"mimeType\":\"text/plain\",\"text\":\"boom\"}}]",
                "[{\"type\":\"text\",\"text\":\"Look.\"},{\"type\":\"text\",\"text\":\"(The image shot.png was attached, but you take no images.)\"},"
                        + "{\"type\":\"text\",\"text\":\"Attached file log.txt:\\nboom\"}]");
    }

    @Test
    void secretSpreadOverTwoChunksIsMasked() {
        var peer = turn(io -> {
            io.update(chunk("the key is hunter2"));
            io.update(chunk("hunter2, keep it"));
            io.complain("hunter2hunter2");
            return 0;
        });

        AgentResult result = agent(peer, "env = ['TOKEN']\n").run(work.task("p"), events::add, Progress.NONE);

        assertThat(result).isEqualTo(new AgentResult.Finished("the key is [REDACTED:TOKEN], keep it", Usage.UNKNOWN));
        assertThat(events.toString()).doesNotContain("hunter2");
    }

    @Test
    void messagesAreTheSameWhateverBordersTheirChunksHave() {
        for (int size : List.of(1, 2, 3, 7, 64, 4096)) {
            events.clear();
            var peer = turn(io -> {
                byte[] all = ("not json\n{\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":{\"sessionId\":\"s1\",\"update\":"
                        + chunk("zwölf \uD83D\uDE00") + "}}\r\n").getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < all.length; i += size) {
                    io.raw(Arrays.copyOfRange(all, i, Math.min(all.length, i + size)));
                }
                return 0;
            });
            assertThat(run(peer)).isEqualTo(new AgentResult.Finished("zwölf \uD83D\uDE00", Usage.UNKNOWN));
            assertThat(events).contains(new AgentEvent.Output("not json", false));
        }
    }

    @Test
    void checkTellsWhetherItSpeaksAndIsLoggedIn() {
        var ready = new ScriptedPeer(io -> {
            io.begin();
            return 0;
        });
        assertThat(agent(ready, "auth_method='key'\n").readiness()).isEqualTo(
                new Readiness(true, "scripted 7, ACP version 1", Answer.YES, Answer.YES, Answer.YES));
        var out = new ScriptedPeer(io -> {
            io.answer(io.read("initialize"), "{\"protocolVersion\":1,\"authMethods\":[{\"id\":\"key\",\"name\":\"Key\"}]}");
            io.error(io.read("session/new"), -32000, "Authentication required");
            io.untilClosed();
            return 0;
        });
        assertThat(agent(out, "auth_hint='Set KEY.'\n").readiness()).isEqualTo(new Readiness(false,
                "x, ACP version 1; it wants a login first (auth_method: key): Authentication required Set KEY.", Answer.YES, Answer.YES, Answer.NO));
        var mute = new ScriptedPeer(io -> {
            io.complain("Unknown option --acp");
            return 1;
        });
        assertThat(agent(mute, "").readiness()).isEqualTo(new Readiness(false,
                "x did not answer in the Agent Client Protocol: Unknown option --acp", Answer.YES, Answer.NO, Answer.UNKNOWN));
    }
}
