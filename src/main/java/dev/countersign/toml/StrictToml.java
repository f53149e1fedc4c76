package dev.countersign.toml;

import dev.countersign.fault.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// Takes values of a TOML file as they must be, and refuses the file by its line where one is not.
///
/// @param refusal says which file it is, and what does not happen
public record StrictToml(Refusal refusal) {
    /// Makes an error of what is wrong in a line.
    @FunctionalInterface
    public interface Refusal {
        UserException of(int line, String what);
    }

    public TomlParseResult parse(String text) {
        TomlParseResult file = TomlText.parse(text);
        if (!file.errors().isEmpty()) {
            TomlParseError error = file.errors().getFirst();
            throw refusal.of(error.position().line(), String.valueOf(error.getMessage()));
        }
        return file;
    }

    /// Empty where the key is not there.
    public Optional<String> text(TomlTable table, String key) {
        Object value = table.get(List.of(key));
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw refusal.of(line(table, key), key + " must be a text");
        }
        if (text.indexOf('\0') >= 0) {
            throw refusal.of(line(table, key), key + " holds a NUL character");
        }
        return Optional.of(text);
    }

    /// @param what they are, for the error: "texts"
    public List<String> list(TomlTable table, String key, String what) {
        if (!(table.get(List.of(key)) instanceof TomlArray array)) {
            throw refusal.of(line(table, key), key + " must be a list of " + what);
        }
        var texts = new ArrayList<String>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof String text) || text.indexOf('\0') >= 0) {
                throw refusal.of(array.inputPositionOf(i).line(), key + " must be a list of " + what);
            }
            texts.add(text);
        }
        return texts;
    }

    public List<String> texts(TomlTable table, String key) {
        return list(table, key, "texts");
    }

    /// Of a key; the first where it has none of its own.
    public static int line(TomlTable table, String key) {
        TomlPosition position = table.inputPositionOf(List.of(key));
        return position == null ? 1 : position.line();
    }
}
