package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.Agents;
import dev.countersign.agent.ProjectRegistry;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.plan.Plan;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.run.fake.FakePolicy;
import dev.countersign.run.fake.FakeSandbox;
import dev.countersign.run.fake.FakeVerifier;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProjectAgentsTest {
    private static final String ONE = "[[agent]]\nname='theirs'\ncommand='c'\nargs=['{prompt}']\n";

    @TempDir
    private Path folder;
    private Path file;
    private Session session;

    /// Stands for the composition root: an agent per name.
    private record Known(List<Agent> all) implements Agents {
        @Override
        public Agents with(List<AgentSpec> more) {
            var together = new ArrayList<>(all);
            more.forEach(spec -> together.add(new FakeAgent(spec.name(), FakeAgent.writes("a.txt", "x\n"))));
            return new Known(together);
        }
    }

    @BeforeEach
    void open() throws IOException {
        Path live = Files.createDirectory(folder.resolve("live"));
        Files.writeString(live.resolve("a.txt"), "one\n");
        file = Files.createDirectories(live.resolve(".countersign")).resolve("agents.toml");
        InstantSource clock = InstantSource.system();
        session = new Workbench(folder.resolve("data"), new Known(List.of(new FakeAgent("ours", FakeAgent.writes("a.txt", "x\n")))),
                new FakePolicy(), new FakeSandbox(FakeSandbox.KERNEL), new FakeVerifier(clock),
                new DuckLedgerOpener(folder.resolve("data"), clock, new Random(7)), clock, new Random(42)).open(live, Progress.NONE);
    }

    @AfterEach
    void close() throws IOException {
        session.close();
    }

    private List<String> names() throws IOException {
        return session.projectAgents().inForce().all().stream().map(Agent::name).toList();
    }

    private String refusal(String agent) {
        try {
            session.start(new RunRequest(Plan.single("x"), agent, Optional.empty(), List.of(), false, false));
            return "started";
        } catch (UserException e) {
            return e.problem().code();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void registryIsInertUntilItsExactBytesAreTrusted() throws IOException {
        Files.writeString(file, ONE);
        assertThat(names()).containsExactly("ours");
        assertThat(refusal("theirs")).isEqualTo("AGENT-003");
        assertThat(refusal("nobodys")).isEqualTo("AGENT-002");

        ProjectRegistry shown = session.projectAgents().registry().orElseThrow();
        Entry entry = session.projectAgents().trust(shown.hash(), "ann");

        assertThat(names()).containsExactly("ours", "theirs");
        assertThat(entry.what().kind()).isEqualTo(EntryKind.TRUST);
        assertThat(entry.what().summary()).contains(shown.hash().hex());
        Files.writeString(file, ONE + "# changed\n");
        assertThat(names()).containsExactly("ours");
        Files.writeString(file, ONE);
        assertThat(names()).containsExactly("ours", "theirs");
        assertThat(refusal("theirs")).isEqualTo("started");
    }

    @Test
    void whatChangedAfterItWasShownIsNotTrusted() throws IOException {
        Files.writeString(file, ONE);
        ProjectRegistry shown = session.projectAgents().registry().orElseThrow();
        Files.writeString(file, ONE.replace("'c'", "'evil'"));

        assertThatThrownBy(() -> session.projectAgents().trust(shown.hash(), "ann")).isInstanceOfSatisfying(UserException.class,
                e -> assertThat(e.problem().code()).isEqualTo("REGISTRY-003"));
        assertThat(names()).containsExactly("ours");
    }

    @Test
    void linkIsNoRegistry() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere.toml"), ONE);
        Files.createSymbolicLink(file, elsewhere);

        assertThatThrownBy(() -> session.projectAgents().registry()).isInstanceOfSatisfying(UserException.class,
                e -> assertThat(e.problem().code()).isEqualTo("REGISTRY-002"));
    }
}
