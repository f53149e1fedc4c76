package dev.countersign.run;

import java.util.Optional;
import java.util.OptionalInt;

/// One value of a file of settings: as it is written, or what holds without it.
///
/// @param key      as `config set` takes it behind the file's name
/// @param says     what it sets, for a person; empty for what no list knows
/// @param written  in TOML, as it stands in the file; several lines are one text
/// @param line     where, from 1; empty where it is not written
/// @param standard what holds without it; empty where it has to be there
/// @param oneLine  whether it can be changed by one line: what is written over several, or in a line with others, is the editor's
public record ConfigValue(String key, String says, Optional<String> written, OptionalInt line, String standard, boolean oneLine) {
    public ConfigValue {
        if (written.isPresent() != line.isPresent()) {
            throw new IllegalArgumentException("what is written has a line");
        }
    }
}
