package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.insight.SqlView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The views that people's SQL may ask, and what they are made of.
final class SqlViews {
    /// A view with the query behind it.
    private record Definition(SqlView view, String query) {}

    private static final List<Definition> ALL = List.of(
            view("entries", "one row for each entry", """
                    SELECT e.seq AS entry, make_timestamp_ms(e.ts) AS time,
                    ['commit', 'rollback', 'redo', 'adopt', 'recovery', 'rejection', 'denial', 'escalation', 'grant', 'trust',
                     NULL, 'key-rotation'][e.kind] AS kind,
                    e.session AS run, e.node AS node, f.agent AS agent, f.model AS model, e.actor AS actor, f.summary AS summary,
                    f.task AS task, CASE WHEN e.paths = '' THEN 0 ELSE len(string_split(e.paths, chr(10))) END AS files,
                    f.added AS lines_added, f.removed AS lines_removed, f.verdict AS verdict, f.decided AS decision,
                    f.approver AS approved_by, f.cost AS cost_usd, f.waited AS waited_ms, f.restores AS restores, hex(e.leaf_hash) AS leaf_hash
                    FROM entry e LEFT JOIN fact f ON f.seq = e.seq""",
                    "entry BIGINT number of the entry, from 0", "time TIMESTAMP when, in UTC",
                    "kind VARCHAR commit, rollback, redo, adopt, recovery, rejection, denial, escalation, grant, trust, key-rotation",
                    "run VARCHAR id of the run", "node VARCHAR id of the node, or empty",
                    "agent VARCHAR who proposed it; who acted, where nobody proposed", "model VARCHAR model, or empty",
                    "actor VARCHAR who made the entry", "summary VARCHAR one line", "task VARCHAR first line of the task, or empty",
                    "files BIGINT paths it changed", "lines_added BIGINT NULL where unknown", "lines_removed BIGINT NULL where unknown",
                    "verdict VARCHAR green, red, overridden, not_checked; NULL for what proposes nothing",
                    "decision VARCHAR whole, part, edited, rejected; NULL where nothing was decided",
                    "approved_by VARCHAR who decided; NULL where nobody did", "cost_usd DECIMAL(18,6) NULL where unknown",
                    "waited_ms BIGINT from the end of the checks to the decision; NULL where unknown",
                    "restores BIGINT for a rollback or redo: the entry it names", "leaf_hash VARCHAR hex"),
            view("changes", "one row for each path of each entry", """
                    SELECT c.seq AS entry, string_split(e.paths, chr(10))[c.path_id + 1] AS path,
                    CASE WHEN c.before IS NULL THEN 'added' WHEN c.after IS NULL THEN 'deleted' ELSE 'changed' END AS action,
                    lower(hex(c.before)) AS before, lower(hex(c.after)) AS after
                    FROM change c JOIN entry e ON e.seq = c.seq""",
                    "entry BIGINT number of the entry", "path VARCHAR path in the workspace", "action VARCHAR added, deleted, changed",
                    "before VARCHAR SHA-256 of the content before, hex; NULL for none",
                    "after VARCHAR SHA-256 of the content after, hex; NULL for none"),
            view("decisions", "one row for each proposal that was decided about", """
                    SELECT f.seq AS entry, make_timestamp_ms(e.ts) AS time, f.agent AS agent, f.model AS model, f.decided AS decision,
                    f.approver AS decided_by, f.hunks_accepted AS hunks_accepted, f.hunks_proposed AS hunks_proposed,
                    f.verdict = 'overridden' AS overridden, f.note AS note, f.waited AS waited_ms
                    FROM fact f JOIN entry e ON e.seq = f.seq WHERE f.decided IS NOT NULL""",
                    "entry BIGINT number of the entry", "time TIMESTAMP when, in UTC", "agent VARCHAR who proposed it",
                    "model VARCHAR model, or empty", "decision VARCHAR whole, part, edited, rejected", "decided_by VARCHAR who decided",
                    "hunks_accepted BIGINT NULL where unknown", "hunks_proposed BIGINT NULL where unknown",
                    "overridden BOOLEAN approved although a check failed", "note VARCHAR the reviewer's words, or empty",
                    "waited_ms BIGINT from the end of the checks to the decision; NULL where unknown"),
            view("rework", "lines of one entry that a later one changed or took out", """
                    SELECT r.of AS entry, r.by AS changed_by, r.lines AS lines,
                    (b.ts - e.ts) / 86400000.0 AS after_days, b.kind IN (2, 3) AS rolled_back
                    FROM rework_lines r JOIN entry e ON e.seq = r.of JOIN entry b ON b.seq = r.by""",
                    "entry BIGINT the entry that wrote the lines", "changed_by BIGINT the entry that changed them or took them out",
                    "lines BIGINT how many", "after_days DOUBLE days between the two", "rolled_back BOOLEAN by a rollback or redo"),
            view("checkpoints", "one row for each signed checkpoint the database knows of", """
                    SELECT size AS entries, lower(hex(root)) AS root, note AS note FROM checkpoint""",
                    "entries BIGINT entries it covers", "root VARCHAR root of the tree, hex", "note VARCHAR the signed note"));

    private SqlViews() {}

    private static Definition view(String name, String says, String query, String... columns) {
        return new Definition(new SqlView(name, says, java.util.Arrays.stream(columns).map(SqlViews::column).toList()), query);
    }

    /// `name TYPE what it is`.
    private static SqlView.Column column(String text) {
        String[] words = text.split(" ", 3);
        return new SqlView.Column(words[0], words[1], words[2]);
    }

    static List<SqlView> all() {
        return ALL.stream().map(Definition::view).toList();
    }

    /// Whether a statement may ask a view that stands on what is derived from evidence. By its words: a name that does not stand in it is not asked.
    static boolean mayNeedFacts(String sql) {
        String words = sql.toLowerCase(Locale.ROOT);
        return ALL.stream().filter(d -> d.query().contains("fact ") || d.query().contains("rework_lines ")).anyMatch(d -> words.contains(d.view().name()));
    }

    static boolean isView(String name) {
        return ALL.stream().anyMatch(d -> d.view().name().equalsIgnoreCase(name));
    }

    /// Makes the views for one connection alone.
    static List<String> statements() {
        return ALL.stream().map(d -> "CREATE TEMP VIEW " + d.view().name() + " AS " + d.query()).toList();
    }

    /// A table behind the views that people may take for one: what to ask instead.
    static Optional<String> insteadOf(String table) {
        return switch (table.toLowerCase(Locale.ROOT)) {
            case "entry", "fact" -> Optional.of("entries");
            case "change" -> Optional.of("changes");
            case "checkpoint" -> Optional.of("checkpoints");
            case "decision" -> Optional.of("decisions");
            default -> Optional.empty();
        };
    }
}
