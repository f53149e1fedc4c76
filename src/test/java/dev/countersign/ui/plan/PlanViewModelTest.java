package dev.countersign.ui.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanFile;
import dev.countersign.ui.MadeUp;
import dev.countersign.ui.fx.Background;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanViewModelTest {
    private final PlanViewModel model = model(Map.of());

    private static PlanViewModel model(Map<NodeId, PlanTerms.Fixed> fixed) {
        return new PlanViewModel(MadeUp.plan(), new PlanTerms("sample", List.of("sample", "claude"), fixed, "Start"), Background.sameThread());
    }

    private void select(String id) {
        model.selectedProperty().set(Optional.of(MadeUp.id(id)));
    }

    private void type(PlanField field, String text) {
        model.fieldProperty(field).set(text);
    }

    private List<String> names() {
        return model.planProperty().get().nodes().stream().map(n -> n.id().value()).toList();
    }

    @Test
    void whatIsWrongStandsAtItsNodeWhileItIsTypedAndNothingStartsUntilItIsMended() {
        select("metrics");
        type(PlanField.OWNS, "src/main/java/client/retry/**");
        assertThat(model.fault(PlanField.OWNS)).contains("Nodes \"retry\" and \"metrics\" can both own a file");
        assertThat(model.cardsProperty().get()).extracting(card -> card.faults().size()).containsExactly(0, 1, 1, 0, 0);
        assertThat(model.startReasonProperty().get()).startsWith("One thing is wrong. Nodes \"retry\"");
        type(PlanField.OWNS, "src/main/java/client/metrics/**\n");
        assertThat(model.startReasonProperty().get()).isEmpty();
        assertThat(model.planProperty().get()).isEqualTo(MadeUp.plan());
        type(PlanField.FORBID, "(");
        assertThat(model.fault(PlanField.FORBID)).contains("is not a regular expression");
        assertThat(model.fieldProperty(PlanField.FORBID).get()).isEqualTo("(");
    }

    @Test
    void aTextThatIsNoValueStaysTypedAtItsNodeAndTheNodeStaysAsItWas() {
        select("retry");
        type(PlanField.NAME, "Not a name");
        type(PlanField.GOAL, " ");
        type(PlanField.CHECKS, "mvn 'test");
        assertThat(names()).contains("retry");
        select("policy");
        assertThat(model.cardsProperty().get().get(1).faults()).hasSize(3);
        assertThat(model.startReasonProperty().get()).startsWith("3 things are wrong.");
        select("retry");
        assertThat(model.fieldProperty(PlanField.NAME).get()).isEqualTo("Not a name");
        assertThat(model.fieldProperty(PlanField.CHECKS).get()).isEqualTo("mvn 'test");
        type(PlanField.CHECKS, "mvn 'te st'");
        type(PlanField.GOAL, "Other");
        type(PlanField.NAME, "again");
        assertThat(model.startReasonProperty().get()).isEmpty();
        var node = model.node().orElseThrow();
        assertThat(List.of(node.id().value(), node.goal(), node.contract().checks())).isEqualTo(List.of("again", "Other", List.of(List.of("mvn", "te st"))));
        assertThat(model.planProperty().get().node(MadeUp.id("wiring")).orElseThrow().after()).contains(MadeUp.id("again"));
    }

    @Test
    void aNameThatIsTakenIsRefusedAtTheField() {
        select("retry");
        type(PlanField.NAME, "metrics");
        assertThat(model.fault(PlanField.NAME)).isEqualTo("Two nodes are called \"metrics\".");
        assertThat(names()).isEqualTo(List.of("policy", "retry", "metrics", "config", "wiring"));
    }

    @Test
    void aWordIsOneEditAndUndoGoesAllTheWayBack() {
        assertThat(model.undoReasonProperty().get()).isNotEmpty();
        select("retry");
        for (String goal : List.of("N", "Ne", "New")) {
            type(PlanField.GOAL, goal);
        }
        for (String name : List.of("retryx", "retryxy")) {
            type(PlanField.NAME, name);
        }
        model.kind(NodeClass.INTEGRATION);
        model.move(-1);
        assertThat(names()).startsWith("retryxy", "policy");
        model.undo();
        model.undo();
        model.undo();
        assertThat(names()).startsWith("policy", "retry");
        assertThat(model.fieldProperty(PlanField.GOAL).get()).isEqualTo("New");
        model.undo();
        assertThat(model.planProperty().get()).isEqualTo(MadeUp.plan());
        assertThat(model.fieldProperty(PlanField.GOAL).get()).isEqualTo("Retry idempotent requests as the policy says");
        assertThat(model.undoReasonProperty().get()).isNotEmpty();
    }

    @Test
    void whatWouldWaitInACircleIsRefusedWithTheReason() {
        select("policy");
        model.after(MadeUp.id("wiring"), true);
        assertThat(model.saidProperty().get()).startsWith("The nodes wait for each other in a circle: policy");
        assertThat(model.planProperty().get()).isEqualTo(MadeUp.plan());
        select("wiring");
        model.after(MadeUp.id("config"), false);
        assertThat(model.node().orElseThrow().after()).containsExactly(MadeUp.id("retry"), MadeUp.id("metrics"));
    }

    @Test
    void nodesAreMergedSplitAddedAndDropped() {
        select("retry");
        model.merge(MadeUp.id("metrics"));
        assertThat(names()).containsExactly("policy", "retry", "config", "wiring");
        assertThat(model.splitReasonProperty().get()).isEmpty();
        assertThat(model.split("No name", List.of("src/main/java/client/metrics/**"), "Count")).isFalse();
        assertThat(model.split("count", List.of("src/main/java/client/metrics/**"), "Count")).isTrue();
        assertThat(names()).containsExactly("policy", "retry", "count", "config", "wiring");
        model.add();
        assertThat(model.selectedProperty().get()).contains(MadeUp.id("node-1"));
        assertThat(model.fault(PlanField.OWNS)).contains("names no files, so it owns all");
        type(PlanField.OWNS, "docs/**");
        assertThat(model.startReasonProperty().get()).isEmpty();
        model.drop();
        assertThat(names()).doesNotContain("node-1");
    }

    @Test
    void theLastNodeStays() {
        var one = new PlanViewModel(Plan.single("Fix it"), new PlanTerms("sample", List.of("sample"), Map.of(), "Start"), Background.sameThread());
        one.drop();
        assertThat(one.saidProperty().get()).isEqualTo("The last node stays: a plan has at least one.");
        assertThat(one.planProperty().get()).isEqualTo(Plan.single("Fix it"));
        assertThat(one.startReasonProperty().get()).isEmpty();
    }

    @Test
    void whatIsCommittedStaysAsItIs() {
        var node = MadeUp.plan().nodes().getFirst();
        PlanViewModel of = model(Map.of(node.id(), new PlanTerms.Fixed(node, "Node \"policy\" is committed; it stays as it is.")));
        of.selectedProperty().set(Optional.of(node.id()));
        of.kind(NodeClass.INTEGRATION);
        of.drop();
        assertThat(of.planProperty().get()).isEqualTo(MadeUp.plan());
        assertThat(of.editReasonProperty().get()).isEqualTo("Node \"policy\" is committed; it stays as it is.");
        of.selectedProperty().set(Optional.of(MadeUp.id("retry")));
        of.merge(node.id());
        assertThat(of.saidProperty().get()).isEqualTo("Node \"policy\" is committed; it stays as it is.");
    }

    @Test
    void aPlanIsSavedAndReadAgainAndUndoBringsTheOneBeforeBack(@TempDir Path folder) throws Exception {
        model.save(folder.resolve("mine"));
        assertThat(model.saidProperty().get()).isEqualTo("Saved as mine.json");
        assertThat(PlanFile.read(folder.resolve("mine.json"), "")).isEqualTo(MadeUp.plan());
        Path toml = Files.writeString(folder.resolve("p.toml"), "[[node]]\nid = \"one\"\ngoal = \"First\"\n");
        model.load(toml);
        assertThat(names()).containsExactly("one");
        assertThat(model.planProperty().get().task()).isEqualTo(MadeUp.plan().task());
        model.undo();
        assertThat(model.planProperty().get()).isEqualTo(MadeUp.plan());
        model.load(folder.resolve("none.toml"));
        assertThat(model.problemProperty().get().orElseThrow().code()).isEqualTo("PLAN-002");
        assertThat(model.planProperty().get()).isEqualTo(MadeUp.plan());
    }

    @Test
    void anAgentThatIsNotThereIsAFault() {
        select("retry");
        model.agent(Optional.of("nobody"));
        assertThat(model.startReasonProperty().get()).contains("names the agent \"nobody\", which is not there");
        model.agent(Optional.of("claude"));
        assertThat(model.startReasonProperty().get()).isEmpty();
        assertThat(model.cardsProperty().get().get(1).agent()).isEqualTo("claude");
    }
}
