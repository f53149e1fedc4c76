package dev.countersign.verify.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.Contract;
import dev.countersign.plan.NodeId;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Together;
import dev.countersign.verify.Trees;
import dev.countersign.verify.Verifier;
import dev.countersign.verify.syntax.Pythons;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InterfaceSealsTest {
    private static final String API = "package a;\n/** Adds. */\npublic interface Calc { int add(int a, int b); }\n";

    private static List<SensorResult> check(String file, String sealed, String now, boolean isInterface, boolean before) throws IOException {
        Trees trees = new Trees().before(file, sealed).after(file, now).before("use.txt", "1").after("use.txt", "2");
        Verifier.Request alone = trees.request(Contract.OPEN);
        var together = new Together(Optional.of(new NodeId("use")), List.of(new Together.Other(new NodeId("api"), isInterface, before, true,
                new TreeMap<>(Map.of(WorkspacePath.of(file), Optional.of(Sha256.of(sealed.getBytes(StandardCharsets.UTF_8))))))));
        return new InterfaceSeals(Pythons.sensor()::signature).check(new Verifier.Request(alone.stage(), alone.tree(), alone.changeset(), alone.contract(),
                alone.contents(), List.of(), together, Verifier.Effort.REUSE, alone.level()), Progress.NONE);
    }

    @Test
    void signatureThatMovedIsNamedAtItsFile() throws IOException {
        SensorResult result = check("a/Calc.java", API, API.replace("int b", "long b"), true, true).getFirst();
        assertThat(result.residuals()).extracting(r -> r.path().orElseThrow().value(), Residual::message).containsExactly(
                org.assertj.core.groups.Tuple.tuple("a/Calc.java",
                        "Others build on what node api declared here: `a.Calc: int add(int, int)` is no longer declared."),
                org.assertj.core.groups.Tuple.tuple("a/Calc.java", "Others build on what node api declared here: `a.Calc: int add(int, long)` is new."));
    }

    @Test
    void commentOrBodyThatChangedLeavesTheSeal() throws IOException {
        assertThat(check("a/Calc.java", API, API.replace("Adds.", "Sums up."), true, true).getFirst().state())
                .isEqualTo(new State.Passed("1 file of 1 interface, declared as it was"));
    }

    @Test
    void fileOfAnUnknownLanguageIsSealedByItsBytes() throws IOException {
        assertThat(check("a.proto", "message A {}\n", "// words\nmessage A {}\n", true, true).getFirst().residuals()).extracting(Residual::message)
                .containsExactly("Others build on what node api declared here: its bytes are others, and its declarations can't be told from them.");
        assertThat(check("a.proto", "message A {}\n", "message A {}\n", true, true).getFirst().state()).isInstanceOf(State.Passed.class);
    }

    @Test
    void nodeThatIsNoInterfaceOrComesNotBeforeSealsNothing() throws IOException {
        assertThat(check("a/Calc.java", API, "x", false, true)).isEmpty();
        assertThat(check("a/Calc.java", API, "x", true, false)).isEmpty();
    }
}
