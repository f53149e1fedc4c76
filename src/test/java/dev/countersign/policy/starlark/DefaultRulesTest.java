package dev.countersign.policy.starlark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.policy.Rulebook;
import dev.countersign.policy.builtin.BuiltInPolicy;
import dev.countersign.workspace.Progress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DefaultRulesTest {
    private final StarlarkPolicy policy = new StarlarkPolicy(new BuiltInPolicy(), Path.of("does/not/exist"));

    @TestFactory
    List<DynamicTest> everyTestBesideTheBuiltInRulesPasses() {
        return policy.test(Progress.NONE).stream().map(tested -> DynamicTest.dynamicTest(tested.file() + " " + tested.test(), () ->
                assertThat(tested.failure().map(failure -> failure + "\n" + String.join("\n", tested.output()))).isEmpty())).toList();
    }

    @Test
    void everyBuiltInFileCanBeUsedAndHasTests() {
        Rulebook.Layer layer = policy.layers().getFirst();
        assertThat(layer.files()).allSatisfy(file -> {
            assertThat(file.faults()).isEmpty();
            assertThat(file.rules()).isNotEmpty();
        });
        assertThat(layer.files().stream().filter(file -> !file.isTest())).allSatisfy(file ->
                assertThat(layer.files()).anyMatch(test -> test.name().equals(file.name().replace(".star", "_test.star"))));
    }
}
