package dev.countersign.verify.project;

import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.project.report.TestCase.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a change did to the tests: which it broke, mended, added, made vanish or switched off. Tests are the same by their names.
final class TestComparison {
    private final CheckCommand check;
    private final Tests base;
    private final Tests tree;

    TestComparison(CheckCommand check, Tests base, Tests tree) {
        this.check = check;
        this.base = base;
        this.tree = tree;
    }

    /// Fails on the base too.
    List<Residual> before() {
        return tree.of(Status.FAILED).stream().filter(id -> base.status(id).filter(o -> o == Status.FAILED).isPresent())
                .flatMap(id -> tree.residual(id).stream()).toList();
    }

    /// Fails now and did not on the base.
    List<Residual> broken() {
        return tree.of(Status.FAILED).stream().filter(id -> base.status(id).filter(o -> o == Status.FAILED).isEmpty())
                .flatMap(id -> tree.residual(id).stream()).toList();
    }

    List<Residual> mended() {
        return base.of(Status.FAILED).stream().filter(id -> tree.status(id).filter(o -> o == Status.PASSED).isPresent())
                .flatMap(id -> base.residual(id).stream()).toList();
    }

    /// No test of the base is missing.
    boolean hasAllOfTheBase() {
        return tree.all().keySet().containsAll(base.all().keySet());
    }

    /// Tests that the base did not have.
    long added() {
        return tree.all().keySet().stream().filter(id -> base.status(id).isEmpty()).count();
    }

    /// Of a run that came to its end: tests that are gone, that are skipped now, and new ones that can't be relied on.
    List<Residual> lost() {
        var lost = new ArrayList<Residual>();
        for (String id : base.all().keySet()) {
            Optional<String> why = why(id);
            why.ifPresent(text -> lost.add(residual(id + ": " + text)));
        }
        tree.of(Status.FLAKY).stream().filter(id -> base.status(id).isEmpty())
                .forEach(id -> lost.add(residual(id + ": it is new, and both passed and failed on the same tree.")));
        return Tests.bounded(lost);
    }

    private Optional<String> why(String id) {
        Status was = base.status(id).orElseThrow();
        Optional<Status> is = tree.status(id);
        if (is.isEmpty()) {
            return Optional.of("this test is gone; on the base tree it " + switch (was) {
                case PASSED -> "passed.";
                case FLAKY -> "was flaky.";
                case SKIPPED -> "was skipped.";
                case FAILED -> "failed.";
            });
        }
        return is.get() == Status.SKIPPED && was != Status.SKIPPED
                ? Optional.of("this test is skipped now; on the base tree it ran.") : Optional.empty();
    }

    private Residual residual(String message) {
        return new Residual(check.part(), check.name(), Optional.empty(), 0, 0, message, 1, 1);
    }

    /// What is said of tests that passed.
    String words() {
        long added = added();
        return tree.words() + (added > 0 ? ", " + added + " new" : "") + (before().isEmpty() ? "" : ", " + failing());
    }

    /// "3 fail as on the base tree"
    String failing() {
        int failing = before().size();
        return failing + (failing == 1 ? " fails" : " fail") + " as on the base tree";
    }

    SensorResult.Baseline baseline() {
        return new SensorResult.Baseline(true, before(), mended());
    }
}
