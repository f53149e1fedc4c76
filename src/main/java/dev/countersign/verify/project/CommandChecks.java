package dev.countersign.verify.project;

import dev.countersign.verify.BaseComparison;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Coverage;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.Evidence;
import dev.countersign.verify.SensorResult.Origin;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Verifier;
import dev.countersign.verify.project.CheckRunner.Ran;
import dev.countersign.verify.project.report.TestCase.Status;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The commands of one verification. Each runs on the checked tree unless it ran on it before; one that fails also on the base
/// tree, once for each base, to tell what was broken before. The stage holds the checked tree when this ends, however it ends.
final class CommandChecks {
    private static final int NAMES_SHOWN = 10;
    private static final int MOST_RETRIED = 20;

    private final Verifier.Request request;
    private final Function<Snapshot, CheckRunner> runners;
    private final Sha256 environment;
    private final ResultCache cache;
    private final Verifier.Listener listener;
    private final Progress progress;
    private final List<SensorResult> results = new ArrayList<>();

    /// @param runners     runs commands on that tree, which stands in the stage
    /// @param environment digest of all that commands can see
    CommandChecks(Verifier.Request request, Function<Snapshot, CheckRunner> runners, Sha256 environment, ResultCache cache,
                  Verifier.Listener listener, Progress progress) {
        this.request = request;
        this.runners = runners;
        this.environment = environment;
        this.cache = cache;
        this.listener = listener;
        this.progress = progress;
    }

    /// @param results in the order of the commands, and what they wrote into the tree
    record Done(List<SensorResult> results, Optional<Coverage> coverage) {}

    Done run() throws IOException {
        Snapshot tree = request.tree();
        Map<CheckCommand, Ran> known = new LinkedHashMap<>();
        var due = new ArrayList<CheckCommand>();
        for (CheckCommand check : request.checks()) {
            Optional<Ran> kept = request.effort().isFresh(check.name()) ? Optional.empty() : kept(tree, check);
            kept.ifPresentOrElse(result -> known.put(check, result), () -> due.add(check));
        }
        Sha256 coverageKey = ResultCache.key(request.changeset().baseTree(), tree.treeHash(), request.checks(), environment);
        Optional<Coverage> coverage = due.isEmpty() ? cache.coverage(coverageKey) : Optional.empty();
        Optional<SensorResult> written = Optional.empty();
        if (!due.isEmpty()) {
            request.stage().resetTo(tree);
            var reports = new CoverageReports(request.stage().root(), request.changeset());
            try {
                for (CheckCommand check : due) {
                    progress.check();
                    listener.started(check.part(), check.name());
                    known.put(check, run(check));
                }
                coverage = reports.read();
            } finally {
                written = written();
            }
            if (written.isEmpty()) {
                due.stream().filter(check -> !known.get(check).early()).forEach(check -> keep(tree, check, known.get(check)));
                coverage.ifPresent(found -> cache.keep(coverageKey, found));
            }
        }
        for (CheckCommand check : request.checks()) {
            add(against(check, known.get(check)));
        }
        written.ifPresent(this::add);
        return new Done(List.copyOf(results), coverage);
    }

    private void add(SensorResult result) {
        results.add(result);
        listener.finished(result);
    }

    /// Once more where only a few tests failed that the base tree is not known to fail: some tests fail now and then.
    private Ran run(CheckCommand check) throws IOException {
        Optional<Ran> early = touched(check);
        if (early.isPresent()) {
            return early.get();
        }
        CheckRunner runner = runners.apply(request.tree());
        Ran first = runner.run(check, listener, progress);
        int failed = first.tests().of(Status.FAILED).size();
        Tests base = kept(request.base(), check).map(Ran::tests).orElse(Tests.NONE);
        if (failed == 0 || failed > MOST_RETRIED || new TestComparison(check, base, first.tests()).broken().isEmpty()) {
            return first;
        }
        listener.output(check.name(), (failed == 1 ? "1 test failed" : failed + " tests failed") + "; once more, to tell whether it is flaky:");
        Ran second = runner.run(check, listener, progress);
        Tests both = first.tests().and(second.tests());
        if (!both.residuals().isEmpty()) {
            return new Ran(with(first.result(), new State.Failed(Tests.bounded(both.residuals()))), both);
        }
        // The second run has its own word on what is not a test.
        return second.isComplete() ? new Ran(with(second.result(), new State.Passed(both.words())), both) : second;
    }

