package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.ledger.insight.Insight;
import dev.countersign.ledger.insight.SqlQuestion;
import dev.countersign.ledger.insight.SqlTable;
import dev.countersign.ledger.insight.SqlView;
import dev.countersign.run.Session;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign ledger query "SELECT …"`: SQL over the documented views, which can only read.
@Command(name = "query", mixinStandardHelpOptions = true,
        description = "Answers one SELECT over the views entries, changes, decisions, rework and checkpoints. Reads only.")
final class LedgerQueryCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "SQL", description = "The SELECT; without it, the views and their columns are shown.")
    private Optional<String> sql = Optional.empty();

    @Option(names = "--csv", description = "The answer as CSV (RFC 4180), with a line of names.")
    private boolean csv;

    @Option(names = "--plan", description = "How it would be answered, instead of the answer.")
    private boolean plan;

    @Option(names = "--limit", paramLabel = "N", description = "Rows at most, up to 1,000,000; default: 10,000.")
    private int limit = 10_000;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Time at most; default: 30.")
    private int seconds = 30;

    LedgerQueryCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            Insight insight = session.ledger().insight();
            if (sql.isEmpty()) {
                show(insight.views());
                return Exit.DONE.status();
            }
            SqlQuestion question = SqlQuestion.of(sql.get()).rows(Math.clamp(limit, 1, SqlQuestion.MOST_ROWS))
                    .time(1_000L * Math.clamp(seconds, 1, 86_400));
            SqlTable table = insight.query(plan ? question.asPlan() : question, new NotedProgress(context.terminal()));
            if (workspace.json()) {
                context.terminal().say(Json.text(document(table)));
            } else if (csv) {
                context.terminal().out().print(Csv.of(table));
                context.terminal().out().flush();
            } else {
                print(table);
            }
            if (table.more() && !workspace.json()) {
                context.terminal().note("There are more rows; --limit N shows more.");
            }
            return Exit.DONE.status();
        }
    }

    private void show(List<SqlView> views) {
        if (workspace.json()) {
            context.terminal().say(Json.text(Json.object("views", views.stream().map(view -> Json.object("name", view.name(),
                    "says", view.says(), "columns", view.columns().stream().map(column -> Json.object("name", column.name(),
                            "type", column.type(), "says", column.says())).toList())).toList())));
            return;
        }
        for (SqlView view : views) {
            context.terminal().say(context.terminal().tint(Terminal.Tone.STRONG, view.name()) + ": " + view.says());
            var rows = new ArrayList<List<String>>();
            view.columns().forEach(column -> rows.add(List.of("  " + column.name(), column.type(), column.says())));
            context.terminal().table(rows);
        }
    }

    private void print(SqlTable table) {
        var rows = new ArrayList<List<String>>();
        if (!plan) {
            rows.add(table.columns().stream().map(SqlTable.Column::name).toList());
        }
        table.rows().forEach(row -> rows.add(row.stream().map(cell -> cell.orElse("")).toList()));
        context.terminal().table(rows);
    }

    private static Object document(SqlTable table) {
        var names = new LinkedHashMap<String, Integer>();
        for (int i = 0; i < table.columns().size(); i++) {
            String name = table.columns().get(i).name();
            String unique = name;
            for (int copy = 2; names.containsKey(unique); copy++) {
                unique = name + "_" + copy;
            }
            names.put(unique, i);
        }
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (List<Optional<String>> row : table.rows()) {
            var object = new LinkedHashMap<String, @Nullable Object>();
            names.forEach((name, i) -> object.put(name, row.get(i).map(cell -> value(table.columns().get(i), cell)).orElse(null)));
            rows.add(object);
        }
        return Json.object("columns", table.columns().stream().map(c -> Json.object("name", c.name(), "type", c.type())).toList(),
                "rows", rows, "more", table.more(), "tookMillis", table.tookMillis());
    }

    private static Object value(SqlTable.Column column, String cell) {
        if (column.type().equals("BOOLEAN")) {
            return Boolean.valueOf(cell);
        }
        try {
            return column.numeric() ? new BigDecimal(cell) : cell;
        } catch (NumberFormatException e) {
            // NaN and Infinity are no JSON numbers.
            return cell;
        }
    }
}
