package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.ledger.tree.TreeAt;
import dev.countersign.run.Session;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.TreeExport;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `countersign ledger tree ENTRY`: the whole tree as it was right after an entry, listed or written into a folder of its own.
@Command(name = "tree", mixinStandardHelpOptions = true, description = "The whole tree as it was right after one entry.")
final class LedgerTreeCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Mixin
    private final EntryArgument entry = new EntryArgument();

    @Option(names = "--export", paramLabel = "DIR", description = "Write it into DIR, which must be new or empty and outside of the workspace.")
    private Optional<Path> export = Optional.empty();

    LedgerTreeCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            TreeAt tree;
            Optional<TreeExport.Written> written = Optional.empty();
            try (var progress = new TerminalProgress(context.terminal())) {
                tree = session.past().treeAt(entry.in(session).seq(), progress);
                if (export.isPresent()) {
                    written = Optional.of(session.past().export(tree, export.get(), progress));
                }
            }
            if (written.isPresent()) {
                return told(tree, written.get());
            }
            list(tree);
            return Exit.DONE.status();
        }
    }

    private void list(TreeAt tree) {
        if (workspace.json()) {
            context.terminal().say(Json.text(Json.object("entry", tree.seq(), "basis", basis(tree), "treeHash", tree.tree().treeHash().hex(),
                    "notKept", tree.lost(), "files", tree.tree().files().entrySet().stream().map(each -> file(tree, each)).toList())));
            return;
        }
        var rows = new ArrayList<List<String>>();
        tree.tree().files().forEach((path, state) -> rows.add(List.of(Integer.toOctalString(state.mode()), Long.toString(state.size()),
                state.content().brief(), path.value(), tree.kept(state) ? "" : "content not kept")));
        context.terminal().table(rows);
        context.terminal().say(Words.counted(tree.tree().files().size(), "path", "paths") + ". " + says(tree));
    }

    private static Map<String, @Nullable Object> file(TreeAt tree, Map.Entry<WorkspacePath, FileState> each) {
        FileState state = each.getValue();
        return Json.object("path", each.getKey().value(), "mode", Integer.toOctalString(state.mode()), "bytes", state.size(),
                "content", state.content().hex(), "kept", tree.kept(state));
    }

    private int told(TreeAt tree, TreeExport.Written written) {
        if (workspace.json()) {
            context.terminal().say(Json.text(Json.object("entry", tree.seq(), "basis", basis(tree), "folder", written.folder().toString(),
                    "written", written.written(), "notKept", written.missing().stream().map(WorkspacePath::value).toList())));
        } else {
            context.terminal().say(Words.counted(written.written(), "path", "paths") + " written to " + written.folder() + ". " + says(tree));
            written.missing().forEach(path -> context.terminal().say("  content not kept: " + path));
        }
        return (written.missing().isEmpty() ? Exit.DONE : Exit.UNDECIDED).status();
    }

    private static String basis(TreeAt tree) {
        return tree.basis().name().toLowerCase(Locale.ROOT);
    }

    private static String says(TreeAt tree) {
        return switch (tree.basis()) {
            case RECORDED -> "Recorded with the entry; the tree hash that it was signed with fits.";
            case PROVED -> "Worked out from later changes; the tree hash that the entry was signed with fits.";
            case PARTIAL -> "Worked out from later changes, and not proved: files were changed outside Countersign since, and those are "
                    + "listed as they were at another time.";
        };
    }
}
