package dev.countersign.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.AgentSpec.PromptBy;
import dev.countersign.agent.AgentSpec.Variable;
import dev.countersign.fault.Exit;
import dev.countersign.fault.UserException;
import dev.countersign.plan.NodeClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgentRegistryTest {
    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private List<AgentSpec> load(String text) throws IOException {
        return AgentRegistry.load(Optional.of(write("only.toml", text)), folder.resolve("user.toml")).agents();
    }

    @Test
    void builtInAgentsAreThere() {
        List<AgentSpec> agents = AgentRegistry.load(Optional.empty(), folder.resolve("none.toml")).agents();

        assertThat(agents).extracting(AgentSpec::name).containsExactly("claude", "codex", "gemini", "opencode", "qwen", "claude-acp", "codex-acp",
                "gemini-acp", "opencode-acp", "qwen-acp", "goose", "model");
        assertThat(agents).filteredOn(a -> a.model().isPresent()).singleElement().satisfies(a -> {
            assertThat(a.source()).isEqualTo("built in");
            assertThat(a.command()).isEmpty();
            assertThat(a.model().orElseThrow().tools()).containsExactly(AgentSpec.Tool.values());
        });
        assertThat(agents).filteredOn(a -> a.model().isEmpty()).hasSize(11).allSatisfy(a -> {
            assertThat(a.source()).isEqualTo("built in");
            assertThat(a.authHint()).isNotBlank();
            if (a.acp().isEmpty()) {
                assertThat(a.install()).startsWith("npm install -g ");
            } else if (a.command().equals("npx")) {
                assertThat(a.args().get(1)).as("a pinned version").matches("@?[^@]+@[0-9.]+");
            } else {
                assertThat(a.install()).isNotBlank();
            }
            assertThat(a.environment()).isNotEmpty().containsOnlyKeys(a.environment().keySet());
        });
        assertThat(agents.getFirst().args()).containsExactly("-p", "{prompt}", "--output-format", "stream-json", "--verbose",
                "--permission-mode", "acceptEdits", "{extra}");
    }

    @Test
    void everyKeyIsRead() throws IOException {
        Path file = write("only.toml", """
                [[agent]]
                name = "my.agent"
                command = "/opt/my agent/run"
                description = "Mine"
                args = ["--x", "{env:MODEL:small}"]
                prompt = "stdin"
                env = { KEY = "${MY_KEY}", MODE = "fast" }
                timeout = 60
                auth_hint = "Log in."
                install = "Get it."
                kinds = ["implementation", "integration"]
                """);

        assertThat(AgentRegistry.load(Optional.of(file), file).agents()).containsExactly(new AgentSpec("my.agent", "Mine",
                "/opt/my agent/run", List.of("--x", "{env:MODEL:small}"), PromptBy.STDIN,
                new TreeMap<>(Map.of("KEY", new Variable.Text("${MY_KEY}"), "MODE", new Variable.Text("fast"))),
                Duration.ofSeconds(60), "Log in.", "Get it.", Set.of(NodeClass.IMPLEMENTATION, NodeClass.INTEGRATION), file.toString()));
    }

    @Test
    void userFileReplacesByNameAndAdds() throws IOException {
        Path user = write("user.toml", """
                [[agent]]
                name = "codex"
                command = "my-codex"
                args = ["{prompt}"]
                [[agent]]
                name = "own"
                command = "own"
                args = ["{prompt}"]
                env = ["A_KEY"]
                """);

        List<AgentSpec> agents = AgentRegistry.load(Optional.empty(), user).agents();

        assertThat(agents).extracting(AgentSpec::name).containsExactly("claude", "codex", "gemini", "opencode", "qwen", "claude-acp", "codex-acp",
                "gemini-acp", "opencode-acp", "qwen-acp", "goose", "model", "own");
        assertThat(agents.get(1).command()).isEqualTo("my-codex");
        assertThat(agents.get(1).environment()).isEmpty();
        assertThat(agents.getLast().environment()).isEqualTo(Map.of("A_KEY", new Variable.Passed()));
    }

    @Test
    void fileOfTheVariableIsTheOnlyOne() throws IOException {
        Path user = write("user.toml", "broken [");

        assertThat(AgentRegistry.load(Optional.of(write("only.toml", "")), user).agents()).isEmpty();
    }

    @Test
    void registryOfAWorkspaceIsReportedAndNotRead() throws IOException {
        Path workspace = Files.createDirectories(folder.resolve("ws/.countersign")).getParent();
        assertThat(AgentRegistry.untrusted(workspace)).isEmpty();

        Path file = Files.writeString(workspace.resolve(".countersign/agents.toml"), "broken [");
        assertThat(AgentRegistry.untrusted(workspace)).contains(file);
        assertThat(AgentRegistry.load(Optional.empty(), folder.resolve("none.toml")).agents()).hasSize(12);
    }

    @Test
    void agentThatSpeaksTheProtocolIsReadWhole() throws IOException {
        AgentSpec spec = load("[[agent]]\nname='a'\nkind='acp'\ncommand='c'\nargs=['--acp']\nmode='code'\nauth_method='key'\nsilence=30\n"
                + "[agent.options]\nmodel='m'\n").getFirst();

        assertThat(spec.prompt()).isEqualTo(PromptBy.PROTOCOL);
        assertThat(spec.acp()).contains(new AgentSpec.Acp(Optional.of("code"), new TreeMap<>(Map.of("model", "m")), Optional.of("key"),
                Duration.ofSeconds(30)));
    }

    @Test
    void timeoutsAreClamped() throws IOException {
        assertThat(load("[[agent]]\nname='a'\ncommand='a'\nargs=['{prompt}']\ntimeout=1\n"
                + "[[agent]]\nname='b'\ncommand='a'\nargs=['{prompt}']\ntimeout=100000000000\n"
                + "[[agent]]\nname='c'\ncommand='a'\nargs=['{prompt}']\n")).extracting(AgentSpec::timeout)
                .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(900), Duration.ofSeconds(900));
    }

    static List<List<String>> wrong() {
        String start = "\n[[agent]]\nname = 'a'\ncommand = 'c'\nargs = ['{prompt}']\n";
        return List.of(
                List.of("line 1", "unexpected", "agent ="),
                List.of("line 6", "the key \"comand\" is unknown", start + "comand = 'x'\n"),
                List.of("line 1", "the key \"agents\" is unknown", "agents = 1\n"),
                List.of("line 1", "must be written [[agent]]", "[agent]\nname = 'a'\n"),
                List.of("line 7", "the name \"a\" is taken", start + start.replace("\n[[", "[[")),
                List.of("line 2", "no \"command\"", "\n[[agent]]\nname = 'a'\n"),
                List.of("line 1", "no \"name\"", "[[agent]]\ncommand = 'a'\n"),
                List.of("line 3", "command is empty", "[[agent]]\nname = 'a'\ncommand = ' '\nargs = ['{prompt}']\n"),
                List.of("line 3", "relative one could lie in the workspace", "[[agent]]\nname='a'\ncommand='./x'\nargs=['{prompt}']\n"),
                List.of("line 2", "lower-case", "[[agent]]\nname = 'A b'\ncommand = 'c'\n"),
                List.of("line 2", "agent of Countersign itself", "[[agent]]\nname = 'patch'\ncommand = 'c'\n"),
                List.of("line 4", "{prompt} cannot be in args", "[[agent]]\nname='a'\ncommand='c'\nargs=['{prompt}']\nprompt='stdin'\n"),
                List.of("line 4", "not {env:NAME}", "[[agent]]\nname='a'\ncommand='c'\nargs=['{env:}', '{prompt}']\n"),
                List.of("line 1", "args need {prompt}", "[[agent]]\nname='a'\ncommand='c'\n"),
                List.of("line 4", "args must be a list of texts", "[[agent]]\nname='a'\ncommand='c'\nargs='{prompt}'\n"),
                List.of("line 4", "args must be a list of texts", "[[agent]]\nname='a'\ncommand='c'\nargs=[1]\n"),
                List.of("line 6", "prompt must be", start + "prompt = 'pipe'\n"),
                List.of("line 6", "timeout must be", start + "timeout = '9s'\n"),
                List.of("line 6", "timeout must be", start + "timeout = 0\n"),
                List.of("line 6", "env: PATH is set by Countersign", start + "env = ['PATH']\n"),
                List.of("line 6", "not the name of a variable", start + "env = ['A=B']\n"),
                List.of("line 7", "env.KEY must be a text", start + "[agent.env]\nKEY = 1\n"),
                List.of("line 6", "kind must be", start + "kind = 'http'\n"),
                List.of("line 6", "is for kind = \"acp\" only", start + "mode = 'code'\n"),
                List.of("line 5", "is for kind = \"cli\" only", "[[agent]]\nname='a'\nkind='acp'\ncommand='c'\nprompt='stdin'\n"),
                List.of("line 5", "the protocol carries it", "[[agent]]\nname='a'\nkind='acp'\ncommand='c'\nargs=['{prompt}']\n"),
                List.of("line 5", "silence must be", "[[agent]]\nname='a'\nkind='acp'\ncommand='c'\nsilence=0\n"),
                List.of("line 6", "options.m must be a text", "[[agent]]\nname='a'\nkind='acp'\ncommand='c'\n[agent.options]\nm=1\n"),
                List.of("line 4", "is for kind = \"acp\" or \"cli\" only", "[[agent]]\nname='a'\nkind='model'\ncommand='c'\n"),
                List.of("line 6", "is for kind = \"model\" only", start + "planner = ['a']\n"),
                List.of("line 4", "tools: \"fly\" is none of", "[[agent]]\nname='a'\nkind='model'\ntools=['read', 'fly']\n"),
                List.of("line 4", "actuator must be a list of texts", "[[agent]]\nname='a'\nkind='model'\nactuator='m'\n"),
                List.of("line 6", "none of interface", start + "kinds = ['review']\n"),
                List.of("line 6", "description must be a text", start + "description = 3\n"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongFileIsRefusedNamingFileLineAndKey(List<String> wrong) throws IOException {
        Path file = write("only.toml", wrong.get(2));

        assertThatThrownBy(() -> AgentRegistry.load(Optional.of(file), file)).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("REGISTRY-001");
            assertThat(e.problem().exit()).isEqualTo(Exit.USAGE);
            assertThat(e.problem().sentence()).contains(file.toString(), " " + wrong.get(0) + ": ");
            assertThat(e.problem().sentence().toLowerCase(java.util.Locale.ROOT)).contains(wrong.get(1).toLowerCase(java.util.Locale.ROOT));
        });
    }

    @Test
    void fileThatCannotBeReadIsRefused() throws IOException {
        Path missing = folder.resolve("missing.toml");
        assertThatThrownBy(() -> AgentRegistry.load(Optional.of(missing), missing)).isInstanceOfSatisfying(UserException.class,
                e -> assertThat(e.problem().code() + ": " + e.problem().sentence())
                        .isEqualTo("REGISTRY-002: The agent registry " + missing + " cannot be read: there is no such file."));

        Path latin = Files.write(folder.resolve("latin.toml"), "# \u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> AgentRegistry.load(Optional.empty(), latin)).isInstanceOfSatisfying(UserException.class,
                e -> assertThat(e.problem().sentence()).contains("it is not UTF-8"));
    }
}
