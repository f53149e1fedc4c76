package dev.countersign.verify.project.report;

import java.util.List;

/// Reads a report out of a command's output, line by line, while it is written.
interface LineReport {
    void line(String line);

    /// What was read so far; empty where the output is none of this kind.
    List<TestCase> cases();
}
