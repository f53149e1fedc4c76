package dev.countersign.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/// A plan is edited step by step, stays one that can run, and goes all the way back.
class PlanDraftTest {
    private static final PlanDraft DRAFT = PlanDraft.of(new Plan("Task", List.of(node("api", List.of("api/**", "doc/*")),
            node("retry", List.of("retry/**"), "api"), node("wire", List.of("wire/**"), "retry"))));

    private static NodeId id(String id) {
        return new NodeId(id);
    }

    private static Node node(String id, List<String> owns, String... after) {
        return new Node(id(id), "Do " + id, NodeClass.IMPLEMENTATION, Arrays.stream(after).map(NodeId::new).toList(), Optional.empty(),
                new Contract(owns, List.of(), List.of()));
    }

    private static PlanDraft done(PlanDraft.Edited edited) {
        return ((PlanDraft.Edited.Done) edited).draft();
    }

    private static List<String> shown(PlanDraft draft) {
        return draft.plan().nodes().stream().map(n -> n.id() + " " + n.after() + " " + n.contract().owns()).toList();
    }

    @Test
    void whatWaitsForANodeFollowsItsNameItsPartsAndItsEnd() {
        assertThat(shown(done(DRAFT.rename(id("api"), id("port"))))).containsExactly("port [] [api/**, doc/*]", "retry [port] [retry/**]",
                "wire [retry] [wire/**]");
        assertThat(shown(done(DRAFT.split(id("api"), id("doc"), List.of("doc/*"), "Write it down")))).containsExactly("api [] [api/**]",
                "doc [api] [doc/*]", "retry [api, doc] [retry/**]", "wire [retry] [wire/**]");
        assertThat(shown(done(DRAFT.merge(id("api"), id("retry"))))).containsExactly("api [] [api/**, doc/*, retry/**]", "wire [api] [wire/**]");
        assertThat(shown(done(DRAFT.drop(id("retry"))))).containsExactly("api [] [api/**, doc/*]", "wire [api] [wire/**]");
        assertThat(shown(done(DRAFT.move(id("wire"), -2)))).first().isEqualTo("wire [retry] [wire/**]");
        assertThat(done(DRAFT.agent(id("wire"), Optional.of("claude"))).plan().node(id("wire")).orElseThrow().agent()).contains("claude");
        assertThat(done(DRAFT.goal(id("wire"), "Other")).plan().node(id("wire")).orElseThrow().goal()).isEqualTo("Other");
    }

    @Test
    void whatIsRequiredGoesWithTheFilesWhereItCanBeMet() {
        PlanDraft draft = done(done(DRAFT.require(id("api"), List.of(Requirement.of("in doc/*: Usage"), Requirement.of("anywhere"))))
                .declares(id("api"), List.of(Requirement.of("in api/**: Store"), Requirement.of("Put"))));
        PlanDraft split = done(draft.split(id("api"), id("doc"), List.of("doc/*"), "Write it down"));
        assertThat(split.plan().nodes()).filteredOn(n -> n.contract().owns().size() == 1).extracting(n -> n.id() + " "
                + n.contract().require().stream().map(Requirement::text).toList() + " " + n.contract().declares().stream().map(Requirement::text).toList())
                .startsWith("api [anywhere] [in api/**: Store, Put]", "doc [in doc/*: Usage] []");
        assertThat(done(split.merge(id("api"), id("doc"))).plan().nodes().getFirst().contract().require()).extracting(Requirement::text)
                .containsExactly("anywhere", "in doc/*: Usage");
        assertThat(((PlanDraft.Edited.Refused) DRAFT.require(id("api"), List.of(Requirement.of("in wire/**: x")))).why())
                .isEqualTo("Node \"api\" owns no file that \"wire/**\" matches.");
    }

    @Test
    void whatCouldNotRunIsRefusedWithTheReason() {
        assertThat(List.of(DRAFT.rename(id("api"), id("wire")), DRAFT.after(id("api"), List.of(id("wire"))), DRAFT.merge(id("api"), id("wire")),
                DRAFT.split(id("retry"), id("b"), List.of("retry/**"), "x"), DRAFT.drop(id("none")), DRAFT.undo(), DRAFT.goal(id("api"), " ")))
                .extracting(e -> ((PlanDraft.Edited.Refused) e).why()).containsExactly(
                        "Two nodes are called \"wire\".", "The nodes wait for each other in a circle: api \u2192 wire \u2192 retry \u2192 api.",
                        "The nodes wait for each other in a circle: api \u2192 retry \u2192 api.",
                        "The new node takes some of the patterns that \"retry\" owns, and leaves it some: retry/**.", "There is no node \"none\".",
                        "There is nothing to take back.", "A goal says something.");
    }

    @Test
    void whatIsTypedIsKeptWithItsFaultsAndOtherEditsAddNone() {
        PlanDraft wrong = DRAFT.typed(node("wire", List.of("api/x"), "retry"));
        assertThat(wrong.faults()).extracting(PlanValidator.Fault::sentence).singleElement().asString().contains("can both own a file");
        assertThat(done(wrong.goal(id("api"), "Other")).faults()).hasSize(1);
        assertThat(((PlanDraft.Edited.Refused) wrong.rename(id("api"), id("wire"))).why()).isEqualTo("Two nodes are called \"wire\".");
        assertThat(done(wrong.undo())).isEqualTo(DRAFT);
        assertThat(done(DRAFT.add(node("docs", List.of("docs/**")))).plan().nodes()).hasSize(4);
        assertThat(DRAFT.add(node("api", List.of()))).isInstanceOf(PlanDraft.Edited.Refused.class);
    }

    @Property(tries = 200)
    void aCommandThatIsWrittenOutIsReadAsTheSameWords(@ForAll @Size(min = 1, max = 5) List<@StringLength(max = 8) @CharRange(from = ' ', to = '~') String> argv) {
        assertThat(Argv.split(Argv.join(argv))).contains(argv);
    }

    @Property(tries = 200)
    void everyEditLeavesAPlanThatRunsAndGoesBack(@ForAll long seed) {
        var random = new Random(seed);
        PlanDraft draft = DRAFT;
        List<Plan> past = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            List<Node> nodes = draft.plan().nodes();
            NodeId one = nodes.get(random.nextInt(nodes.size())).id();
            NodeId two = nodes.get(random.nextInt(nodes.size())).id();
            List<String> owns = draft.plan().node(one).orElseThrow().contract().owns();
            PlanDraft.Edited edited = switch (random.nextInt(6)) {
                case 0 -> draft.rename(one, id("n" + random.nextInt(9)));
                case 1 -> draft.merge(one, two);
                case 2 -> draft.split(one, id("s" + i), owns.isEmpty() ? List.of() : owns.subList(0, 1), "Part");
                case 3 -> draft.after(one, List.of(two));
                case 4 -> draft.drop(one);
                default -> draft.move(one, random.nextInt(5) - 2);
            };
            if (edited instanceof PlanDraft.Edited.Done made) {
                past.add(draft.plan());
                draft = made.draft();
                assertThat(PlanValidator.faults(draft.plan())).isEmpty();
            }
        }
        assertThat(PlanFile.json("again", PlanFile.json(draft.plan()), "other")).isEqualTo(draft.plan());
        for (Plan earlier : past.reversed()) {
            draft = done(draft.undo());
            assertThat(draft.plan()).isEqualTo(earlier);
        }
        assertThat(draft).isEqualTo(DRAFT);
    }
}
