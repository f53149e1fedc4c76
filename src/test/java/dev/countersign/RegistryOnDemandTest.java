package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.Agents;
import dev.countersign.fault.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryOnDemandTest {
    @TempDir
    Path folder;

    @Test
    void wrongRegistryStopsOnlyWhatAsksForAgents() throws IOException {
        Path wrong = Files.writeString(folder.resolve("agents.toml"), "[[agent]]\nname = 1\n");
        Agents agents = Main.agents(() -> {
            AgentRegistry.load(Optional.of(wrong), wrong);
            return List::of;
        });
        assertThatThrownBy(agents::all).isInstanceOfSatisfying(UserException.class,
                e -> assertThat(e.problem().code()).isEqualTo("REGISTRY-001"));
        Files.writeString(wrong, "");
        assertThat(agents.all()).extracting(Agent::name).containsExactly("patch", "replay", "sample");
    }
}
