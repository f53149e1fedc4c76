package dev.countersign.cli;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.plan.NodeId;
import dev.countersign.run.ReviewScope;
import dev.countersign.run.RunId;
import dev.countersign.run.ScopedChanges;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one scope of a review holds, for the terminal and as JSON.
final class ScopePrinter {
    private final Terminal terminal;
    private final RunId run;
    private final NodeId node;
    private final ScopedChanges changes;
    private final List<Map<WorkspacePath, FileDiff>> diffs = new ArrayList<>();

    ScopePrinter(Terminal terminal, RunId run, NodeId node, ScopedChanges changes) throws IOException {
        this.terminal = terminal;
        this.run = run;
        this.node = node;
        this.changes = changes;
        var differ = new Differ();
        for (ScopedChanges.Group group : changes.groups()) {
            var read = new HashMap<WorkspacePath, FileDiff>();
            for (FileChange change : group.changes().changes()) {
                read.put(change.path(), differ.diff(change, changes.contents(), Differ.Options.EXACT));
            }
            diffs.add(read);
        }
    }

    void print() {
        terminal.say(terminal.tint(Terminal.Tone.STRONG, switch (changes.scope()) {
            case NODE -> "What the node proposes";
            case SINCE -> "What changed since you last answered";
            case TASK -> "The whole task";
            case TREE -> "What lies uncommitted in the workspace";
        }));
        if (changes.scope() != ReviewScope.NODE) {
            terminal.say("To read only: a decision is made on one node's own changes.");
        }
        for (int i = 0; i < changes.groups().size(); i++) {
            ScopedChanges.Group group = changes.groups().get(i);
            terminal.say("");
            terminal.say(terminal.tint(Terminal.Tone.STRONG, group.node().map(view -> view.node().id() + "  " + view.node().goal() + "  ("
                    + Words.of(view.state()) + ")").orElse("workspace")) + "  " + Words.counted(group.changes().changes().size(), "file", "files"));
            var printer = new DiffPrinter(terminal, diffs.get(i));
            group.changes().changes().forEach(printer::diff);
        }
    }

    Map<String, @Nullable Object> document() {
        var groups = new ArrayList<Map<String, @Nullable Object>>();
        for (int i = 0; i < changes.groups().size(); i++) {
            ScopedChanges.Group group = changes.groups().get(i);
            Map<WorkspacePath, FileDiff> read = diffs.get(i);
            groups.add(Json.object("node", group.node().map(view -> view.node().id().value()), "goal", group.node().map(view -> view.node().goal()),
                    "state", group.node().map(view -> view.state().getClass().getSimpleName()), "before", group.changes().baseTree().hex(),
                    "after", group.changes().resultTree().hex(),
                    "files", group.changes().changes().stream().map(change -> file(change, read)).toList()));
        }
        return Json.object("run", run.value(), "node", node.value(), "scope", changes.scope().name().toLowerCase(Locale.ROOT),
                "decidable", changes.scope() == ReviewScope.NODE, "groups", groups);
    }

    private static Map<String, @Nullable Object> file(FileChange change, Map<WorkspacePath, FileDiff> read) {
        FileDiff.@Nullable Text text = read.get(change.path()) instanceof FileDiff.Text found ? found : null;
        return Json.object("path", change.path().value(), "change", Words.letter(change), "added", text == null ? null : text.added(),
                "removed", text == null ? null : text.removed(), "hunks", text == null ? null : text.hunks().size());
    }
}
