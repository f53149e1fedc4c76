package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Requirement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContractTextTest {
    @Test
    void agentIsToldEveryTermOfItsContract() {
        var contract = new Contract(List.of("src/**"), List.of("TODO"), List.of(), List.of(Requirement.of("in src/A.java: log\\.warn"), Requirement.of("x+")),
                List.of(Requirement.of("Store.put")));
        assertThat(PromptText.first("Task", new Node(new NodeId("a"), "Do it", NodeClass.INTERFACE, List.of(), Optional.empty(), contract)))
                .endsWith("Change only files that match: src/**\nNo added line may match: TODO\n"
                        + "When it is done, a line must match each of: log\\.warn (in src/A.java), x+\n"
                        + "When it is done, each of these must be declared, and not as private: Store.put\n");
        assertThat(ContractText.of(Contract.OPEN)).isEmpty();
    }
}
