package dev.countersign.verify;

import java.time.Duration;
import java.util.Optional;

/// When a program counts as started; it is ended then.
///
/// @param stays how long it has to run, where it does not have to say anything
/// @param says  what a line of its output has to contain, sooner than the command's limit
public record Smoke(Duration stays, Optional<String> says) {
    public Smoke {
        if (stays.isNegative() || stays.isZero() && says.isEmpty() || says.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("a program has started when it ran for a while, or when it says something");
        }
    }
}
