package dev.countersign.script;

import dev.countersign.starlark.value.BuiltinValue;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.IntValue;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.StructValue;
import dev.countersign.starlark.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Map;

/// `time.now()`, `time.parse(text)` and `time.format(seconds)`: whole seconds since 1970, and RFC 3339 in UTC.
final class TimeWords {
    private TimeWords() {}

    static Value words(InstantSource clock) {
        return new StructValue("time", Map.of(
                "now", new BuiltinValue("now", (_, arguments) -> {
                    arguments.bind();
                    return IntValue.of(clock.instant().getEpochSecond());
                }),
                "parse", new BuiltinValue("parse", (evaluation, arguments) -> {
                    String text = arguments.bind("text").string(0);
                    evaluation.step(text.length());
                    try {
                        return IntValue.of(OffsetDateTime.parse(text).toEpochSecond());
                    } catch (DateTimeException e) {
                        throw new Failure("this is no time like 2026-01-31T12:00:00Z: " + text);
                    }
                }),
                "format", new BuiltinValue("format", (_, arguments) -> {
                    IntValue seconds = arguments.bind("seconds").integer(0);
                    try {
                        return new StringValue(Instant.ofEpochSecond(seconds.big().longValueExact()).toString());
                    } catch (ArithmeticException | DateTimeException e) {
                        throw new Failure("no such time: " + seconds);
                    }
                })));
    }
}
