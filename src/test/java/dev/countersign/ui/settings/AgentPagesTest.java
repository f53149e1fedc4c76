package dev.countersign.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.ProjectRegistry;
import dev.countersign.agent.model.FileModels;
import dev.countersign.agent.mcp.McpServer;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.agent.mcp.McpTool;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Variables;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The pages of agents, models and servers, on a screen in memory. With `-Dshots=FOLDER` it takes pictures of them.
@Timeout(120)
class AgentPagesTest {
    private static final RegistryFiles FILES = new RegistryFiles(Optional.of(Path.of("/home/ada/.config/countersign/agents.toml")),
            Optional.of(Path.of("/home/ada/src/http-client/.countersign/agents.toml")));

    @TempDir
    private Path folder;

    /// A server as it would be, with two tools.
    private static final class Known implements McpServers {
        private final McpServer server = new McpServer("search", new McpServer.Way.Address(URI.create("https://search.example/mcp"), Optional.of("SEARCH_TOKEN")), McpServer.TIMEOUT);
        private final McpTool find = new McpTool("search", "find", "Finds pages about something, the newest first.", "{}");
        private final McpTool forget = new McpTool("search", "forget", "Deletes what was found before. There is no way back.", "{}");
        private final List<Grant> granted = new ArrayList<>();

        @Override
        public List<McpServer> all() {
            return List.of(server);
        }

        @Override
        public List<Grant> grants() {
            return List.copyOf(granted);
        }

        @Override
        public Checked check(McpServer asked, Progress progress) {
            return new Checked("search 2.1, 2 tools", true, List.of(find, forget).stream().map(tool -> new Offered(tool, granted.stream()
                    .anyMatch(g -> g.tool().equals(tool.name())) ? Standing.GRANTED : Standing.NOT_GRANTED)).toList());
        }

        @Override
        public void grant(McpServer of, McpTool tool) {
            granted.add(new Grant(of.name(), tool.name(), of.digest(), tool.digest(), Instant.EPOCH));
        }

        @Override
        public boolean revoke(String name, String tool) {
            return granted.removeIf(g -> g.tool().equals(tool));
        }

        @Override
        public Opened open(AgentTask task, Consumer<AgentEvent> events, Progress progress) {
            return NONE.open(task, events, progress);
        }
    }

