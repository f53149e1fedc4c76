package dev.countersign.ui.review;

import dev.countersign.changeset.Changeset;
import dev.countersign.fault.Problem;
import dev.countersign.run.NodeView;
import dev.countersign.run.ReviewScope;
import dev.countersign.run.ScopedChanges;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;

/// Which changes a review looks at. Only the node's own are decided; the others are read here and shown to be read. Knows no node of
/// the screen; used on its thread only.
final class ScopeModel implements AutoCloseable {
    private static final Texts TEXTS = Texts.of(ScopeModel.class);

    private final ReviewSource source;
    private final Background background;
    private final ReadOnlyObjectWrapper<ReviewScope> scope = new ReadOnlyObjectWrapper<>(this, "scope", ReviewScope.NODE);
    private final ReadOnlyObjectWrapper<Optional<ScopedChanges>> shown = new ReadOnlyObjectWrapper<>(this, "shown", Optional.empty());
    private final ReadOnlyObjectWrapper<Map<ReviewScope, String>> faults = new ReadOnlyObjectWrapper<>(this, "faults", Map.of());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(this, "problem", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Job<ScopedChanges>>> reading = new ReadOnlyObjectWrapper<>(this, "reading", Optional.empty());
    private Optional<Sha256> tree;

    /// @param node the node under review: where it comes to propose something else, what is shown beside it is read again
    ScopeModel(ReviewSource source, ObservableValue<NodeView> node, Background background) {
        this.source = source;
        this.background = background;
        tree = tree(node.getValue());
        node.addListener((_, _, now) -> {
            if (!tree(now).equals(tree)) {
                tree = tree(now);
                look();
                if (scope.get() == ReviewScope.SINCE || scope.get() == ReviewScope.TASK) {
                    choose(scope.get());
                }
            }
        });
        look();
    }

    private static Optional<Sha256> tree(NodeView node) {
        return node.candidate().map(Changeset::resultTree);
    }

    ReadOnlyObjectProperty<ReviewScope> scopeProperty() {
        return scope.getReadOnlyProperty();
    }

    /// What to read; empty for the node's own changes, while they are read, and where they cannot be.
    ReadOnlyObjectProperty<Optional<ScopedChanges>> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /// Why a scope cannot be chosen, for those that cannot.
    ReadOnlyObjectProperty<Map<ReviewScope, String>> faultsProperty() {
        return faults.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// The reading, while it goes on.
    ReadOnlyObjectProperty<Optional<Job<ScopedChanges>>> readingProperty() {
        return reading.getReadOnlyProperty();
    }

    boolean isElsewhere() {
        return scope.get() != ReviewScope.NODE;
    }

    /// Looks again which scopes there are.
    void look() {
        background.run(TEXTS.text("scope.looking"), _ -> source.scopeFaults()).onSuccess(faults::set).onFailure(_ -> faults.set(Map.of()));
    }

    /// Turns to a scope. Does nothing for one that cannot be chosen.
    void choose(ReviewScope wanted) {
        if (faults.get().containsKey(wanted) && wanted != ReviewScope.NODE) {
            return;
        }
        leave();
        scope.set(wanted);
        if (wanted == ReviewScope.NODE) {
            return;
        }
        Job<ScopedChanges> job = background.run(TEXTS.text("scope.reading"), progress -> source.scope(wanted, progress));
        reading.set(Optional.of(job));
        job.onSuccess(found -> {
            if (reading.get().filter(job::equals).isPresent()) {
                reading.set(Optional.empty());
                shown.set(Optional.of(found));
            } else {
                close(found);
            }
        }).onFailure(why -> {
            if (reading.get().filter(job::equals).isPresent()) {
                reading.set(Optional.empty());
                problem.set(Optional.of(why));
            }
        }).onCancelled(() -> {
            if (reading.get().filter(job::equals).isPresent()) {
                reading.set(Optional.empty());
                scope.set(ReviewScope.NODE);
            }
        });
    }

    private void leave() {
        reading.get().ifPresent(job -> {
            reading.set(Optional.empty());
            job.cancel();
        });
        problem.set(Optional.empty());
        Optional<ScopedChanges> was = shown.get();
        shown.set(Optional.empty());
        was.ifPresent(ScopeModel::close);
    }

    private static void close(ScopedChanges changes) {
        try {
            changes.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        leave();
    }
}
