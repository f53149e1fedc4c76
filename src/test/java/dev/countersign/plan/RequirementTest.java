package dev.countersign.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequirementTest {
    @Test
    void placeAndWhatAreReadFromOneTextAndWrittenAsIt() {
        assertThat(Requirement.of("in src/**: a: b")).isEqualTo(new Requirement("a: b", Optional.of("src/**")));
        assertThat(Requirement.of("in order to")).isEqualTo(new Requirement("in order to", Optional.empty()));
        assertThat(List.of("in src/**: a: b", "in order to", "x", "in a: ", "(?:in) x: y")).allSatisfy(text ->
                assertThat(Requirement.of(text).text()).isEqualTo(text));
    }

    @Test
    void itCountsOnlyInFilesThatTheNodeOwns() {
        var contract = Contract.OPEN.owning(List.of("src/**"));
        var placed = Requirement.of("in **/*.java: x");
        assertThat(contract.counts(placed, WorkspacePath.of("src/A.java"))).isTrue();
        assertThat(contract.counts(placed, WorkspacePath.of("src/a.txt"))).isFalse();
        assertThat(contract.counts(placed, WorkspacePath.of("lib/A.java"))).isFalse();
        assertThat(contract.counts(Requirement.of("x"), WorkspacePath.of("src/a.txt"))).isTrue();
    }
}
