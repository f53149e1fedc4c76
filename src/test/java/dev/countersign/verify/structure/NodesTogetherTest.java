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
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NodesTogetherTest {
    private static Together.Other other(String id, boolean isInterface, boolean committed, String... files) {
        return new Together.Other(new NodeId(id), isInterface, true, committed,
                new TreeMap<>(Arrays.stream(files).collect(Collectors.toMap(WorkspacePath::of, _ -> Optional.empty()))));
    }

    private static List<SensorResult> check(Together together) throws IOException {
        Verifier.Request alone = new Trees().before("a.txt", "a").before("b.txt", "b").after("a.txt", "c").after("b.txt", "b").request(Contract.OPEN);
        return new NodesTogether().check(new Verifier.Request(alone.stage(), alone.tree(), alone.changeset(), alone.contract(), alone.contents(), List.of(),
                together, Verifier.Effort.REUSE, alone.level()), Progress.NONE);
    }

    @Test
    void fileThatTwoNodesChangeIsNamedWithTheOtherNode() throws IOException {
        SensorResult result = check(new Together(Optional.of(new NodeId("self")), List.of(other("api", true, true, "a.txt", "x.txt"),
                other("web", false, false, "a.txt"), other("doc", false, false, "b.txt")))).getFirst();

        assertThat(result.residuals()).extracting(r -> r.path().orElseThrow().value(), Residual::message).containsExactly(
                org.assertj.core.groups.Tuple.tuple("a.txt", "Node api, an interface that others build on, changed this file too."),
                org.assertj.core.groups.Tuple.tuple("a.txt", "Node web changes this file too."));
    }

    @Test
    void nodesThatKeepApartPassAndOneAloneIsNotSpokenOf() throws IOException {
        assertThat(check(new Together(Optional.of(new NodeId("self")), List.of(other("doc", false, false, "b.txt")))).getFirst().state())
                .isEqualTo(new State.Passed("no file of 1 other node"));
        assertThat(check(Together.ALONE)).isEmpty();
    }
}
