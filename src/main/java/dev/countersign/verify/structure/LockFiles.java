package dev.countersign.verify.structure;

import dev.countersign.changeset.FileChange;
import dev.countersign.verify.FileChecks;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.Sensor;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// V_str: what a manifest asks for is what its lock file beside it has: package.json, Cargo.toml, pyproject.toml (uv and Poetry),
/// go.mod, Gemfile. Names are compared, and what the lock file itself repeats of the manifest; whether a version fits a range is
/// for the project's tool. What did not agree in the base tree either does not count.
public final class LockFiles implements Sensor {
    private static final String NAME = "lock files";

    @Override
    public Part part() {
        return Part.STR;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SensorResult> check(Verifier.Request request, Progress progress) throws IOException {
        Set<WorkspacePath> due = new TreeSet<>();
        for (FileChange change : request.changeset().changes()) {
            Manifest.besides(change.path()).forEach(due::add);
        }
        var fresh = new ArrayList<Residual>();
        var before = new ArrayList<Residual>();
        var mended = new ArrayList<Residual>();
        var unread = new ArrayList<String>();
        int pairs = 0;
        Snapshot base = request.base();
        for (WorkspacePath manifest : due) {
            progress.check();
            try {
                Optional<Map<String, Residual>> now = disagreements(manifest, request.tree(), request);
                if (now.isEmpty()) {
                    continue;
                }
                pairs++;
                Map<String, Residual> was = before(manifest, base, request);
                now.get().forEach((key, residual) -> (was.containsKey(key) ? before : fresh).add(residual));
                was.forEach((key, residual) -> {
                    if (!now.get().containsKey(key)) {
                        mended.add(residual);
                    }
                });
            } catch (Manifest.UnreadException e) {
                unread.add(manifest + ": " + e.getMessage());
            }
        }
        var results = new ArrayList<SensorResult>();
        if (pairs > 0) {
            results.add(new SensorResult(Part.STR, NAME, fresh.isEmpty() ? new State.Passed(pairs == 1 ? "1 manifest" : pairs + " manifests")
                    : new State.Failed(fresh), Optional.empty(), new SensorResult.Baseline(true, before, mended)));
        }
        if (!unread.isEmpty()) {
            results.add(new SensorResult(Part.STR, NAME, new State.NotChecked(String.join("; ", unread)), Optional.empty()));
        }
        return List.copyOf(results);
    }

    private static Map<String, Residual> before(WorkspacePath manifest, Snapshot base, Verifier.Request request) throws IOException {
        try {
            return disagreements(manifest, base, request).orElse(Map.of());
        } catch (Manifest.UnreadException e) {
            return Map.of();
        }
    }

    /// By what is amiss; empty where there is no such pair.
    private static Optional<Map<String, Residual>> disagreements(WorkspacePath path, Snapshot tree, Verifier.Request request)
            throws IOException, Manifest.UnreadException {
        Optional<String> manifest = text(path, tree, request);
        if (manifest.isEmpty()) {
            return Optional.empty();
        }
        for (String name : Manifest.locks(path)) {
            Optional<String> lock = text(WorkspacePath.of(path.folder().isEmpty() ? name : path.folder() + "/" + name), tree, request);
            if (lock.isPresent()) {
                var found = new TreeMap<String, Residual>();
                for (String each : new Manifest(path.name(), manifest.get()).missingFrom(name, lock.get())) {
                    found.put(each, new Residual(Part.STR, NAME, Optional.of(path), line(manifest.get(), each), 0,
                            each + " is not in " + name + " as this file asks for it.", 1, 1));
                }
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private static int line(String manifest, String dependency) {
        List<String> lines = manifest.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(dependency)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static Optional<String> text(WorkspacePath path, Snapshot tree, Verifier.Request request) throws IOException {
        Optional<FileState> state = tree.get(path).filter(s -> s.kind() == FileState.Kind.FILE && s.size() <= 4L * FileChecks.LARGEST);
        return state.isEmpty() ? Optional.empty()
                : Optional.of(new String(request.contents().read(state.get().content()), StandardCharsets.UTF_8));
    }
}
