package dev.countersign.verify.project;

import dev.countersign.verify.BaseComparison;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Coverage;
import dev.countersign.verify.Part;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.Evidence;
import dev.countersign.verify.SensorResult.Origin;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Verifier;
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

/// The commands of one verification. Each runs on the checked tree unless it ran on it before; one that fails also on the base
/// tree, once for each base, to tell what was broken before. The stage holds the checked tree when this ends, however it ends.
final class CommandChecks {
    private static final int NAMES_SHOWN = 10;

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
        Map<CheckCommand, SensorResult> known = new LinkedHashMap<>();
        var due = new ArrayList<CheckCommand>();
        for (CheckCommand check : request.checks()) {
            Optional<SensorResult> kept = request.effort().isFresh(check.name()) ? Optional.empty() : kept(tree, check);
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
                    known.put(check, runners.apply(tree).run(check, listener, progress));
                }
                coverage = reports.read();
            } finally {
                written = written();
            }
            if (written.isEmpty()) {
                due.forEach(check -> keep(tree, check, known.get(check)));
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

    private Optional<SensorResult> kept(Snapshot tree, CheckCommand check) {
        return cache.result(ResultCache.key(tree.treeHash(), check, environment)).flatMap(found -> found.evidence().flatMap(Evidence::origin)
                .filter(origin -> origin.tree().equals(tree.treeHash())).map(origin -> reused(found, origin)));
    }

    private static SensorResult reused(SensorResult found, Origin origin) {
        Evidence was = found.evidence().orElseThrow();
        var again = new Origin(origin.tree(), origin.environment(), origin.tools(), origin.sandbox(), origin.started(), true);
        return new SensorResult(found.part(), found.sensor(), found.state(),
                Optional.of(new Evidence(was.argv(), was.exit(), was.took(), was.log(), was.output(), Optional.of(again))));
    }

    /// Only what ran to its own end is the tree's doing.
    private void keep(Snapshot tree, CheckCommand check, SensorResult result) {
        if (result.isChecked() && result.evidence().flatMap(Evidence::exit).isPresent()) {
            cache.keep(ResultCache.key(tree.treeHash(), check, environment), result);
        }
    }

    private SensorResult against(CheckCommand check, SensorResult result) throws IOException {
        return switch (result.state()) {
            case State.Failed failed -> {
                Optional<SensorResult> base = onBase(check);
                yield base.isEmpty() ? result : compared(result, failed, base.get());
            }
            case State.Passed _ -> {
                Optional<SensorResult> base = kept(request.base(), check);
                yield base.isEmpty() ? result : new SensorResult(result.part(), result.sensor(), result.state(), result.evidence(),
                        new SensorResult.Baseline(true, List.of(), base.get().residuals()));
            }
            case State.NotChecked _, State.Stale _ -> result;
        };
    }

    private SensorResult compared(SensorResult result, State.Failed failed, SensorResult base) throws IOException {
        BaseComparison.Compared compared = new BaseComparison(request.changeset(), request.contents())
                .compare(base.residuals(), failed.residuals());
        // It stopped where it stopped before: no failure of this change, and no pass of what would have come after.
        State state = compared.fresh().isEmpty() ? new State.NotChecked("It fails on the base tree just so: nothing new was found, but "
                + "what would come after the failure was not looked at.") : new State.Failed(compared.fresh());
        return new SensorResult(result.part(), result.sensor(), state, result.evidence(), compared.baseline());
    }

    /// Empty where it says nothing of the base tree.
    private Optional<SensorResult> onBase(CheckCommand check) throws IOException {
        Snapshot base = request.base();
        if (base.equals(request.tree())) {
            return Optional.empty();
        }
        Optional<SensorResult> kept = kept(base, check);
        if (kept.isPresent()) {
            return kept;
        }
        listener.output(check.name(), "The same on the base tree, to tell what was broken before:");
        SensorResult result;
        boolean clean;
        try {
            request.stage().resetTo(base);
            result = runners.apply(base).run(check, listener, progress);
            clean = base.editsTo(request.stage().capture(Progress.NONE)).isEmpty();
        } finally {
            request.stage().resetTo(request.tree());
        }
        if (clean) {
            keep(base, check, result);
        }
        return Optional.of(result).filter(SensorResult::isChecked);
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
                (edits.size() == 1 ? "The checks changed 1 file" : "The checks changed " + edits.size() + " files")
                        + " of the tree, which were put back: " + names + (edits.size() > NAMES_SHOWN ? " …" : "")
                        + ". What they say may be about the changed files."), Optional.empty()));
    }
}
