package dev.countersign.run;

import java.time.Instant;
import java.util.Optional;

/// Nothing new begins in a run. What was at work when it came goes on to its end.
///
/// @param why     one sentence
/// @param measure what was used up; empty where a person paused it
/// @param who     the person; empty where it was used up
public record Pause(Instant at, String why, Optional<Measure> measure, String who) {}
