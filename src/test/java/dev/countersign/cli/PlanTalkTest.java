package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanFile;
import dev.countersign.plan.Requirement;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A plan is edited at the terminal, line by line.
class PlanTalkTest {
    private static final Plan PLAN = new Plan("Task", List.of(
            new Node(new NodeId("api"), "Shape it", NodeClass.INTERFACE, List.of(), Optional.empty(), new Contract(List.of("api/**", "doc/*"), List.of(), List.of())),
            new Node(new NodeId("wire"), "Wire it", NodeClass.INTEGRATION, List.of(new NodeId("api")), Optional.empty(),
                    new Contract(List.of("wire/**"), List.of(), List.of()))));

    @TempDir
    Path folder;

    private final StringWriter screen = new StringWriter();

    private Optional<Plan> edit(String... answers) {
        var out = new PrintWriter(screen);
        var terminal = new Terminal(new BufferedReader(new StringReader(String.join("\n", answers) + "\n")), out, out, true, false);
        return new PlanTalk(terminal, folder, "sample").edit(PLAN);
    }

    @Test
    void whatIsTypedIsDoneAndCanBeTakenBackSavedAndRun() {
        Plan plan = edit("split api doc \"Write it down\" doc/*", "rename wire wiring", "drop doc", "undo", "agent wiring claude", "save plan.json", "run")
                .orElseThrow();
        assertThat(plan.nodes()).extracting(n -> n.id() + " " + n.after() + " " + n.agent().orElse("-") + " " + n.goal()).containsExactly(
                "api [] - Shape it", "doc [api] - Write it down", "wiring [api, doc] claude Wire it");
        assertThat(PlanFile.read(folder.resolve("plan.json"), "other")).isEqualTo(plan);
    }

    @Test
    void whatIsWrongSaysWhyAndQuitRunsNothing() {
        assertThat(edit("rename api wire", "after api wire", "dance", "split api", "quit")).isEmpty();
        assertThat(screen.toString()).contains("Two nodes are called \"wire\".", "The nodes wait for each other in a circle");
        assertThat(edit()).isEmpty();
    }

    @Test
    void classFilesChecksAndForbiddenLinesAreEdited() {
        Plan plan = edit("class api implementation", "owns api api/**", "checks api \"mvn -q test\" ls", "forbid api System\\\\.exit",
                "require api \"in api/**: throws\"", "declares api Store.put", "owns wire", "class api none", "run")
                .orElseThrow();
        Node api = plan.nodes().getFirst();
        assertThat(api.kind()).isEqualTo(NodeClass.IMPLEMENTATION);
        assertThat(api.contract()).isEqualTo(new Contract(List.of("api/**"), List.of("System\\.exit"), List.of(List.of("mvn", "-q", "test"), List.of("ls")),
                List.of(Requirement.of("in api/**: throws")), List.of(Requirement.of("Store.put"))));
        assertThat(plan.nodes().getLast()).isEqualTo(PLAN.nodes().getLast());
        assertThat(screen.toString()).contains("names no files, so it owns all");
    }
}
