package dev.countersign.ledger.insight;

/// One SQL question with its limits.
///
/// @param plan        tell how it would be answered, instead of answering
/// @param rows        rows of the answer at most, 1 to 1,000,000
/// @param timeMillis  time at most
/// @param memoryBytes memory at most, beyond what the program uses already
public record SqlQuestion(String sql, boolean plan, int rows, long timeMillis, long memoryBytes) {
    public static final int MOST_ROWS = 1_000_000;

    public SqlQuestion {
        if (rows < 1 || rows > MOST_ROWS || timeMillis < 1 || memoryBytes < 1) {
            throw new IllegalArgumentException("limits out of range: " + rows + " rows, " + timeMillis + " ms, " + memoryBytes + " bytes");
        }
    }

    /// 10,000 rows, 30 seconds, 512 MiB.
    public static SqlQuestion of(String sql) {
        return new SqlQuestion(sql, false, 10_000, 30_000, 512L << 20);
    }

    public SqlQuestion rows(int most) {
        return new SqlQuestion(sql, plan, most, timeMillis, memoryBytes);
    }

    public SqlQuestion time(long millis) {
        return new SqlQuestion(sql, plan, rows, millis, memoryBytes);
    }

    public SqlQuestion memory(long bytes) {
        return new SqlQuestion(sql, plan, rows, timeMillis, bytes);
    }

    public SqlQuestion asPlan() {
        return new SqlQuestion(sql, true, rows, timeMillis, memoryBytes);
    }
}
