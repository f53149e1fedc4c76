package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.Plan;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.SelfTest;
import dev.countersign.workspace.Progress;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainmentTest {
    /// A machine that has these levels.
    private record Machine(Set<Level> levels) implements Sandbox {
        @Override
        public Protection protection() {
            return protection(levels.stream().max(Level::compareTo).orElseThrow());
        }

        @Override
        public Protection protection(Level level) {
            if (!levels.contains(level)) {
                throw new IllegalArgumentException("asked for " + level + ", which is not there");
            }
            return new Protection(level, level.name(), Map.of());
        }

        @Override
        public SelfTest selfTest() {
            return new SelfTest(protection().level(), Stream.of(Level.L3, Level.L2, Level.L1)
                    .map(level -> new SelfTest.Attempt(level, levels.contains(level), levels.contains(level) ? "" : "not here", List.of())).toList());
        }

        @Override
        public Outcome run(Command command, Profile profile, Limits limits, OutputListener listener, Progress progress) {
            return new Outcome.NotStarted("nothing is started here");
        }
    }

    /// A level below the best one may be missing; then the better one holds, never a lower one.
    @ParameterizedTest
    @CsvSource({
        "L3 L2 L1, -,  L3, L3, false, false",
        "L3 L2 L1, L2, L2, L2, true,  false",
        "L3 L2 L1, L1, L1, L1, true,  false",
        "L3 L2 L1, L0, L0, L0, true,  false",
        "L3,       L2, L2, L3, true,  false",
        "L3 L1,    L2, L2, L3, true,  false",
        "L3 L1,    L1, L1, L1, true,  false",
        "L2 L1,    -,  L3, L2, false, true",
        "L1,       L2, L2, L1, true,  true",
        "L1,       L3, L3, L1, false, true",
        "-,        -,  L3, L0, false, true",
        "-,        L0, L0, L0, true,  false"})
    void aRunHasTheLevelThatWasAskedForOrABetterOneOrIsRefused(String machine, String lowered, Level asked, Level held, boolean isLowered, boolean isMissing) {
        var levels = EnumSet.of(Level.L0);
        Stream.of(machine.split(" ")).filter(word -> !word.equals("-")).map(Level::valueOf).forEach(levels::add);
        Optional<Level> to = lowered.equals("-") ? Optional.empty() : Optional.of(Level.valueOf(lowered));

        Containment found = Containment.of(new Machine(levels), new RunRequest(Plan.single("x"), "agent", Optional.empty(), List.of(), to, false));

        assertThat(found.asked()).isEqualTo(asked);
        assertThat(found.protection().level()).isEqualTo(held);
        assertThat(found.isLowered()).isEqualTo(isLowered);
        assertThat(found.isMissing()).isEqualTo(isMissing);
    }
}
