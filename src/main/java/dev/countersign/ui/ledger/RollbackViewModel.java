package dev.countersign.ui.ledger;

import dev.countersign.changeset.FileMerge;
import dev.countersign.changeset.Merge;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.rollback.RollbackChoices.Choice;
import dev.countersign.ledger.rollback.RollbackChoices;
import dev.countersign.ledger.rollback.RollbackFile;
import dev.countersign.ledger.rollback.RollbackPreview;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.WorkspacePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// A rollback before it happens: the files it touches, what is left out, how conflicts are settled. Each choice makes a new
/// preview in the background; the last one made is what is applied, and nothing else.
final class RollbackViewModel {
    private final LedgerViewModel ledger;
    private final Texts texts = Texts.of(RollbackViewModel.class);
    private final ReadOnlyObjectWrapper<RollbackPreview> preview;
    private final ReadOnlyObjectWrapper<Optional<Job<?>>> working = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<String> note = new ReadOnlyObjectWrapper<>("");
    private final Map<RollbackFile.Open, Map<Integer, Merge.Resolution>> begun = new HashMap<>();

    RollbackViewModel(LedgerViewModel ledger, RollbackPreview preview) {
        this.ledger = ledger;
        this.preview = new ReadOnlyObjectWrapper<>(preview);
    }

    ReadOnlyObjectProperty<RollbackPreview> previewProperty() {
        return preview.getReadOnlyProperty();
    }

    /// What is being worked out or applied just now.
    ReadOnlyObjectProperty<Optional<Job<?>>> workingProperty() {
        return working.getReadOnlyProperty();
    }

    /// What went otherwise than asked for, for a person; possibly empty.
    ReadOnlyObjectProperty<String> noteProperty() {
        return note.getReadOnlyProperty();
    }

    /// "Will change 4 files, delete 1, leave 2 of your later edits alone; 1 conflict."
    /// Or that it changes nothing, and why.
    String counts() {
        RollbackPreview now = preview.get();
        if (changesNothing()) {
            return nothing();
        }
        return texts.text("rollback.counts", now.edits().size() - now.deletions(), now.deletions(), now.kept(),
                now.conflicts().size());
    }

    /// Why it cannot be applied now; empty where it can.
    Optional<String> fault() {
        RollbackPreview now = preview.get();
        if (working.get().isPresent()) {
            return Optional.of(texts.text("rollback.busy"));
        }
        if (!now.conflicts().isEmpty()) {
            return Optional.of(texts.text("rollback.open", now.conflicts().size()));
        }
        return changesNothing() ? Optional.of(nothing()) : Optional.empty();
    }

    private boolean changesNothing() {
        return preview.get().edits().isEmpty() && preview.get().conflicts().isEmpty();
    }

    private String nothing() {
        RollbackPreview now = preview.get();
        String why = Stream.of(why("same", now.unchanged().size()), why("out", now.leftOut().size()), why("blocked", now.blocked().size()))
                .flatMap(Optional::stream).collect(Collectors.joining("; "));
        return why.isEmpty() ? texts.text("rollback.nothing") : texts.text("rollback.nothing.why", why);
    }

    private Optional<String> why(String key, int files) {
        return files == 0 ? Optional.empty() : Optional.of(texts.text("rollback.nothing." + key, files));
    }

    boolean isLeftOut(WorkspacePath path) {
        return preview.get().choices().leftOut().contains(path);
    }

    void leaveOut(WorkspacePath path, boolean out) {
        again(preview.get().choices().leaving(path, out));
    }

    /// How the conflicts of a file are settled so far.
    Map<Integer, Merge.Resolution> begun(RollbackFile.Open open) {
        return begun.getOrDefault(open, Map.of());
    }

    /// Keeps how conflicts of lines are settled; with the last one of the file a new preview shows what comes of it.
    void settle(RollbackFile.Open open, Map<Integer, Merge.Resolution> resolutions) {
        begun.put(open, resolutions);
        if (open.merge() instanceof FileMerge.Lines lines && resolutions.size() == lines.merge().conflicts().size()) {
            again(preview.get().choices().with(open, new Choice.Lines(resolutions)));
        }
    }

    /// Takes a side whole.
    void settle(RollbackFile.Open open, Choice whole) {
        again(preview.get().choices().with(open, whole));
    }

    /// Opens the conflicts of a file again, with what had been said about them.
    void reopen(WorkspacePath path) {
        again(preview.get().choices().without(path));
    }

    private Job<RollbackPreview> again(RollbackChoices choices) {
        working.get().ifPresent(Job::cancel);
        Job<RollbackPreview> job = ledger.preview(preview.get().request(), choices);
        working.set(Optional.of(job));
        return job.onSuccess(made -> {
            if (isCurrent(job)) {
                working.set(Optional.empty());
                preview.set(made);
            }
        }).onFailure(problem -> {
            if (isCurrent(job)) {
                working.set(Optional.empty());
                note.set(problem.sentence());
                preview.set(preview.get());
            }
        }).onCancelled(() -> {
            if (isCurrent(job)) {
                working.set(Optional.empty());
            }
        });
    }

    private boolean isCurrent(Job<?> job) {
        return working.get().filter(job::equals).isPresent() || job.phaseProperty().get() == Job.Phase.DONE
                && working.get().isEmpty();
    }

    /// Applies what is shown. Where files changed meanwhile nothing is touched, and a new preview is made.
    Job<Committer.Outcome> apply() {
        Job<Committer.Outcome> job = ledger.apply(preview.get());
        working.set(Optional.of(job));
        return job;
    }

    /// Hears how [#apply] ended, where it did not end with an entry.
    void moved(List<WorkspacePath> paths) {
        working.set(Optional.empty());
        note.set(texts.text("rollback.conflict", paths.stream().map(WorkspacePath::value).distinct().collect(Collectors.joining(", "))));
        again(preview.get().choices());
    }

    /// Hears that [#apply] failed.
    void failed() {
        working.set(Optional.empty());
    }

    LedgerViewModel ledger() {
        return ledger;
    }
}
