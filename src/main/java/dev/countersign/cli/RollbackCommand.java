package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.rollback.RollbackRequest;
import dev.countersign.run.Session;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `countersign rollback ENTRY`: back to the state right after an entry, or with options, some of it.
@Command(name = "rollback", mixinStandardHelpOptions = true,
        description = {"Take back what entries after ENTRY changed. Later edits of other origin stay. It is an entry itself, and can be redone.",
                "With --undo, take back ENTRY itself. To take back the very first entry too, undo it: countersign undo 0."})
final class RollbackCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Mixin
    private final EntryArgument entry = new EntryArgument();

    @Mixin
    private final RestoreOptions options = new RestoreOptions();

    @Option(names = "--undo", description = "Take back ENTRY itself instead of everything after it.")
    private boolean undo;

    @Option(names = "--only-file", paramLabel = "FILE", description = "Only this path; may be repeated.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--only-node", paramLabel = "NODE",
            description = "Only what this node changed after ENTRY (with --undo, from ENTRY on); RUN/NODE where runs have nodes of one name.")
    private @Nullable String node;

    @Option(names = "--only-run", paramLabel = "RUN", description = "Only what this run changed after ENTRY (with --undo, from ENTRY on).")
    private @Nullable String run;

    @Option(names = "--hunk", paramLabel = "FILE:N",
            description = "Take back only hunk N of FILE in ENTRY, counted from 1 as countersign ledger diff shows them; may be repeated.")
    private List<String> hunks = new ArrayList<>();

    RollbackCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Set<WorkspacePath> only = files.stream().map(WorkspacePath::of).collect(Collectors.toSet());
        try (Session session = workspace.open(context)) {
            entry.in(session);
            return new Restore(context, session, options, workspace.json()).apply(new RollbackRequest(aim(session), only)).status();
        }
    }

    private RollbackRequest.Aim aim(Session session) throws IOException {
        boolean part = node != null || run != null;
        if (!hunks.isEmpty()) {
            if (part) {
                throw usage("--hunk names a part of one entry; it does not go with --only-node or --only-run");
            }
            return new RollbackRequest.Hunks(entry.index(), hunks());
        }
        if (part) {
            return new RollbackRequest.Undo(entries(session));
        }
        return undo ? RollbackRequest.Undo.of(entry.index()) : new RollbackRequest.To(entry.index());
    }

    private SortedSet<Long> entries(Session session) throws IOException {
        Optional<String> ofRun = Optional.ofNullable(run);
        Optional<String> ofNode = Optional.ofNullable(node);
        if (node != null && node.indexOf('/') > 0) {
            ofRun = Optional.of(node.substring(0, node.indexOf('/')));
            ofNode = Optional.of(node.substring(node.indexOf('/') + 1));
        }
        SortedSet<Long> found = session.past().entriesOf(undo ? entry.index() : entry.index() + 1, ofRun, ofNode);
        if (found.isEmpty()) {
            throw usage("no entry there changed files for " + ofNode.map(n -> "node " + n).orElse("run " + run));
        }
        var runs = new TreeSet<String>();
        for (long seq : found) {
            runs.add(session.ledger().entry(seq).orElseThrow().what().session());
        }
        if (runs.size() > 1) {
            throw usage("several runs have a node of this name; say which: "
                    + runs.stream().map(r -> r + "/" + node).collect(Collectors.joining(", ")));
        }
        return found;
    }

    private Map<WorkspacePath, SortedSet<Integer>> hunks() {
        var chosen = new TreeMap<WorkspacePath, SortedSet<Integer>>();
        for (String hunk : hunks) {
            int colon = hunk.lastIndexOf(':');
            try {
                int number = Integer.parseInt(hunk.substring(colon + 1));
                chosen.computeIfAbsent(WorkspacePath.of(hunk.substring(0, Math.max(0, colon))), _ -> new TreeSet<>()).add(number - 1);
            } catch (NumberFormatException e) {
                throw usage("\"" + hunk + "\" is not FILE:N");
            }
        }
        return chosen;
    }

    private static UserException usage(String what) {
        return new UserException(Problem.of("USAGE-001", Exit.USAGE, "That rollback cannot be meant: " + what + ".",
                "Nothing was changed.", "See countersign rollback --help."));
    }
}
