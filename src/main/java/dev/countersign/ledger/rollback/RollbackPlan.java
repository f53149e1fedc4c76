package dev.countersign.ledger.rollback;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.FileMerge;
import dev.countersign.ledger.rollback.RollbackChoices.Choice;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.PendingContents;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Works out what becomes of each path, and whether all of it can stand together in the live tree.
final class RollbackPlan {
    private final Workspace workspace;
    private final PendingContents contents;
    private final RollbackChoices choices;

    RollbackPlan(Workspace workspace, PendingContents contents, RollbackChoices choices) {
        this.workspace = workspace;
        this.contents = contents;
        this.choices = choices;
    }

    RollbackPreview preview(RollbackRequest request, Map<WorkspacePath, PathStory> stories, Progress progress) throws IOException {
        var files = new TreeMap<WorkspacePath, RollbackFile>();
        for (var story : stories.entrySet()) {
            progress.check();
            progress.step("Comparing " + story.getKey(), files.size(), stories.size());
            RollbackFile file = file(story.getKey(), story.getValue());
            files.put(story.getKey(), choices.leftOut().contains(story.getKey()) ? new RollbackFile.LeftOut(file) : file);
        }
        var tree = new RollbackTree(workspace, files);
        return new RollbackPreview(request, choices, tree.files(), tree.folders(), contents);
    }

    private RollbackFile file(WorkspacePath path, PathStory story) throws IOException {
        Optional<FileState> live = workspace.state(path);
        live.ifPresent(state -> contents.live(path, state));
        List<PathStory.Step> steps = story.steps();
        var settled = new ArrayList<Choice>();
        Optional<FileState> now = live;
        boolean merged = false;
        try {
            for (int i = 0; i < steps.size(); i++) {
                PathStory.Step step = steps.get(i);
                Optional<Choice> choice = choices.at(path, i, now);
                FileMerge merge = FileMerge.of(step.base(), now, step.theirs(), contents, contents);
                Optional<Optional<FileState>> next = next(merge, choice, now, step.theirs());
                if (next.isEmpty()) {
                    return new RollbackFile.Open(path, live, new RollbackFile.Sides(step.base(), now, step.theirs()), merge, i,
                            steps.size(), choice, step.why());
                }
                if (!(merge instanceof FileMerge.Settled)) {
                    choice.ifPresent(settled::add);
                }
                merged |= !next.get().equals(step.theirs());
                now = next.get();
            }
            if (now.equals(live)) {
                return new RollbackFile.Same(path, settled);
            }
            if (now.filter(state -> state.kind() != FileState.Kind.FOLDER && !contents.has(state.content())).isPresent()) {
                return gone(path);
            }
            int kept = merged ? kept(path, steps.getLast().theirs(), now) : 0;
            return new RollbackFile.Change(new PathEdit(path, live, now), kept, !live.equals(story.recorded()), settled);
        } catch (MissingContentException e) {
            return gone(path);
        }
    }

    private static RollbackFile gone(WorkspacePath path) {
        return new RollbackFile.Blocked(path, "the content to restore is no longer in the ledger");
    }

    /// What a step makes of the file; empty while a person must say.
    private Optional<Optional<FileState>> next(FileMerge merge, Optional<Choice> choice, Optional<FileState> now,
                                               Optional<FileState> theirs) throws IOException {
        if (merge instanceof FileMerge.Settled settled) {
            return Optional.of(settled.state());
        }
        if (choice.isPresent() && choice.get() instanceof Choice.Keep) {
            return Optional.of(now);
        }
        if (choice.isPresent() && choice.get() instanceof Choice.Take) {
            return Optional.of(theirs);
        }
        return switch (merge) {
            case FileMerge.Settled settled -> Optional.of(settled.state());
            case FileMerge.Whole _ -> Optional.empty();
            case FileMerge.Lines lines -> {
                if (choice.isPresent() && choice.get() instanceof Choice.Lines(var resolutions)
                        && lines.merge().conflicts().stream().allMatch(c -> resolutions.containsKey(c.index()))) {
                    yield Optional.of(Optional.of(lines.resolved(resolutions, contents)));
                }
                yield Optional.empty();
            }
        };
    }

    private int kept(WorkspacePath path, Optional<FileState> restored, Optional<FileState> result) throws IOException {
        if (restored.isEmpty() || result.isEmpty() || restored.equals(result)) {
            return restored.equals(result) ? 0 : 1;
        }
        return switch (new Differ().diff(new FileChange.Modified(path, restored.get(), result.get()), contents,
                Differ.Options.EXACT)) {
            case FileDiff.Text text -> Math.max(1, text.hunks().size());
            case FileDiff.Binary _, FileDiff.TooLarge _, FileDiff.Link _ -> 1;
        };
    }
}
