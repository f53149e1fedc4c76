package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.ledger.Entry;
import dev.countersign.ledger.EntryKind;
import dev.countersign.ledger.EntryQuery;
import dev.countersign.run.Session;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `countersign ledger`: its entries, newest first; its subcommands look at one or prove all.
@Command(name = "ledger", mixinStandardHelpOptions = true, description = "What was countersigned, newest first.")
final class LedgerCommand implements Callable<Integer> {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Option(names = "--recent", paramLabel = "N", description = "How many entries at most; default: 20.")
    private int recent = 20;

    @Option(names = "--stats", description = "Numbers of the ledger instead of its entries.")
    private boolean stats;

    @Option(names = "--since", paramLabel = "DAY", description = "With --stats: only from this day on (2026-03-31).")
    private Optional<LocalDate> since = Optional.empty();

    @Option(names = "--until", paramLabel = "DAY", description = "With --stats: only up to this day, that day too.")
    private Optional<LocalDate> until = Optional.empty();

    @Option(names = "--search", paramLabel = "TEXT", description = "Only entries with this text in summary, run, node, agent or path.")
    private Optional<String> search = Optional.empty();

    @Option(names = "--file", paramLabel = "PATH", description = "Only entries that changed this path.")
    private Optional<String> file = Optional.empty();

    @Option(names = "--agent", paramLabel = "NAME", description = "Only entries of this agent.")
    private Optional<String> agent = Optional.empty();

    private LedgerCommand(CliContext context) {
        this.context = context;
    }

    static CommandLine with(CliContext context) {
        return new CommandLine(new LedgerCommand(context))
                .addSubcommand(new LedgerShowCommand(context))
                .addSubcommand(new LedgerDiffCommand(context))
                .addSubcommand(new LedgerTreeCommand(context))
                .addSubcommand(new LedgerGcCommand(context))
                .addSubcommand(new LedgerBlameCommand(context))
                .addSubcommand(new LedgerQueryCommand(context))
                .addSubcommand(new LedgerVerifyCommand(context))
                .addSubcommand(new LedgerProveCommand(context))
                .addSubcommand(new LedgerCheckpointCommand(context))
                .addSubcommand(new LedgerExportCommand(context))
                .addSubcommand(LedgerKeyCommand.with(context))
                .addSubcommand(LedgerWitnessCommand.with(context));
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            if (stats) {
                new StatisticsReport(context, workspace, since, until, agent).print(session);
                return Exit.DONE.status();
            }
            List<Entry> entries = session.ledger().page(new EntryQuery(OptionalLong.empty(), Math.clamp(recent, 1, 1000), search,
                    file, agent, Optional.empty()));
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("entries", entries.stream().map(LedgerCommand::document).toList())));
            } else if (entries.isEmpty()) {
                context.terminal().say(session.ledger().size() == 0 ? "Nothing has been countersigned here yet." : "No entry matches.");
            } else {
                var rows = new ArrayList<List<String>>();
                entries.forEach(entry -> rows.add(row(entry)));
                context.terminal().table(rows);
            }
            return Exit.DONE.status();
        }
    }

    private static List<String> row(Entry entry) {
        return List.of(Long.toString(entry.seq()), TIME.format(Instant.ofEpochMilli(entry.time())), kind(entry),
                entry.what().actor().id(), Words.counted(entry.what().changes().size(), "path", "paths"), entry.leafHash().brief(), entry.what().summary());
    }

    static String kind(Entry entry) {
        return kind(entry.what().kind());
    }

    static String kind(EntryKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Map<String, @Nullable Object> document(Entry entry) {
        var what = entry.what();
        return Json.object("index", entry.seq(), "hash", entry.leafHash().hex(), "kind", kind(entry),
                "time", Instant.ofEpochMilli(entry.time()).toString(), "txid", entry.txid().toString(), "run", what.session(),
                "node", what.node(), "summary", what.summary(),
                "actor", Json.object("kind", what.actor().kind(), "id", what.actor().id(), "model", what.actor().model()),
                "approval", what.approval().map(a -> Json.object("who", a.who(), "hunks", a.hunks(), "policy", a.policy().hex(),
                        "time", Instant.ofEpochMilli(a.time()).toString(), "note", a.note())),
                "treeBefore", what.treeBefore().hex(), "treeAfter", what.treeAfter().hex(), "baseRoot", entry.baseRoot().hex(),
                "changes", what.changes().stream().map(edit -> Json.object("path", edit.path().value(),
                        "before", edit.before().map(s -> s.content().hex()), "after", edit.after().map(s -> s.content().hex()),
                        "modeBefore", edit.before().map(s -> Integer.toOctalString(s.mode())),
                        "modeAfter", edit.after().map(s -> Integer.toOctalString(s.mode())))).toList(),
                "evidence", what.evidence().stream().map(e -> Json.object("kind", e.kind(), "content", e.content().hex())).toList(),
                "rolledBackTo", what.rolledBackTo());
    }
}