    /// The tests that the change touches, before all of them. Where some fail that the base tree does not fail, the rest need not run to know
    /// that the change is not fit; who wants to see all has the command run anew.
    ///
    /// @return empty where all of them are to run
    private Optional<Ran> touched(CheckCommand check) throws IOException {
        Optional<CheckCommand> narrowed = check.part() != Part.LOG || request.effort().isFresh(check.name()) ? Optional.empty()
                : new TouchedTests(request.changeset().changes(), request.tree()).of(check);
        if (narrowed.isEmpty()) {
            return Optional.empty();
        }
        CheckCommand few = narrowed.get();
        listener.output(check.name(), "First the tests that this change touches: " + String.join(" ", few.argv()));
        Ran first = runners.apply(request.tree()).run(few, listener, progress);
        int failed = first.tests().of(Status.FAILED).size();
        if (failed == 0) {
            listener.output(check.name(), "Now all tests:");
            return Optional.empty();
        }
        Tests base = touchedOnBase(check, few);
        Tests both = failed > MOST_RETRIED || new TestComparison(check, base, first.tests()).broken().isEmpty() ? first.tests()
                : first.tests().and(runners.apply(request.tree()).run(few, listener, progress).tests());
        var comparison = new TestComparison(check, base, both);
        List<Residual> broken = comparison.broken();
        if (broken.isEmpty()) {
            listener.output(check.name(), "Now all tests:");
            return Optional.empty();
        }
        listener.output(check.name(), "Tests that the change touches fail; the others were not run.");
        return Optional.of(new Ran(new SensorResult(check.part(), check.name(), new State.Failed(Tests.bounded(broken)), first.result().evidence(),
                comparison.baseline()), both, true));
    }

    private Tests touchedOnBase(CheckCommand check, CheckCommand few) throws IOException {
        Optional<Ran> kept = kept(request.base(), check);
        if (kept.isPresent() || request.base().equals(request.tree())) {
            return kept.map(Ran::tests).orElse(Tests.NONE);
        }
        try {
            request.stage().resetTo(request.base());
            return runners.apply(request.base()).run(few, listener, progress).tests();
        } finally {
            request.stage().resetTo(request.tree());
        }
    }

    private static SensorResult with(SensorResult result, State state) {
        return new SensorResult(result.part(), result.sensor(), state, result.evidence(), result.baseline());
    }

    private Optional<Ran> kept(Snapshot tree, CheckCommand check) {
        Sha256 key = ResultCache.key(tree.treeHash(), check, environment);
        return cache.result(key).flatMap(found -> found.evidence().flatMap(Evidence::origin)
                .filter(origin -> origin.tree().equals(tree.treeHash())).map(origin -> new Ran(reused(found, origin), cache.tests(key))));
    }

    private static SensorResult reused(SensorResult found, Origin origin) {
        Evidence was = found.evidence().orElseThrow();
        var again = new Origin(origin.tree(), origin.environment(), origin.tools(), origin.sandbox(), origin.started(), true);
        return new SensorResult(found.part(), found.sensor(), found.state(),
                Optional.of(new Evidence(was.argv(), was.exit(), was.took(), was.log(), was.output(), Optional.of(again))));
    }

    /// Only what ran to its own end is the tree's doing.
    private void keep(Snapshot tree, CheckCommand check, Ran ran) {
        if (ran.result().state() instanceof State.Passed
                || ran.result().isChecked() && ran.result().evidence().flatMap(Evidence::exit).isPresent()) {
            Sha256 key = ResultCache.key(tree.treeHash(), check, environment);
            if (!ran.tests().isEmpty()) {
                cache.keep(key, ran.tests());
            }
            cache.keep(key, ran.result());
        }
    }

    private SensorResult against(CheckCommand check, Ran ran) throws IOException {
        SensorResult result = ran.result();
        if (ran.early()) {
            return result;
        }
        return switch (result.state()) {
            case State.Failed failed -> {
                Optional<Ran> base = onBase(check);
                yield base.isEmpty() ? result : ran.tests().residuals().isEmpty() || base.get().tests().isEmpty()
                        ? compared(result, failed, base.get().result()) : byTests(check, ran, base.get());
            }
            case State.Passed _ -> {
                // Without the base's tests nobody knows which of them are gone.
                Optional<Ran> base = ran.tests().isEmpty() ? kept(request.base(), check) : onBase(check);
                yield base.isEmpty() ? result : !base.get().tests().isEmpty() ? byTests(check, ran, base.get())
                        : new SensorResult(result.part(), result.sensor(), result.state(), result.evidence(),
                        new SensorResult.Baseline(true, List.of(), base.get().result().residuals()));
            }
            case State.NotChecked _, State.Stale _ -> result;
        };
    }

