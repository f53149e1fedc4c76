package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Decided;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.entry.Verdict;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.Found;
import dev.countersign.ledger.query.Grouping;
import dev.countersign.run.Session;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine;

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

    @Option(names = "--since", paramLabel = "DAY", description = "Only from this day on (2026-03-31).")
    private Optional<LocalDate> since = Optional.empty();

    @Option(names = "--until", paramLabel = "DAY", description = "Only up to this day, that day too.")
    private Optional<LocalDate> until = Optional.empty();

    @Option(names = "--search", paramLabel = "TEXT",
            description = "Only entries with these words, beginnings of words or \"phrases\" in task, messages, notes or changed lines.")
    private Optional<String> search = Optional.empty();

    @Option(names = "--file", paramLabel = "PATH", description = "Only entries that changed this path, something below this folder/, or what a glob means.")
    private Optional<String> file = Optional.empty();

    @Option(names = "--agent", paramLabel = "NAME", description = "Only entries of this agent.")
    private Optional<String> agent = Optional.empty();

    @Option(names = "--model", paramLabel = "NAME", description = "Only entries of this model.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--verdict", paramLabel = "VERDICT", description = "green, red, not-checked or overridden.")
    private Optional<String> verdict = Optional.empty();

    @Option(names = "--decision", paramLabel = "DECISION", description = "whole, part, edited, rejected or rolled-back.")
    private Optional<String> decision = Optional.empty();

    @Option(names = "--kind", paramLabel = "KIND", description = "commit, rollback, redo, adopt, recovery, rejection, denial, escalation, grant \u2026")
    private Optional<String> kind = Optional.empty();

    @Option(names = "--run", paramLabel = "ID", description = "Only entries of this run.")
    private Optional<String> run = Optional.empty();

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
            EntryQuery query = query();
            Ledger ledger = session.ledger();
            List<Found> found = ledger.rows(query, Grouping.DAY, ledger.outline(query, Grouping.DAY).size(), 0, query.limit());
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("entries", found.stream().map(LedgerCommand::document).toList())));
            } else if (found.isEmpty()) {
                context.terminal().say(ledger.size() == 0 ? "Nothing has been countersigned here yet." : "No entry matches.");
            } else {
                print(found);
            }
            return Exit.DONE.status();
        }
    }

    private EntryQuery query() {
        return new EntryQuery(OptionalLong.empty(), Math.clamp(recent, 1, 1000), search, file, agent, kind.map(k -> one(EntryKind.class, "--kind", k)),
                model, verdict.map(v -> one(Verdict.class, "--verdict", v)), decision.map(d -> one(Decided.class, "--decision", d)), run,
                since.map(day -> OptionalLong.of(start(day))).orElse(OptionalLong.empty()),
                until.map(day -> OptionalLong.of(start(day.plusDays(1)))).orElse(OptionalLong.empty()));
    }

    private static <E extends Enum<E>> E one(Class<E> type, String option, String value) {
        List<String> names = Arrays.stream(type.getEnumConstants()).map(LedgerCommand::name).toList();
        int at = names.indexOf(value.toLowerCase(Locale.ROOT));
        if (at < 0) {
            throw unknown(option, value, "Name one of: " + String.join(", ", names) + ".");
        }
        return type.getEnumConstants()[at];
    }

    private static long start(LocalDate day) {
        return day.atStartOfDay(ZoneId.systemDefault()).toInstant().toEpochMilli();
    }

    private static UserException unknown(String option, String value, String next) {
        return new UserException(Problem.of("LEDGER-150", Exit.USAGE, "\"" + value + "\" means nothing to " + option + ".", "Nothing was changed.", next));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void print(List<Found> found) {
        var rows = new ArrayList<List<String>>();
        for (Found row : found) {
            rows.add(row(row.entry()));
            // What was found where, below the row it belongs to.
            row.passages().stream().limit(1).filter(passage -> !passage.where().equals("summary")).forEach(passage ->
                    rows.add(List.of("", "", "  " + passage.where(), "", "", "", passage.text().strip())));
        }
        context.terminal().table(rows);
    }

    static Map<String, @Nullable Object> document(Found found) {
        Map<String, @Nullable Object> document = document(found.entry());
        var traits = found.traits();
        document.put("verdict", traits.verdict().map(LedgerCommand::name).orElse(null));
        document.put("decision", traits.decided().map(LedgerCommand::name).orElse(null));
        document.put("rolledBack", traits.rolledBack());
        document.put("linesAdded", traits.added().isPresent() ? traits.added().getAsLong() : null);
        document.put("linesRemoved", traits.removed().isPresent() ? traits.removed().getAsLong() : null);
        document.put("costUsd", traits.costUsd().orElse(null));
        document.put("task", found.task());
        document.put("found", found.passages().stream().map(p -> Json.object("where", p.where(), "text", p.text(),
                "marks", p.marks().stream().map(m -> List.of(m.start(), m.end())).toList())).toList());
        return document;
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
