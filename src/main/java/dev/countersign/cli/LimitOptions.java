package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.run.Measure;
import dev.countersign.run.RunLimits;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How much of a run may happen at once and in all.
final class LimitOptions {
    @Option(names = "--max-parallel", paramLabel = "N", description = "Nodes at work at one time; default: 4.")
    private int parallel = RunLimits.PARALLEL;

    @Option(names = "--max-cost", paramLabel = "USD", description = "Pause the run when its agents say that they cost so much.")
    private Optional<BigDecimal> cost = Optional.empty();

    @Option(names = "--max-steps", paramLabel = "N", description = "Pause the run after so many calls of agents.")
    private Optional<BigDecimal> steps = Optional.empty();

    @Option(names = "--max-tokens", paramLabel = "N", description = "Pause the run after so many tokens, in and out.")
    private Optional<BigDecimal> tokens = Optional.empty();

    @Option(names = "--max-time", paramLabel = "SECONDS", description = "Pause the run when it was at work for so long.")
    private Optional<BigDecimal> time = Optional.empty();

    @Option(names = "--max-files", paramLabel = "N", description = "Pause the run when its candidates changed so many files.")
    private Optional<BigDecimal> files = Optional.empty();

    RunLimits limits() {
        Map<Measure, BigDecimal> atMost = new EnumMap<>(Measure.class);
        put(atMost, Measure.COST, cost);
        put(atMost, Measure.STEPS, steps);
        put(atMost, Measure.TOKENS, tokens);
        put(atMost, Measure.TIME, time);
        put(atMost, Measure.FILES, files);
        if (parallel < 1) {
            throw wrong("--max-parallel is at least 1.");
        }
        return new RunLimits(parallel, atMost);
    }

    private static void put(Map<Measure, BigDecimal> atMost, Measure measure, Optional<BigDecimal> amount) {
        amount.ifPresent(value -> {
            if (value.signum() <= 0) {
                throw wrong("--max-" + measure.label() + " is more than 0.");
            }
            atMost.put(measure, value);
        });
    }

    private static UserException wrong(String sentence) {
        return new UserException(Problem.of("USAGE-001", Exit.USAGE, sentence, "Nothing was started.", "See countersign run --help."));
    }
}