    private static SensorResult byTests(CheckCommand check, Ran ran, Ran base) {
        if (ran.tests().isEmpty()) {
            return with(ran.result(), new State.NotChecked("No report of single tests was written; on the base tree there were "
                    + base.tests().all().size() + " tests."));
        }
        var comparison = new TestComparison(check, base.tests(), ran.tests());
        var fresh = new ArrayList<>(Tests.bounded(comparison.broken()));
        // A run that stopped early did not get to all of its tests.
        boolean whole = ran.isComplete() || comparison.hasAllOfTheBase();
        if (whole) {
            fresh.addAll(comparison.lost());
        }
        State state = !fresh.isEmpty() ? new State.Failed(fresh)
                : whole && !ran.tests().nonePassed() ? new State.Passed(comparison.words())
                : whole ? new State.NotChecked("No test passed. " + comparison.failing() + ".")
                : new State.NotChecked("It fails on the base tree just so: nothing new was found, but what would come after the failure was not looked at.");
        return new SensorResult(ran.result().part(), ran.result().sensor(), state, ran.result().evidence(), comparison.baseline());
    }

    private SensorResult compared(SensorResult result, State.Failed failed, SensorResult base) throws IOException {
        if (sameBareFailure(result, base)) {
            return new SensorResult(result.part(), result.sensor(), new State.NotChecked("It fails on the base tree too, and names no place on either: "
                    + "whether something new fails can't be told from what it writes."), result.evidence(),
                    new SensorResult.Baseline(true, failed.residuals(), List.of()));
        }
        BaseComparison.Compared compared = new BaseComparison(request.changeset(), request.contents())
                .compare(base.residuals(), failed.residuals());
        // It stopped where it stopped before: no failure of this change, and no pass of what would have come after.
        State state = compared.fresh().isEmpty() ? new State.NotChecked("It fails on the base tree just so: nothing new was found, but "
                + "what would come after the failure was not looked at.") : new State.Failed(compared.fresh());
        return new SensorResult(result.part(), result.sensor(), state, result.evidence(), compared.baseline());
    }

    /// Both ended with one status and nothing was read but the end of what they wrote: times and counts in it differ between two runs of one tree.
    private static boolean sameBareFailure(SensorResult result, SensorResult base) {
        Optional<Integer> exit = result.evidence().flatMap(Evidence::exit);
        return exit.filter(code -> code != 0).isPresent() && exit.equals(base.evidence().flatMap(Evidence::exit))
                && Stream.of(result, base).allMatch(each -> each.residuals().size() == 1 && each.residuals().getFirst().path().isEmpty());
    }

    /// Empty where it says nothing of the base tree.
    private Optional<Ran> onBase(CheckCommand check) throws IOException {
        Snapshot base = request.base();
        if (base.equals(request.tree())) {
            return Optional.empty();
        }
        Optional<Ran> kept = kept(base, check);
        if (kept.isPresent()) {
            return kept;
        }
        listener.output(check.name(), "The same on the base tree, to tell what was broken before and which tests there were:");
        Ran ran;
        boolean repeats;
        try {
            request.stage().resetTo(base);
            ran = runners.apply(base).run(check, listener, progress);
            // What is only added says nothing of the files that are there: another run on this base would find the same.
            repeats = base.editsTo(request.stage().capture(Progress.NONE)).stream().allMatch(edit -> edit.before().isEmpty());
        } finally {
            request.stage().resetTo(request.tree());
        }
        if (repeats) {
            keep(base, check, ran);
        }
        return Optional.of(ran).filter(r -> r.result().isChecked());
    }

    /// Takes back what commands wrote into the tree, also after a cancel, and says what that was.
    private Optional<SensorResult> written() throws IOException {
        Snapshot after = request.stage().capture(Progress.NONE);
        List<PathEdit> edits = request.tree().editsTo(after);
        if (edits.isEmpty()) {
            return Optional.empty();
        }
        request.stage().resetTo(request.tree());
        String names = edits.stream().limit(NAMES_SHOWN).map(e -> e.path().value()).collect(Collectors.joining(", "));
        return Optional.of(new SensorResult(Part.LOG, "files written by checks", new State.NotChecked(
                (edits.size() == 1 ? "The checks changed 1 file of the tree, which was put back: "
                        : "The checks changed " + edits.size() + " files of the tree, which were put back: ") + names + (edits.size() > NAMES_SHOWN ? " …" : "")
                        + ". What they say may be about the changed files."), Optional.empty()));
    }
}
