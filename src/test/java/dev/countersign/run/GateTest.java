package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.run.fake.FakePolicy;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {
    @Test
    void reasonOfAnEscalationEndsInOneFullStop() {
        var residual = new Residual(Part.LOG, "sleep 9", Optional.empty(), 0, 0, "It was stopped.", 1, 1);
        var failed = new SensorResult(Part.LOG, "sleep 9", new SensorResult.State.Failed(List.of(residual)), Optional.empty());
        Sha256 nothing = Sha256.of(new byte[0]);
        assertThat(Gate.shortfalls(new Verification(nothing, List.of(failed), nothing, Instant.EPOCH, Duration.ZERO)))
                .isEqualTo("sleep 9: It was stopped");
    }

    @Test
    void aConnectionThatARuleDeniesIsObjectedToAndNoOther() {
        var node = new Node(new NodeId("n"), "Do it", NodeClass.IMPLEMENTATION, List.of(), Optional.empty(), Contract.OPEN);
        var objections = Gate.objections(new FakePolicy(), node);
        assertThat(objections.to("bad.example", 443)).contains("bad.example:443 is denied by the rule no-bad-host: bad.example:443 is not allowed");
        assertThat(objections.to("good.example", 443)).isEmpty();
    }
}
