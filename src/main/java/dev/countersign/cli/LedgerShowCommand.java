package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.Found;
import dev.countersign.ledger.query.Grouping;
import dev.countersign.run.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `countersign ledger show ENTRY`: everything an entry holds.
@Command(name = "show", mixinStandardHelpOptions = true, description = "Everything that one entry holds.")
final class LedgerShowCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Mixin
    private final EntryArgument entry = new EntryArgument();

    @Option(names = "--evidence", paramLabel = "KIND", description = "Print the content of one piece of evidence: task, plan, verification …")
    private Optional<String> evidence = Optional.empty();

    @Option(names = "--all", description = "Print the content of all evidence, JSON with a field a line.")
    private boolean all;

    LedgerShowCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            Entry found = entry.in(session);
            if (evidence.isPresent()) {
                print(session, found, evidence.get());
            } else if (workspace.json()) {
                context.terminal().say(Json.text(LedgerCommand.document(row(session, found))));
            } else {
                print(found);
                if (all) {
                    for (EntryDraft.Evidence piece : found.what().evidence()) {
                        context.terminal().say("");
                        context.terminal().say("== " + piece.kind() + "  " + piece.content().hex());
                        context.terminal().say(readable(new String(session.ledger().vault().read(piece.content()), StandardCharsets.UTF_8)));
                    }
                }
            }
            return Exit.DONE.status();
        }
    }

    /// With what is derived of it.
    private static Found row(Session session, Entry entry) throws IOException {
        var moment = new EntryQuery(OptionalLong.empty(), 1, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.of(entry.time()), OptionalLong.of(entry.time() + 1));
        return session.ledger().rows(moment, Grouping.DAY, entry.seq() + 1, 0, 1).getFirst();
    }

    private static String readable(String text) {
        return Json.indented(text).orElse(text).stripTrailing();
    }

    private void print(Session session, Entry found, String kind) throws IOException {
        List<EntryDraft.Evidence> pieces = found.what().evidence().stream().filter(piece -> piece.kind().equals(kind)).toList();
        if (pieces.isEmpty()) {
            List<String> kinds = found.what().evidence().stream().map(EntryDraft.Evidence::kind).distinct().toList();
            throw new UserException(Problem.of("LEDGER-021", Exit.USAGE,
                    "Entry " + found.seq() + " holds no evidence of the kind \"" + kind + "\".", "Nothing was changed.",
                    kinds.isEmpty() ? "It holds no evidence at all." : "Name one of: " + String.join(", ", kinds) + "."));
        }
        for (EntryDraft.Evidence piece : pieces) {
            context.terminal().say(new String(session.ledger().vault().read(piece.content()), StandardCharsets.UTF_8));
        }
    }

    private void print(Entry found) {
        var what = found.what();
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("entry", found.seq() + "  " + LedgerCommand.kind(found)));
        rows.add(List.of("leaf", found.leafHash().hex()));
        rows.add(List.of("time", LedgerCommand.TIME.format(Instant.ofEpochMilli(found.time()))));
        rows.add(List.of("summary", what.summary()));
        rows.add(List.of("by", what.actor().kind() + " " + what.actor().id()
                + (what.actor().model().isEmpty() ? "" : " (" + what.actor().model() + ")")));
        what.approval().ifPresent(approval -> {
            rows.add(List.of("approved", "by " + approval.who() + ", " + approval.hunks()));
            if (!approval.note().isBlank()) {
                rows.add(List.of("note", approval.note()));
            }
        });
        rows.add(List.of("run", what.session() + "  node " + what.node()));
        rows.add(List.of("tree", what.treeBefore().brief() + " \u2192 " + what.treeAfter().brief()));
        what.rolledBackTo().ifPresent(to -> rows.add(List.of("restores", "the state of entry " + to)));
        what.changes().forEach(edit -> rows.add(List.of(edit.before().isEmpty() ? "added" : edit.after().isEmpty() ? "deleted" : "changed",
                edit.path().value())));
        what.evidence().forEach(piece -> rows.add(List.of("evidence", piece.kind() + "  " + piece.content().brief())));
        context.terminal().table(rows);
    }
}
