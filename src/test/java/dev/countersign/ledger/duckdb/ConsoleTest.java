package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.UserException;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.insight.SqlQuestion;
import dev.countersign.ledger.insight.SqlTable;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {
    @TempDir
    Path data;

    private Ledger ledger;

    @BeforeEach
    void open() throws IOException {
        ledger = new DuckLedgerOpener(data, InstantSource.system(), RandomGenerator.getDefault()).open("0123456789abcdef");
        commit("src/A.java", "one\n", "add A");
        commit("src/B.java", "one\ntwo\n", "add B");
        ledger.record(Drafts.rejection("no thanks"));
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
    }

    private Entry commit(String path, String text, String summary) throws IOException {
        Entry entry = ledger.begin(Drafts.change(ledger.vault(), path, Optional.empty(), Optional.of(text), summary));
        ledger.finish(entry);
        return entry;
    }

    private SqlTable ask(String sql) throws IOException {
        return ledger.insight().query(SqlQuestion.of(sql), Progress.NONE);
    }

    private List<List<String>> rows(String sql) throws IOException {
        return ask(sql).rows().stream().map(row -> row.stream().map(cell -> cell.orElse("NULL")).toList()).toList();
    }

    @Test
    void theViewsHaveTheColumnsTheyAreDocumentedWith() throws IOException {
        for (var view : ledger.insight().views()) {
            SqlTable table = ask("SELECT * FROM " + view.name());
            assertThat(table.columns().stream().map(c -> c.name() + " " + c.type()).toList()).as(view.name())
                    .isEqualTo(view.columns().stream().map(c -> c.name() + " " + c.type()).toList());
        }
    }

    @Test
    void everyViewAndColumnIsDocumented() throws IOException {
        String page = Files.readString(Path.of("docs/sql.md"));
        for (var view : ledger.insight().views()) {
            assertThat(page).contains("### " + view.name());
            view.columns().forEach(c -> assertThat(page).contains("| `" + c.name() + "` | " + c.type() + " |"));
        }
        SqlFunctions.ALL.forEach(name -> assertThat(page).contains("`" + name.replace("|", "\\|") + "`"));
    }

    @Test
    void whatAsksNothingOfEvidenceReadsNone() throws IOException {
        for (String sql : List.of("SELECT count(*) FROM changes", "SELECT count(*) FROM checkpoints", "SELECT 1")) {
            assertThat(steps(sql)).as(sql).doesNotContain("reading entries");
        }
        assertThat(steps("WITH c AS (FROM changes) SELECT count(*) FROM c JOIN \"Entries\" e USING (entry)")).contains("reading entries");
    }

    private List<String> steps(String sql) throws IOException {
        var steps = new CopyOnWriteArrayList<String>();
        ledger.insight().query(SqlQuestion.of(sql), new Progress() {
            @Override
            public void step(String what, long done, long total) {
                steps.add(what);
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        });
        return steps;
    }

    @Test
    void entriesAndChangesComeBack() throws IOException {
        assertThat(rows("SELECT entry, kind, agent, summary, files, lines_added FROM entries ORDER BY entry DESC")).containsExactly(
                List.of("2", "rejection", "patch", "no thanks", "0", "NULL"), List.of("1", "commit", "patch", "add B", "1", "2"),
                List.of("0", "commit", "patch", "add A", "1", "1"));
        assertThat(rows("SELECT entry, path, action, before IS NULL FROM changes ORDER BY ALL")).containsExactly(
                List.of("0", "src/A.java", "added", "true"), List.of("1", "src/B.java", "added", "true"));
        assertThat(rows("SELECT agent, hunks_accepted, hunks_proposed, decision FROM decisions WHERE entry = 0"))
                .containsExactly(List.of("patch", "3", "4", "part"));
    }

    @Test
    void whatIsNewIsSeenTheNextTime() throws IOException {
        assertThat(rows("SELECT count(*) FROM entries")).containsExactly(List.of("3"));
        commit("src/C.java", "x\n", "add C");
        assertThat(rows("SELECT count(*), max(summary) FROM entries WHERE agent IS NOT NULL")).containsExactly(List.of("4", "no thanks"));
    }

    @Test
    void ordinarySqlWorks() throws IOException {
        assertThat(rows("""
                WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 5), few AS (SELECT * FROM up)
                SELECT sum(n) AS s, (SELECT count(*) FROM entries) -- a comment
                FROM few JOIN range(10) r(i) ON r.i = few.n WHERE EXISTS (FROM changes);""")).containsExactly(List.of("15", "3"));
        assertThat(rows("SELECT kind, count(*) OVER (PARTITION BY kind), lower('X') FROM entries ORDER BY entry LIMIT 1"))
                .containsExactly(List.of("commit", "2", "x"));
        assertThat(rows("DESCRIBE entries")).hasSize(ledger.insight().views().getFirst().columns().size());
        assertThat(rows("VALUES (1, 'a;b')")).containsExactly(List.of("1", "a;b"));
        assertThat(ask("SELECT 1 AS a, 2 AS a").columns().stream().map(SqlTable.Column::name).toList()).containsExactly("a", "a");
        assertThat(rows("SELECT CASE WHEN entry = 0 THEN [1, 2][1] END, date_trunc('day', time) = time::DATE FROM entries WHERE entry = 0"))
                .hasSize(1);
    }

    @Test
    void aPlanIsToldWithoutAnAnswer() throws IOException {
        SqlTable plan = ledger.insight().query(SqlQuestion.of("SELECT * FROM entries").asPlan(), Progress.NONE);
        assertThat(plan.rows().getFirst().getFirst().orElseThrow()).contains("entry");
    }

    @Test
    void moreRowsThanWereAskedForAreSaidToBe() throws IOException {
        SqlTable few = ledger.insight().query(SqlQuestion.of("SELECT i FROM range(100) r(i) ORDER BY i DESC").rows(2), Progress.NONE);
        assertThat(few.more()).isTrue();
        assertThat(few.rows()).containsExactly(List.of(Optional.of("99")), List.of(Optional.of("98")));
        assertThat(ledger.insight().query(SqlQuestion.of("FROM range(2)").rows(2), Progress.NONE).more()).isFalse();
    }

    @Test
    void whatIsNotUnderstoodIsToldWithItsPlace() {
        assertThatThrownBy(() -> ask("SELECT *\nFROM entries WHER entry")).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("SQL-001");
            assertThat(e.problem().sentence()).contains("syntax error at or near \"entry\"", "line 2, column 19");
        });
        assertThatThrownBy(() -> ask("SELECT nothing FROM entries")).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("SQL-001");
            assertThat(e.problem().sentence()).contains("\"nothing\" not found").doesNotContain("pending query");
            assertThat(e.problem().details()).contains("LINE 1: SELECT nothing FROM entries", "^");
        });
        assertThatThrownBy(() -> ask("")).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> ask("SELECT * FROM entry")).isInstanceOf(UserException.class)
                .hasMessageContaining("There is no view \"entry\" (line 1, column 15)");
    }

    static Stream<String> attacks() {
        return Stream.of(
                // writing
                "INSERT INTO entry SELECT * FROM entry", "UPDATE entry SET summary_lc = ''", "DELETE FROM entry", "DROP TABLE entry",
                "TRUNCATE entry", "ALTER TABLE entry ADD COLUMN x INT", "CREATE TABLE x(i INT)", "CREATE TEMP TABLE x AS SELECT 1",
                "CREATE OR REPLACE VIEW entries AS SELECT 1", "CREATE MACRO f() AS 1", "WITH x AS (SELECT 1) INSERT INTO entry SELECT * FROM x",
                "MERGE INTO entry USING changes ON false WHEN NOT MATCHED THEN INSERT VALUES (1)", "COMMENT ON TABLE entry IS 'x'",
                "SELECT 1; DELETE FROM entry", "SELECT 1;;SELECT 2", "/* SELECT */ DROP TABLE entry -- SELECT", "EXPLAIN ANALYZE DELETE FROM entry",
                "PREPARE p AS DELETE FROM entry", "EXECUTE p", "SELECT nextval('s')", "CREATE SEQUENCE s", "VACUUM", "CHECKPOINT", "BEGIN",
                "COMMIT", "ROLLBACK", "SELECT * FROM checkpoint()", "SELECT * FROM force_checkpoint()",
                // files
                "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM read_blob('/etc/passwd')",
                "SELECT * FROM read_parquet('x')", "SELECT * FROM read_json('x')", "SELECT * FROM '/etc/passwd'", "SELECT * FROM \"/etc/passwd\"",
                "SELECT * FROM glob('/etc/*')", "SELECT * FROM sniff_csv('/etc/passwd')", "COPY entry TO '/tmp/x.csv'",
                "COPY (SELECT 1) TO '/tmp/x.csv'", "COPY entry FROM '/etc/passwd'", "EXPORT DATABASE '/tmp/x'", "IMPORT DATABASE '/tmp/x'",
                "ATTACH '/tmp/x.db'", "ATTACH ':memory:' AS m", "DETACH ledger", "USE memory", "SELECT * FROM parquet_metadata('x')",
                "SELECT content FROM read_text(['/etc/passwd'])", "SELECT * FROM duckdb_secrets()",
                // extensions and settings
                "INSTALL httpfs", "LOAD httpfs", "FORCE INSTALL httpfs", "SET enable_external_access = true", "SET memory_limit = '1TB'",
                "SET lock_configuration = false", "RESET memory_limit", "PRAGMA memory_limit = '1TB'", "PRAGMA enable_profiling",
                "SELECT set_config('threads', '8', false)", "CALL pragma_version()", "CALL force_checkpoint()", "SELECT getenv('HOME')",
                "SELECT getvariable('x')", "SET VARIABLE x = 1", "SELECT current_setting('temp_directory')", "SHOW ALL TABLES", "SHOW TABLES",
                // around the views
                "SELECT leaf FROM entry", "SELECT * FROM main.entry", "SELECT * FROM ledger.main.entry", "SELECT * FROM main.entries",
                "SELECT * FROM blob", "SELECT * FROM fact", "SELECT * FROM duckdb_settings()", "SELECT * FROM duckdb_tables", "FROM pg_class",
                "SELECT * FROM information_schema.tables", "SELECT * FROM sqlite_master", "SELECT * FROM query('DELETE FROM entry')",
                "SELECT * FROM query('SELECT * FROM entry')", "SELECT * FROM query_table('entry')", "SELECT * FROM query_table(['entry'])",
                "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM entry'))",
                "SELECT json_serialize_sql('SELECT 1')", "WITH entry AS (SELECT * FROM entry) SELECT * FROM entry",
                "SELECT * FROM (WITH entry AS (SELECT 1) SELECT 1) x, entry", "WITH a AS (FROM b), b AS (SELECT 1) FROM a, b",
                "SELECT (SELECT max(leaf) FROM entry)", "SELECT * FROM entries WHERE entry IN (SELECT seq FROM entry)",
                "SELECT write_log('x')", "SELECT system.main.getenv('HOME')", "DESCRIBE entry", "SUMMARIZE entry", "SHOW entry",
                "SELECT * FROM entries ORDER BY (SELECT 1 FROM entry)", "SELECT list_transform([1], x -> (SELECT max(seq) FROM entry))",
                "SELECT * FROM entries QUALIFY row_number() OVER (ORDER BY (SELECT 1 FROM entry)) = 1",
                "SELECT * FROM entries TABLESAMPLE 1 ROWS, LATERAL (SELECT * FROM entry)",
                "FROM entries SELECT COLUMNS(c -> getenv('HOME') = '')", "PIVOT entry ON kind", "SELECT * FROM (PIVOT entry ON kind USING count(*))",
                // large out of nothing
                "SELECT repeat('x', 4000000000)", "SELECT range(10000000000)", "SELECT lpad('', 2000000000, 'x')",
                "SELECT list_resize([1], 10000000000, 0)", "SELECT printf('%2000000000d', 1)", "SELECT format('{:2000000000}', 1)",
                "SELECT bar(1, 0, 1, 2000000000)", "SELECT generate_series(1, 10000000000)", "SELECT sleep_ms(100000)");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("attacks")
    void whatIsNoReadingOfTheViewsIsRefused(String attack) throws IOException {
        byte[] leaf = ledger.leaf(0);
        assertThatThrownBy(() -> ask(attack)).isInstanceOfSatisfying(UserException.class,
                e -> assertThat(e.problem().code()).isIn("SQL-001", "SQL-002"));
        assertThat(ledger.leaf(0)).isEqualTo(leaf);
        assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
    }

    /// What would pass the check must still not get through: the second wall, without the first.
    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM '/etc/passwd'", "COPY entry TO '/tmp/x.csv'",
            "ATTACH '/tmp/x.db'", "INSERT INTO entry SELECT * FROM entry", "DELETE FROM entry", "DROP TABLE entry", "CREATE TABLE x(i INT)",
            "SET enable_external_access = true", "SET memory_limit = '1TB'", "INSTALL httpfs", "LOAD httpfs", "SELECT * FROM glob('/etc/*')",
            "EXPORT DATABASE '/tmp/x'"})
    void theConnectionItselfRefusesToo(String attack) throws Exception {
        Path copy = data.resolve("second.duckdb");
        Database.create(copy, connection -> {});
        try (Database database = Database.open(copy); var connection = database.separate(); var statement = connection.createStatement()) {
            statement.execute("BEGIN TRANSACTION READ ONLY");
            assertThatThrownBy(() -> statement.execute(attack)).isInstanceOf(java.sql.SQLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT count(*) FROM range(1000000000000) a, range(1000000000000) b WHERE a.range % 7 = b.range % 11",
            "WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t) SELECT max(i) FROM t",
            "SELECT sum(sqrt(a.range)) FROM range(1000000000000) a",
            "SELECT max(a.range * b.range) FROM range(100000000000) a, range(10000) b"})
    void whatRunsForEverIsEnded(String sql) {
        assertThatThrownBy(() -> ledger.insight().query(SqlQuestion.of(sql).time(300), Progress.NONE))
                .isInstanceOfSatisfying(UserException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("SQL-003");
                    assertThat(e.problem().sentence()).contains("0.3 seconds");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT list(a.range) FROM range(100000000000) a", "SELECT range, count(*) FROM range(100000000000) GROUP BY 1",
            "SELECT string_agg(md5(range::VARCHAR), ',') FROM range(100000000000)",
            "SELECT * FROM range(100000000000) a ORDER BY md5(a.range::VARCHAR) LIMIT 1000000",
            "WITH RECURSIVE t(s) AS (SELECT 'xxxxxxxxxxxxxxxx' UNION ALL SELECT s || s FROM t WHERE length(s) < 60000000000) SELECT max(length(s)) FROM t"})
    void whatTakesTooMuchMemoryIsEndedAndTheLedgerGoesOn(String sql) throws Exception {
        try (var other = Executors.newSingleThreadExecutor()) {
            var ended = new AtomicBoolean();
            Future<Integer> writing = other.submit(() -> {
                int written = 0;
                while (!ended.get()) {
                    ledger.record(Drafts.rejection("meanwhile " + written++));
                }
                return written;
            });
            try {
                assertThatThrownBy(() -> ledger.insight().query(SqlQuestion.of(sql).rows(1_000_000).memory(64 << 20), Progress.NONE))
                        .isInstanceOfSatisfying(UserException.class, e -> assertThat(e.problem().code()).isIn("SQL-003", "SQL-001"));
            } finally {
                ended.set(true);
            }
            assertThat(writing.get(60, TimeUnit.SECONDS)).isPositive();
        }
        assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        assertThat(rows("SELECT count(*) > 3 FROM entries")).containsExactly(List.of("true"));
    }

    @Test
    void aQuestionThatIsNoLongerWantedEnds() {
        var progress = new Progress() {
            private int steps;

            @Override
            public void step(String what, long done, long total) {
                steps++;
            }

            @Override
            public boolean cancelled() {
                return steps > 5;
            }
        };
        assertThatThrownBy(() -> ledger.insight().query(SqlQuestion.of("SELECT sum(range) FROM range(1000000000000)"), progress))
                .isInstanceOf(Progress.CancelledException.class);
    }
}
