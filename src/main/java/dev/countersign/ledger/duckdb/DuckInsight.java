package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.insight.Insight;
import dev.countersign.ledger.insight.SqlQuestion;
import dev.countersign.ledger.insight.SqlTable;
import dev.countersign.ledger.insight.SqlView;
import dev.countersign.ledger.insight.Statistics;
import dev.countersign.ledger.insight.StatisticsQuery;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.List;

/// Statistics and SQL of one open ledger.
final class DuckInsight implements Insight {
    private final Database database;
    private final Facts facts;
    private final Console console;

    DuckInsight(Ledger ledger, Database database) {
        this.database = database;
        this.facts = new Facts(ledger, database);
        this.console = new Console(database);
    }

    @Override
    public List<SqlView> views() {
        return SqlViews.all();
    }

    @Override
    public SqlTable query(SqlQuestion question, Progress progress) throws IOException {
        if (SqlViews.mayNeedFacts(question.sql())) {
            facts.complete(progress);
        } else {
            facts.prepare(progress);
        }
        return console.ask(question, progress);
    }

    @Override
    public Statistics statistics(StatisticsQuery query, Progress progress) throws IOException {
        facts.complete(progress);
        progress.check();
        progress.step("counting", 0, 0);
        return database.read(connection -> StatisticsReader.read(connection, query));
    }
}
