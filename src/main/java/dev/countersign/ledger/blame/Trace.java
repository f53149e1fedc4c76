package dev.countersign.ledger.blame;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.TextFile;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Follows the lines of one text back through the entries until each has an origin. Newest entries first, and all lines that wait
/// at the same version together, so that no difference is asked for twice. For one question.
final class Trace {
    private static final Comparator<Place> NEWEST_FIRST = Comparator.comparingLong(Place::seq).reversed()
            .thenComparing(Place::isBefore).thenComparing(Place::path);

    /// A version of a file: right after an entry, or right before it.
    private record Place(long seq, boolean isBefore, WorkspacePath path) {}

    /// Lines that stand in this version, by their number in the text that is asked about and their number here.
    private record Suspect(History history, int step, Sha256 content, List<int[]> lines) {}

    private final Ledger ledger;
    private final Versions versions;
    private final TextFile text;
    private final Progress progress;
    private final Origin[] origins;
    private final OptionalLong[] restored;
    private final Map<WorkspacePath, History> histories = new HashMap<>();
    private final Map<Long, Entry> entries = new TreeMap<>();
    private final TreeMap<Place, Suspect> waiting = new TreeMap<>(NEWEST_FIRST);

    Trace(Ledger ledger, Versions versions, TextFile text, Progress progress) {
        this.ledger = ledger;
        this.versions = versions;
        this.text = text;
        this.progress = progress;
        origins = new Origin[text.lines().size()];
        restored = new OptionalLong[origins.length];
        java.util.Arrays.fill(restored, OptionalLong.empty());
    }

    /// The text is the live file.
    void live(WorkspacePath path, Sha256 content) throws IOException {
        var history = history(path);
        Optional<History.Step> newest = history.step(0);
        List<int[]> all = all();
        if (newest.isEmpty()) {
            all.forEach(this::older);
        } else if (newest.get().after().isEmpty()) {
            all.forEach(line -> outside(line, OptionalLong.empty()));
        } else {
            Sha256 recorded = newest.get().after().get().content();
            List<int[]> kept = recorded.equals(content) ? all
                    : split(all, versions.origins(recorded, text), line -> outside(line, OptionalLong.empty()));
            push(history, 0, false, recorded, kept);
        }
        run();
    }

    /// The text stood right after a step.
    void after(History history, int step, Sha256 content) throws IOException {
        histories.put(history.path(), history);
        push(history, step, false, content, all());
        run();
    }

    /// The text stood right before a step.
    void before(History history, int step, Sha256 content) throws IOException {
        histories.put(history.path(), history);
        push(history, step, true, content, all());
        run();
    }

    List<Annotation.Line> lines() {
        var lines = new ArrayList<Annotation.Line>(origins.length);
        for (int i = 0; i < origins.length; i++) {
            lines.add(new Annotation.Line(text.lines().get(i), origins[i]));
        }
        return lines;
    }

    Map<Long, Entry> entries() {
        return entries;
    }

    private void run() throws IOException {
        long done = 0;
        while (!waiting.isEmpty()) {
            progress.check();
            progress.step("entry " + waiting.firstKey().seq(), ++done, 0);
            var next = waiting.pollFirstEntry();
            if (next.getKey().isBefore()) {
                gap(next.getValue());
            } else {
                step(next.getValue());
            }
        }
    }

    /// Lines in the version after an entry: its own, or of the version before.
    private void step(Suspect here) throws IOException {
        History.Step step = here.history.step(here.step).orElseThrow();
        Optional<Source> source = source(here.history, here.step, step);
        if (source.isPresent() && source.get().content.equals(here.content)) {
            push(source.get(), here.lines);
            return;
        }
        List<int[]> own = here.lines;
        if (isRestoring(step.entry())) {
            Optional<Source> target = restored(here, step);
            if (target.isPresent()) {
                List<int[]> back = new ArrayList<>();
                if (source.isPresent()) {
                    split(own, versions.origins(source.get().content, here.content), back::add);
                } else {
                    back = own;
                }
                back.forEach(line -> broughtBack(line, step));
                push(target.get(), own);
                return;
            }
        }
        if (source.isPresent()) {
            var added = new ArrayList<int[]>();
            push(source.get(), split(own, versions.origins(source.get().content, here.content), added::add));
            own = added;
        }
        if (isRestoring(step.entry())) {
            own = merged(here, step, own);
        }
        record(step, here, own);
    }

    /// A version that another came from.
    private record Source(History history, int step, boolean isBefore, Sha256 content) {}

    /// What the entry changed: the version before it, or the file it was renamed from.
    private Optional<Source> source(History history, int index, History.Step step) throws IOException {
        if (step.before().isPresent()) {
            return Optional.of(new Source(history, index, true, step.before().get().content()));
        }
        if (step.entry().what().changes().stream().noneMatch(edit -> edit.after().isEmpty())) {
            return Optional.empty();
        }
        Map<WorkspacePath, FileState> before = new HashMap<>();
        Map<WorkspacePath, FileState> after = new HashMap<>();
        for (PathEdit edit : step.entry().what().changes()) {
            edit.before().ifPresent(state -> before.put(edit.path(), state));
            edit.after().ifPresent(state -> after.put(edit.path(), state));
        }
        for (FileChange change : Changeset.between(new Snapshot(before), new Snapshot(after), ledger.vault()).changes()) {
            if (change instanceof FileChange.Renamed renamed && renamed.path().equals(history.path())) {
                History from = history(renamed.from());
                return Optional.of(new Source(from, from.firstBelow(step.seq() + 1), true, renamed.before().content()));
            }
        }
        return Optional.empty();
    }

