package dev.countersign.agent.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.ScriptTools;
import dev.countersign.agent.StageFixture;
import dev.countersign.network.Objections;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolServersTest {
    private static final ScriptTools SCRIPTS = new ScriptTools() {
        @Override
        public List<Tool> tools() {
            return List.of(new Tool("word", "Says a word.", "{\"type\":\"object\"}"));
        }

        @Override
        public Result call(String name, String arguments, Consumer<AgentEvent> events, Progress progress) {
            return new Result(name + arguments, false);
        }
    };

    @TempDir
    private Path folder;

    @Test
    void scriptsAreToolsBesideThoseOfServers() throws IOException {
        try (StageFixture fixture = new StageFixture(folder)) {
            AgentTask bare = fixture.task("do it");
            var task = new AgentTask(bare.node(), bare.task(), bare.prompt(), 1, bare.stage(), bare.base(), bare.contents(), bare.input(), bare.liveRoot(),
                    bare.home(), bare.level(), List.of(), bare.permissions(), new AgentTask.Leave(true, OptionalLong.empty(), Objections.NONE, SCRIPTS));
            try (McpServers.Opened opened = new ToolServers(McpServers.NONE).open(task, _ -> { }, Progress.NONE)) {
                assertThat(opened.tools()).containsExactly(new McpTool("scripts", "word", "Says a word.", "{\"type\":\"object\"}"));
                assertThat(opened.call(opened.tools().getFirst(), "{}", Progress.NONE)).isEqualTo(new McpServers.Result("word{}", false));
                assertThat(opened.call(new McpTool("scripts", "word", "Other words.", "{}"), "{}", Progress.NONE).failed()).isTrue();
            }
            try (McpServers.Opened opened = new ToolServers(McpServers.NONE).open(bare, _ -> { }, Progress.NONE)) {
                assertThat(opened.tools()).isEmpty();
            }
        }
    }
}
