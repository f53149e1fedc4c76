package dev.countersign.ledger;

import dev.countersign.workspace.Sha256;
import java.time.Duration;
import java.util.List;

/// What an audit found, the first bad thing first.
///
/// @param trust    the tier that holds: "T0", "T1" …; with what it means in `trustSays`
/// @param findings empty where everything agrees
public record AuditReport(long entries, long blobs, long bytes, Sha256 root, String trust, String trustSays,
                          List<Finding> findings, Duration took) {
    public AuditReport {
        findings = List.copyOf(findings);
    }

    public boolean intact() {
        return findings.isEmpty();
    }

    /// @param where "entry 12", "blob 9f3c…", "checkpoint of size 40", "database row 12", "file leaves/0.seg at byte 1,204"
    /// @param what  what is wrong there
    /// @param means what it means for the reader
    public record Finding(String where, String what, String means) {}
}