    private static boolean isRestoring(Entry entry) {
        return switch (entry.what().kind()) {
            case ROLLBACK, REDO, RECOVERY -> true;
            case COMMIT, ADOPT, REJECTION, DENIAL, ESCALATION, GRANT, TRUST, KEY_ROTATION -> false;
        };
    }

    /// The older version of the same path with exactly this content: the one the entry names, else the newest.
    private Optional<Source> restored(Suspect here, History.Step step) throws IOException {
        for (Source named : named(here, step)) {
            if (named.content.equals(here.content)) {
                return Optional.of(named);
            }
        }
        for (int i = here.step + 1; here.history.step(i).isPresent(); i++) {
            for (Source version : versions(here.history, i)) {
                if (version.content.equals(here.content)) {
                    return Optional.of(version);
                }
            }
        }
        return Optional.empty();
    }

    /// Lines that a restoring entry merged with later work: those of the version it names are that version's.
    private List<int[]> merged(Suspect here, History.Step step, List<int[]> lines) throws IOException {
        List<int[]> left = lines;
        for (Source named : named(here, step)) {
            var missing = new ArrayList<int[]>();
            List<int[]> found = split(left, versions.origins(named.content, here.content), missing::add);
            found.forEach(line -> broughtBack(line, step));
            push(named, found);
            left = missing;
        }
        return left;
    }

    /// The versions around the entry that a rollback or redo names: what the next entry found, what it left, what it found itself.
    private static List<Source> named(Suspect here, History.Step step) throws IOException {
        OptionalLong to = step.entry().what().rolledBackTo();
        if (to.isEmpty()) {
            return List.of();
        }
        int index = here.history.firstBelow(to.getAsLong() + 1);
        var found = new ArrayList<Source>();
        if (index - 1 > here.step) {
            found.addAll(versions(here.history, index - 1).stream().filter(Source::isBefore).toList());
        }
        if (index > here.step) {
            found.addAll(versions(here.history, index));
        }
        return found;
    }

    private static List<Source> versions(History history, int index) throws IOException {
        var found = new ArrayList<Source>();
        Optional<History.Step> step = history.step(index);
        step.flatMap(History.Step::after).ifPresent(state -> found.add(new Source(history, index, false, state.content())));
        step.flatMap(History.Step::before).ifPresent(state -> found.add(new Source(history, index, true, state.content())));
        return found;
    }

    /// Lines in the version that an entry found: of the entry before, or changed outside between the two.
    private void gap(Suspect here) throws IOException {
        Optional<History.Step> older = here.history.step(here.step + 1);
        if (older.isEmpty()) {
            here.lines.forEach(this::older);
            return;
        }
        OptionalLong found = OptionalLong.of(here.history.step(here.step).orElseThrow().seq());
        if (older.get().after().isEmpty()) {
            here.lines.forEach(line -> outside(line, found));
            return;
        }
        Sha256 recorded = older.get().after().get().content();
        List<int[]> kept = recorded.equals(here.content) ? here.lines
                : split(here.lines, versions.origins(recorded, here.content), line -> outside(line, found));
        push(here.history, here.step + 1, false, recorded, kept);
    }

    private void record(History.Step step, Suspect here, List<int[]> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        String kind = Blame.proposed(here.history.path());
        Optional<Sha256> proposed = step.entry().what().evidence().stream().filter(e -> e.kind().equals(kind)).findFirst()
                .map(EntryDraft.Evidence::content);
        int[] agents = proposed.isPresent() ? versions.origins(proposed.get(), here.content) : new int[0];
        for (int[] line : lines) {
            boolean reviewer = proposed.isPresent() && agents[line[1]] < 0;
            origins[line[0]] = new Origin.Recorded(step.seq(), reviewer, restored[line[0]]);
        }
        entries.put(step.seq(), step.entry());
    }

    private void older(int[] line) {
        origins[line[0]] = new Origin.Older(restored[line[0]]);
    }

    private void outside(int[] line, OptionalLong before) {
        origins[line[0]] = new Origin.Outside(before, restored[line[0]]);
    }

    private void broughtBack(int[] line, History.Step step) {
        if (restored[line[0]].isEmpty()) {
            restored[line[0]] = OptionalLong.of(step.seq());
            entries.put(step.seq(), step.entry());
        }
    }

    private History history(WorkspacePath path) {
        return histories.computeIfAbsent(path, p -> new History(ledger, p));
    }

    private List<int[]> all() {
        var all = new ArrayList<int[]>(origins.length);
        for (int i = 0; i < origins.length; i++) {
            all.add(new int[] {i, i});
        }
        return all;
    }

    private interface Gone {
        void line(int[] line);
    }

    /// Those of `lines` that stand in the older version too, with their number there.
    private static List<int[]> split(List<int[]> lines, int[] there, Gone gone) {
        var kept = new ArrayList<int[]>(lines.size());
        for (int[] line : lines) {
            if (there[line[1]] >= 0) {
                kept.add(new int[] {line[0], there[line[1]]});
            } else {
                gone.line(line);
            }
        }
        return kept;
    }

    private void push(Source to, List<int[]> lines) throws IOException {
        push(to.history, to.step, to.isBefore, to.content, lines);
    }

    private void push(History history, int step, boolean isBefore, Sha256 content, List<int[]> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        var place = new Place(history.step(step).orElseThrow().seq(), isBefore, history.path());
        waiting.merge(place, new Suspect(history, step, content, lines), (one, other) -> {
            var both = new ArrayList<>(one.lines);
            both.addAll(other.lines);
            return new Suspect(history, step, content, both);
        });
    }
}
