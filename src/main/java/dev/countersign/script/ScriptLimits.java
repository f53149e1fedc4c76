package dev.countersign.script;

import dev.countersign.starlark.value.Limits;
import java.time.Duration;

/// What one call of a script may use up.
///
/// @param work     steps, memory and wall-clock time, waiting for hosts included
/// @param requests over HTTP
/// @param sent     bytes of bodies towards hosts, in all
/// @param received bytes of answers, in all
/// @param result   characters of what it returns
public record ScriptLimits(Limits work, int requests, long sent, long received, int result) {
    public static final ScriptLimits USUAL = new ScriptLimits(new Limits(20_000_000, 64L << 20, 60, Duration.ofSeconds(30)), 20, 1 << 20, 4 << 20,
            100_000);

    public ScriptLimits {
        if (requests < 0 || sent < 0 || received < 0 || result < 1) {
            throw new IllegalArgumentException("limits are not negative");
        }
    }
}
