package dev.countersign.sandbox;

import java.time.Duration;

/// @param time   from spawn to the last byte of output
/// @param output bytes of standard output and error together, after which the tree is killed
public record Limits(Duration time, long output) {}
