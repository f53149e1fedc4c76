/// What test runners report of single tests: their files and their output, read strictly and within bounds.
///
/// Start with [TestReports]. Whatever stands in a report was written by code under test: nothing of it is run or fetched.
@NullMarked
package dev.countersign.verify.project.report;

import org.jspecify.annotations.NullMarked;
