package dev.countersign.run;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.workspace.Contents;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The changes of one scope of a review, with their content. Close it when they are no longer looked at: content that was read for
/// it alone is deleted then.
public final class ScopedChanges implements AutoCloseable {
    private final ReviewScope scope;
    private final List<Group> groups;
    private final Contents contents;
    private final Release release;

    /// Changes that belong together. @param node whose they are; empty for the workspace's own
    public record Group(Optional<NodeView> node, Changeset changes) {}

    /// Lets go of what was kept for this alone.
    interface Release {
        void release() throws IOException;
    }

    ScopedChanges(ReviewScope scope, List<Group> groups, Contents contents, Release release) {
        this.scope = scope;
        this.groups = List.copyOf(groups);
        this.contents = contents;
        this.release = release;
    }

    /// Changes whose content lies elsewhere.
    public ScopedChanges(ReviewScope scope, List<Group> groups, Contents contents) {
        this(scope, groups, contents, () -> {});
    }

    public ReviewScope scope() {
        return scope;
    }

    /// In the order of the plan; one for all scopes but the whole task.
    public List<Group> groups() {
        return groups;
    }

    public Contents contents() {
        return contents;
    }

    /// Of all groups, in their order: a path is there once for each group that changes it.
    public List<FileChange> changes() {
        return groups.stream().flatMap(group -> group.changes().changes().stream()).toList();
    }

    @Override
    public void close() throws IOException {
        release.release();
    }
}
