package dev.countersign.ledger.insight;

import dev.countersign.workspace.Idempotent;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.List;

/// Statistics of a ledger, and SQL that can only read. What is asked of evidence is derived first, once per entry, with progress;
/// a cancelled derivation goes on where it stood. Safe from any thread.
@Idempotent
public interface Insight {

    /// The views that SQL may ask, as `docs/sql.md` describes them.
    List<SqlView> views();

    /// Answers one SELECT over the views.
    ///
    /// @throws dev.countersign.fault.UserException `SQL-001` where DuckDB does not understand it, `SQL-002` where it is no reading of
    ///         the views, `SQL-003` where it took more time or memory than the question allows
    /// @throws Progress.CancelledException where it is no longer wanted
    SqlTable query(SqlQuestion question, Progress progress) throws IOException;

    /// @throws Progress.CancelledException where it is no longer wanted
    Statistics statistics(StatisticsQuery query, Progress progress) throws IOException;
}
