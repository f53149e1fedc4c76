package dev.countersign.verify.structure;

import dev.countersign.changeset.FileChange;
import dev.countersign.verify.BaseComparison;
import dev.countersign.verify.FileChecks;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.Sensor;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// V_str: relative imports and includes lead to a file of the tree: those of changed files; where a file is gone, or the nodes of a
/// plan are checked as one, those of all files. JavaScript, TypeScript, Python, Rust, C, C++, Ruby and CSS. What did not resolve in the base tree either does not count:
/// generated files, search paths and build settings are not known here.
public final class References implements Sensor {
    private static final String NAME = "references";
    private static final int MOST = 100;
    private static final int KEPT = 100_000;

    /// What files name, by path and content: a tree is checked again and again, and few of its files are others then.
    private final Map<Key, List<Reference>> known = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, List<Reference>> eldest) {
            return size() > KEPT;
        }
    };

    private record Key(WorkspacePath path, Sha256 content) {}

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
        Snapshot base = request.base();
        boolean lost = request.changeset().changes().stream()
                .anyMatch(c -> c instanceof FileChange.Deleted || c instanceof FileChange.Renamed);
        Set<WorkspacePath> touched = new HashSet<>();
        for (FileChange change : request.changeset().changes()) {
            touched.add(change.path());
            if (change instanceof FileChange.Renamed renamed) {
                touched.add(renamed.from());
            }
        }
        var now = new Unresolved(request.tree(), request);
        var was = new Unresolved(base, request);
        long done = 0;
        // Of the tree that several nodes made together every reference counts: one may lean on what another changed.
        Set<WorkspacePath> due = lost || request.together().isWhole() ? request.tree().files().keySet() : touched;
        for (WorkspacePath path : due) {
            progress.check();
            progress.step("Following references of " + path, done++, due.size());
            now.look(path);
        }
        if (now.files == 0) {
            return List.of();
        }
        // The base is looked at only where something is amiss, and in what was touched, for what was mended.
        Set<WorkspacePath> before = new HashSet<>(touched);
        now.found.forEach(r -> before.add(r.path().orElseThrow()));
        for (WorkspacePath path : before) {
            progress.check();
            was.look(path);
        }
        BaseComparison.Compared compared = new BaseComparison(request.changeset(), request.contents()).compare(was.found, now.found);
        String what = (now.references == 1 ? "1 reference" : now.references + " references") + " in "
                + (now.files == 1 ? "1 file" : now.files + " files");
        State state = compared.fresh().isEmpty() ? new State.Passed(what)
                : new State.Failed(compared.fresh().subList(0, Math.min(MOST, compared.fresh().size())));
        return List.of(new SensorResult(Part.STR, NAME, state, Optional.empty(), compared.baseline()));
    }

    private List<Reference> references(WorkspacePath path, Sha256 content, Verifier.Request request) throws IOException {
        var key = new Key(path, content);
        synchronized (known) {
            List<Reference> kept = known.get(key);
            if (kept != null) {
                return kept;
            }
        }
        List<Reference> read = List.copyOf(Reference.of(path, new String(request.contents().read(content), StandardCharsets.UTF_8)));
        synchronized (known) {
            known.put(key, read);
        }
        return read;
    }

    /// References of one tree that lead nowhere.
    private final class Unresolved {
        private final Snapshot tree;
        private final Verifier.Request request;
        private final Set<String> names = new HashSet<>();
        private final List<Residual> found = new ArrayList<>();
        private int files;
        private int references;

        Unresolved(Snapshot tree, Verifier.Request request) {
            this.tree = tree;
            this.request = request;
        }

        /// Of a file, or of a folder with `/` behind.
        private boolean has(String name) {
            if (names.isEmpty()) {
                for (WorkspacePath path : tree.files().keySet()) {
                    names.add(path.value());
                    for (int i = path.value().indexOf('/'); i > 0; i = path.value().indexOf('/', i + 1)) {
                        names.add(path.value().substring(0, i + 1));
                    }
                }
            }
            return names.contains(name);
        }

        void look(WorkspacePath path) throws IOException {
            Optional<FileState> state = tree.get(path).filter(s -> s.kind() == FileState.Kind.FILE && s.size() <= FileChecks.LARGEST);
            if (state.isEmpty() || !Reference.knows(path)) {
                return;
            }
            files++;
            for (Reference reference : references(path, state.get().content(), request)) {
                references++;
                if (!reference.resolves(this::has)) {
                    found.add(new Residual(Part.STR, NAME, Optional.of(path), reference.line(), reference.column(), reference.line(),
                            reference.column() + reference.written().length(),
                            "\"" + reference.written() + "\" leads to no file of the tree.", 1, 1));
                }
            }
        }
    }
}