    private static List<Node> all(Node node) {
        var found = new ArrayList<>(List.of(node));
        if (node instanceof javafx.scene.Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> found.addAll(all(child)));
        }
        return found;
    }

    private static Button button(Scene scene, String text) {
        return all(scene.getRoot()).stream().filter(Button.class::isInstance).map(Button.class::cast).filter(b -> b.getText().equals(text)).findFirst().orElseThrow();
    }

    private static boolean says(Scene scene, String text) {
        return all(scene.getRoot()).stream().anyMatch(n -> n instanceof Labeled l && String.valueOf(l.getText()).contains(text));
    }

    /// The folder of the test would be in the pictures.
    private Path home() {
        return System.getProperty("shots", "").isBlank() ? folder : Path.of("/tmp/ada");
    }

    private void shoot(Scene scene, String name) {
        String pictures = System.getProperty("shots", "");
        if (pictures.isBlank()) {
            return;
        }
        for (int[] size : new int[][] {{1280, 800}, {2560, 1440}}) {
            for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
                Screen.run(() -> {
                    // Without a screen a window that was large is not made smaller again.
                    var before = scene.getWindow();
                    var stage = new javafx.stage.Stage();
                    stage.setScene(scene);
                    stage.setWidth(size[0]);
                    stage.setHeight(size[1]);
                    stage.show();
                    before.hide();
                    theme.apply(scene);
                });
                for (int i = 0; i < 6; i++) {
                    Screen.frame();
                }
                assertThat(Screen.on(() -> List.of(scene.getWidth(), scene.getHeight()))).containsExactly((double) size[0], (double) size[1]);
                Screen.shoot(scene, Path.of(pictures).resolve(name + "-" + theme.key() + "-" + size[0] + ".png"));
            }
        }
    }

    /// A project that names two agents, one of them as another than the user has it.
    private static final class Project implements RegistrySource {
        private final ProjectRegistry registry;
        private final List<ProjectRegistry.Difference> changes;
        private boolean trusted;
        private int changed;

        Project(Path folder) throws IOException {
            Files.writeString(Files.createDirectories(folder.resolve("project/.countersign")).resolve("agents.toml"), """
                    [[agent]]
                    name = 'claude'
                    kind = 'acp'
                    command = 'npx'
                    args = ['-y', '@agentclientprotocol/claude-agent-acp@0.100.0', '--verbose']
                    mode = 'acceptEdits'
                    timeout = 600
                    env = ['ANTHROPIC_API_KEY']
                    network = ['api.anthropic.com']
                    [[agent]]
                    name = 'reviewer'
                    command = 'team-reviewer'
                    args = ['--fast', '{prompt}']
                    """);
            registry = ProjectRegistry.read(folder.resolve("project")).orElseThrow();
            AgentSpec spec = registry.agents().getFirst();
            var now = new dev.countersign.agent.AgentCommand(spec).preview("TASK", Map.of("ANTHROPIC_API_KEY", "k", "PATH", "/usr/bin"));
            var before = new dev.countersign.agent.Agent.Preview(now.argv().subList(0, now.argv().size() - 1), now.environment(), now.network(),
                    List.of("is ended after 900 s", now.settings().get(1), "is put into the mode default"));
            changes = List.of(new ProjectRegistry.Difference("claude", Optional.of(before), now), new ProjectRegistry.Difference("reviewer", Optional.empty(),
                    new dev.countersign.agent.AgentCommand(registry.agents().getLast()).preview("TASK", Map.of("PATH", "/usr/bin"))));
        }

        @Override
        public Optional<Look> look() {
            return Optional.of(new Look(registry, trusted, trusted ? List.of() : changes));
        }

        @Override
        public void trust(Sha256 hash) {
            assertThat(hash).isEqualTo(registry.hash());
            trusted = true;
        }
    }

    @Test
    void aProjectsAgentsAreTrustedAfterALook() throws IOException {
        var project = new Project(home());
        Screen.start();
        Scene scene = Screen.on(() -> {
            var below = new StackPane();
            var overlay = new Overlay(below);
            below.getChildren().add(new AgentPages(dev.countersign.ui.MadeUp.agents(), project, FILES, dev.countersign.agent.ModelDesk.NONE, McpServers.NONE, Background.sameThread(),
                    UiState.open(folder.resolve("state.json")), overlay, () -> project.changed++));
            var made = new Scene(overlay, 1280, 800);
            Theme.LIGHT.apply(made);
            var stage = new javafx.stage.Stage();
            stage.setScene(made);
            stage.show();
            return made;
        });
        Screen.settle();
        assertThat(says(scene, "This project names 2 agents of its own, not in force")).isTrue();
        assertThat(says(scene, "/home/ada/.config/countersign/agents.toml")).isTrue();
        assertThat(says(scene, "/home/ada/src/http-client/.countersign/agents.toml")).isTrue();
        List<Label> marks = all(scene.getRoot()).stream().filter(n -> n.getStyleClass().contains("agent-missing")).map(Label.class::cast).toList();
        assertThat(marks).extracting(Label::getText).containsExactly("not installed");
        assertThat(Tips.of(marks.getFirst())).isEqualTo("codex is not installed, or not on the PATH. Install it: npm install -g @openai/codex.");
        shoot(scene, "agents-untrusted");
        Screen.run(() -> ((Button) scene.lookup(".registry-look")).fire());
        Screen.settle();
        assertThat(says(scene, "\u2212 is put into the mode default")).isTrue();
        assertThat(says(scene, "+ is put into the mode acceptEdits")).isTrue();
        assertThat(says(scene, "+ is ended after 600 s")).isTrue();
        assertThat(says(scene, "sha256 " + project.registry.hash().hex())).isTrue();
        shoot(scene, "trust");
        assertThat(project.trusted).isFalse();
        Screen.run(() -> ((Button) scene.lookup(".registry-yes")).fire());
        Screen.settle();
        assertThat(project.trusted).isTrue();
        assertThat(project.changed).isEqualTo(1);
        assertThat(says(scene, "This project's own 2 agents are in force")).isTrue();
        Screen.run(() -> scene.getWindow().hide());
    }

    @Test
    void modelsAndServersAreSetUpByHand() throws IOException {
        Path file = Files.createDirectories(home().resolve("config")).resolve("models.toml");
        Files.writeString(file, "[models.big]\napi = 'anthropic'\nmodel = 'claude-big'\ncontext = 200000\ninput_price = 3\noutput_price = 15\n\n"
                + "[models.local]\napi = 'ollama'\nmodel = 'qwen3-coder'\ncontext = 32768\n\n[tiers]\nactuator = ['big', 'local']\nspeculator = ['local']\n");
        var servers = new Known();
        var registry = new Project(folder);
        var state = UiState.open(folder.resolve("state.json"));
        Screen.start();
        Scene scene = Screen.on(() -> {
            var desk = new FileModels(file, Variables.of(Map.of()), new Redaction(), InstantSource.system(), new Random(1));
            var below = new StackPane();
            var overlay = new Overlay(below);
            var pages = new AgentPages(dev.countersign.ui.MadeUp.agents(), registry, FILES, desk, servers, Background.sameThread(), state, overlay, () -> registry.changed++);
            below.getChildren().add(pages);
            var made = new Scene(overlay, 1280, 800);
            Theme.LIGHT.apply(made);
            var stage = new javafx.stage.Stage();
            stage.setScene(made);
            stage.show();
            pages.getSelectionModel().select(1);
            return made;
        });
        Screen.settle();
        assertThat(says(scene, "claude-big · Anthropic")).isTrue();
        assertThat(Screen.on(() -> ((TextField) scene.lookup("#name")).getText())).isEqualTo("big");
        shoot(scene, "models");
        Screen.run(() -> {
            ((TextField) scene.lookup("#outputPrice")).setText("20");
            button(scene, "Save").fire();
        });
        assertThat(Files.readString(file)).contains("output_price = 20");
        Screen.run(() -> ((TextField) scene.lookup("#actuator")).setText("big, nobody"));
        Screen.settle();
        assertThat(says(scene, "there is no [models.nobody]")).isTrue();
        assertThat(Screen.on(() -> button(scene, "Save").isDisabled())).isTrue();
        shoot(scene, "models-wrong");

        Screen.run(() -> ((AgentPages) scene.lookup(".agent-pages")).getSelectionModel().select(2));
        Screen.settle();
        Screen.run(() -> button(scene, "Look").fire());
        Screen.settle();
        Screen.run(() -> button(scene, "Grant").fire());
        Screen.settle();
        assertThat(servers.granted).extracting(McpServers.Grant::tool).containsExactly("find");
        assertThat(says(scene, "search 2.1, 2 tools")).isTrue();
        shoot(scene, "servers");
        assertThat(state.get("agents.page", "")).isEqualTo("servers");
        Screen.run(() -> scene.getWindow().hide());
    }
}
