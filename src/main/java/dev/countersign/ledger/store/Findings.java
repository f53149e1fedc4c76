package dev.countersign.ledger.store;

import dev.countersign.ledger.AuditReport.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Collects findings in the order in which they are made. After the first thousand only their number would grow: the rest is dropped.
final class Findings {
    private static final int MOST = 1_000;
    private final List<Finding> findings = new ArrayList<>();

    void add(String where, String what, String means) {
        if (findings.size() < MOST) {
            findings.add(new Finding(where, what, means));
        }
    }

    void row(long seq, String what) {
        add("database row " + seq, what, "Somebody or something changed the database outside Countersign. The leaf log is not affected: "
                + "close Countersign and delete ledger.duckdb, it will be built anew from the leaf log.");
    }

    void table(String where, String what) {
        add(where, what, "Somebody or something changed the database outside Countersign. The leaf log is not affected: "
                + "close Countersign and delete ledger.duckdb, it will be built anew from the leaf log.");
    }

    void index(String file, String what) {
        add("file " + file, what, "Somebody or something changed the index of a pack outside Countersign. No content is affected: close Countersign "
                + "and delete the file, it will be made anew from the pack.");
    }

    static String at(String file, long offset) {
        return "file " + file + " at byte " + String.format(Locale.ROOT, "%,d", offset);
    }

    static String why(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    List<Finding> all() {
        return List.copyOf(findings);
    }
}
