package dev.countersign.review;

import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Moves;
import dev.countersign.run.NodeView;
import dev.countersign.verify.Energy;
import dev.countersign.verify.Part;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.WorkspacePath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What a reviewer should know before the first line, in two minutes: facts only. The agent's own words stand apart.
///
/// @param files     number of changed files; `generated` of them were written by tools
/// @param kinds     number of files by what happened to them, in the order added, modified, renamed, deleted, permissions
/// @param moved     blocks of lines that were moved, not written
/// @param checked   what spoke, in order of its part
/// @param unchecked what did not speak, by name
/// @param look      files with reasons to look closely, the gravest first, at most [#MOST]
/// @param words     the agent's, not evidence
public record Summary(int files, int generated, int added, int removed, Map<String, Integer> kinds, int moved, int binary, int unread,
                      Libraries libraries, Interface signatures, Tests tests, List<Checked> checked, List<Unchecked> unchecked,
                      Optional<Energy> energy, Optional<Checks> checks, List<FileRisk> look, int attempts, List<Double> energies,
                      Usage usage, String words) {
    /// Files that are named as worth a look.
    public static final int MOST = 6;

    public Summary {
        kinds = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(kinds));
        checked = List.copyOf(checked);
        unchecked = List.copyOf(unchecked);
        look = List.copyOf(look);
        energies = List.copyOf(energies);
    }

    /// Libraries that came, went, or have another version, where a manifest tells.
    public record Libraries(List<String> added, List<String> removed, List<String> changed) {}

    /// Public signatures, as far as changed lines show them.
    public record Interface(List<String> added, List<String> removed) {}

    /// Files of tests by what happened to them, and test cases that came and went by the lines that begin them.
    public record Tests(int filesAdded, int filesChanged, int filesDeleted, int casesAdded, int casesRemoved) {}

    /// @param residuals 0 where it passed
    public record Checked(Part part, String sensor, boolean passed, String says, int residuals) {}

    public record Unchecked(String name, String why) {}

    /// When the checks spoke. @param current of exactly this tree
    public record Checks(Instant at, Duration took, boolean current) {}

    /// @param diffs empty for a file that cannot be read
    public static Summary of(NodeView node, Function<FileChange, Optional<FileDiff>> diffs, GeneratedFiles generated) {
        var gathering = new Gathering();
        List<FileChange> changes = node.candidate().map(Changeset::changes).orElse(List.of());
        var risks = new ArrayList<FileRisk>();
        var triage = new Triage(node);
        for (FileChange change : changes) {
            Optional<FileDiff> diff = diffs.apply(change);
            boolean made = generated.why(change, diff).isPresent();
            gathering.add(change, diff, made);
            risks.add(triage.assess(change, diff, diff.isEmpty() ? Optional.of("see the file itself") : Optional.empty()));
        }
        var checked = new ArrayList<Checked>();
        var unchecked = new ArrayList<Unchecked>();
        checks(node, checked, unchecked);
        return new Summary(changes.size(), gathering.generated, gathering.added, gathering.removed, gathering.kinds(changes),
                (int) Moves.of(gathering.sources).stream().filter(Moves.Block::moved).count(), gathering.binary, gathering.unread,
                new Libraries(List.copyOf(gathering.came), List.copyOf(gathering.went), List.copyOf(gathering.bumped)),
                new Interface(List.copyOf(gathering.signaturesAdded), List.copyOf(gathering.signaturesRemoved)), gathering.tests(),
                checked, unchecked, node.verification().map(Verification::measured), node.verification().map(v -> new Checks(v.at(), v.took(),
                        node.candidate().filter(c -> v.speaksFor(c.resultTree())).isPresent())),
                risks.stream().filter(r -> r.level() != FileRisk.Level.NONE).sorted().limit(MOST).toList(), node.attempt(), node.energies(),
                node.usage(), node.words().strip());
    }

    private static void checks(NodeView node, List<Checked> checked, List<Unchecked> unchecked) {
        List<SensorResult> results = node.verification().map(Verification::results).orElse(node.partial());
        for (SensorResult result : results) {
            switch (result.state()) {
                case SensorResult.State.Passed passed -> checked.add(new Checked(result.part(), result.sensor(), true, passed.what(), 0));
                case SensorResult.State.Failed failed -> checked.add(new Checked(result.part(), result.sensor(), false,
                        failed.residuals().getFirst().message().lines().findFirst().orElse(""), failed.residuals().size()));
                case SensorResult.State.Stale stale -> unchecked.add(new Unchecked(result.sensor(), stale.why()));
                case SensorResult.State.NotChecked not -> unchecked.add(new Unchecked(result.sensor(), not.why()));
            }
        }
        for (Part part : Part.values()) {
            if (results.stream().noneMatch(r -> r.part() == part)) {
                unchecked.add(new Unchecked(part.symbol(), node.verification().isEmpty() ? "The checks have not finished." : "Nothing measures this part here."));
            }
        }
        if (node.verification().isPresent() && node.verification().get().coverage().isEmpty()) {
            unchecked.add(new Unchecked("Tested lines", "No check left a coverage report, so which changed lines a test ran is not known."));
        }
    }

    /// Sums over the files.
    private static final class Gathering {
        private final List<Moves.Source> sources = new ArrayList<>();
        private final List<String> came = new ArrayList<>();
        private final List<String> went = new ArrayList<>();
        private final List<String> bumped = new ArrayList<>();
        private final List<String> signaturesAdded = new ArrayList<>();
        private final List<String> signaturesRemoved = new ArrayList<>();
        private int generated;
        private int added;
        private int removed;
        private int binary;
        private int unread;
        private int testsAdded;
        private int testsChanged;
        private int testsDeleted;
        private int casesAdded;
        private int casesRemoved;

        void add(FileChange change, Optional<FileDiff> diff, boolean made) {
            generated += made ? 1 : 0;
            WorkspacePath path = change.path();
            if (SensitivePaths.isTest(path)) {
                switch (change) {
                    case FileChange.Added _ -> testsAdded++;
                    case FileChange.Deleted _ -> testsDeleted++;
                    case FileChange.Modified _, FileChange.Renamed _, FileChange.ModeChanged _ -> testsChanged++;
                }
            }
            switch (diff.orElse(null)) {
                case null -> unread++;
                case FileDiff.Binary _, FileDiff.TooLarge _ -> binary++;
                case FileDiff.Link _ -> { }
                case FileDiff.Text text -> lines(change, text, made);
            }
        }

        private void lines(FileChange change, FileDiff.Text text, boolean made) {
            WorkspacePath path = change.path();
            added += text.added();
            removed += text.removed();
            if (Dependencies.reads(path)) {
                Dependencies.Found found = Dependencies.of(path, text);
                came.addAll(found.added());
                went.addAll(found.removed());
                bumped.addAll(found.changed());
            }
            if (!made) {
                Signatures.Found found = Signatures.of(path, text);
                signaturesAdded.addAll(found.added());
                signaturesRemoved.addAll(found.removed());
                casesAdded += TestCases.count(path, Triage.added(text));
                casesRemoved += TestCases.count(path, Triage.removed(text));
                sources.add(new Moves.Source(change instanceof FileChange.Renamed renamed ? renamed.from() : path, path, text));
            }
        }

        Tests tests() {
            return new Tests(testsAdded, testsChanged, testsDeleted, casesAdded, casesRemoved);
        }

        Map<String, Integer> kinds(List<FileChange> changes) {
            var kinds = new java.util.LinkedHashMap<String, Integer>();
            for (String kind : List.of("added", "modified", "renamed", "deleted", "permissions")) {
                int count = (int) changes.stream().filter(change -> kind.equals(kind(change))).count();
                if (count > 0) {
                    kinds.put(kind, count);
                }
            }
            return kinds;
        }

        private static String kind(FileChange change) {
            return switch (change) {
                case FileChange.Added _ -> "added";
                case FileChange.Deleted _ -> "deleted";
                case FileChange.Modified _ -> "modified";
                case FileChange.Renamed _ -> "renamed";
                case FileChange.ModeChanged _ -> "permissions";
            };
        }
    }
}
