package dev.countersign.ui.insight;

import dev.countersign.ledger.blame.Annotation;
import dev.countersign.ledger.blame.Checks;
import dev.countersign.ledger.entry.Entry;
import java.util.Optional;

/// A line with what is known of its origin.
///
/// @param number from 1
/// @param first  whether it has another origin than the line above
/// @param age    0 for the oldest entry of the file to 4 for the newest; -1 outside the ledger
record BlameRow(int number, Annotation.Line line, Optional<Entry> entry, Optional<Checks> checks, boolean first, int age) {}
