package dev.countersign.verify.project;

import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Residual;
import dev.countersign.verify.project.report.TestCase;
import dev.countersign.verify.project.report.TestCase.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The tests that one command ran on one tree, as their runner reported them.
///
/// @param all by name
record Tests(SortedMap<String, One> all) {
    static final Tests NONE = new Tests(new TreeMap<>());

    private static final int MOST = 100;
    private static final int LONGEST = 600;
    private static final int NAMES_SHOWN = 3;

    /// @param residual where it failed
    record One(Status status, Optional<Residual> residual) {}

    Tests {
        all = Collections.unmodifiableSortedMap(new TreeMap<>(all));
    }

    /// @param places of the tree that the tests ran on
    static Tests of(CheckCommand check, List<TestCase> cases, TreePlaces places) {
        var all = new TreeMap<String, One>();
        for (TestCase each : cases) {
            all.put(each.id(), new One(each.status(), each.status() == Status.FAILED
                    ? Optional.of(residual(check, each, places)) : Optional.empty()));
        }
        return new Tests(all);
    }

    private static Residual residual(CheckCommand check, TestCase test, TreePlaces places) {
        Optional<TreePlaces.Place> place = places.first(test.trace()).or(() -> places.first(test.message()))
                .or(() -> test.place().flatMap(at -> places.within(at.file().replaceFirst("^file://", "")).map(path -> new TreePlaces.Place(path, at.line()))));
        String message = test.id() + ": " + test.message();
        return new Residual(check.part(), check.name(), place.map(TreePlaces.Place::path), place.map(TreePlaces.Place::line).orElse(0), 0,
                message.length() > LONGEST ? message.substring(0, LONGEST) + "\u2026" : message, 1, 1);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    Optional<Status> status(String id) {
        return Optional.ofNullable(all.get(id)).map(One::status);
    }

    List<String> of(Status status) {
        return all.entrySet().stream().filter(e -> e.getValue().status() == status).map(java.util.Map.Entry::getKey).toList();
    }

    List<Residual> residuals() {
        return all.values().stream().flatMap(one -> one.residual().stream()).toList();
    }

    /// As many as people read, and one for all others, of the same energy as these.
    static List<Residual> bounded(List<Residual> residuals) {
        if (residuals.size() <= MOST) {
            return residuals;
        }
        var some = new ArrayList<>(residuals.subList(0, MOST));
        Residual first = residuals.getFirst();
        int more = residuals.size() - MOST;
        some.add(new Residual(first.part(), first.sensor(), Optional.empty(), 0, 0, more + " more tests.", Math.sqrt(more), 1));
        return List.copyOf(some);
    }

    Optional<Residual> residual(String id) {
        return Optional.ofNullable(all.get(id)).flatMap(One::residual);
    }

    /// This run and a second one on the same tree: a test that came out both ways is flaky.
    Tests and(Tests second) {
        var merged = new TreeMap<>(all);
        second.all.forEach((id, again) -> merged.merge(id, again, (once, twice) -> once.status() == twice.status() ? once
                : once.status() == Status.SKIPPED || twice.status() == Status.SKIPPED ? once : new One(Status.FLAKY, Optional.empty())));
        return new Tests(merged);
    }

    boolean nonePassed() {
        return of(Status.PASSED).isEmpty() && of(Status.FLAKY).isEmpty();
    }

    /// "214 tests passed, 2 skipped, 1 flaky (CalcTest.adds)"
    String words() {
        int flaky = of(Status.FLAKY).size();
        int passed = of(Status.PASSED).size() + flaky;
        int skipped = of(Status.SKIPPED).size();
        var words = new ArrayList<String>();
        words.add(passed == 0 ? TestCount.NONE : passed == 1 ? "1 test passed" : passed + " tests passed");
        if (skipped > 0) {
            words.add(skipped + " skipped");
        }
        if (flaky > 0) {
            words.add(flaky + " flaky (" + names(of(Status.FLAKY)) + ")");
        }
        return String.join(", ", words);
    }

    static String names(List<String> ids) {
        return String.join(", ", ids.subList(0, Math.min(NAMES_SHOWN, ids.size()))) + (ids.size() > NAMES_SHOWN ? " \u2026" : "");
    }
}
