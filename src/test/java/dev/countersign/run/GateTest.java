package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;

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
}
