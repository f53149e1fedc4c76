package dev.countersign.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names a run: UTC time of its start and four random characters, `20261121-074512-k3f9`; sorts by time.
public record RunId(@JsonValue String value) implements Comparable<RunId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RunId {
        if (!value.matches("\\d{8}-\\d{6}-[a-z0-9]{4}")) {
            throw new IllegalArgumentException("not a run id: " + value);
        }
    }

    @Override
    public int compareTo(RunId o) {
        return value.compareTo(o.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
