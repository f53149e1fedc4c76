package dev.countersign.verify.project;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.toml.TomlText;
import dev.countersign.verify.Part;
import dev.countersign.verify.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// Reads `checks.toml`, the user's weights: `epsilon`, `[parts]` with `syn`, `str`, `log`, `boot`, `sheaf`, and `[sensors]` with the
/// names that sensors have on screen. Anything else refuses the whole file.
public final class ScaleFile {
    private final Path file;
    private final TomlParseResult toml;

    private ScaleFile(Path file, TomlParseResult toml) {
        this.file = file;
        this.toml = toml;
    }

    /// @param file need not exist; then the defaults hold
    /// @throws UserException `CHECK-004` where it is wrong or can't be read, naming file, line and key
    public static Scale load(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Scale.DEFAULT;
        }
        try {
            return new ScaleFile(file, TomlText.parse(Files.readString(file))).read();
        } catch (IOException e) {
            throw fault(file.toString(), "it cannot be read: " + e);
        }
    }

    private Scale read() {
        if (!toml.errors().isEmpty()) {
            TomlParseError error = toml.errors().getFirst();
            throw fault(file + " line " + error.position().line(), String.valueOf(error.getMessage()));
        }
        for (String key : toml.keySet()) {
            if (!Set.of("epsilon", "parts", "sensors").contains(key)) {
                throw fault(place(key), "the key \"" + key + "\" is unknown; there are epsilon, [parts] and [sensors]");
            }
        }
        double epsilon = toml.contains("epsilon") ? number("epsilon", toml.get(List.of("epsilon"))) : Scale.DEFAULT.epsilon();
        var parts = new EnumMap<Part, Double>(Part.class);
        table("parts").forEach((name, weight) -> parts.put(part(name), weight));
        return new Scale(epsilon, parts, table("sensors"));
    }

    private Part part(String name) {
        for (Part part : Part.values()) {
            if (part.name().equalsIgnoreCase(name)) {
                return part;
            }
        }
        throw fault(place("parts"), "there is no part \"" + name + "\"; there are syn, str, log, boot and sheaf");
    }

    private Map<String, Double> table(String name) {
        var weights = new TreeMap<String, Double>();
        if (toml.contains(name)) {
            if (!(toml.get(List.of(name)) instanceof TomlTable table)) {
                throw fault(place(name), "\"" + name + "\" is a table");
            }
            for (String key : table.keySet()) {
                weights.put(key, number(key, table.get(List.of(key))));
            }
        }
        return weights;
    }

    private double number(String key, @org.jspecify.annotations.Nullable Object value) {
        if (value instanceof Number number && Scale.isFactor(number.doubleValue())) {
            return number.doubleValue();
        }
        throw fault(file.toString(), "\"" + key + "\" is a number from 0 to 1000000");
    }

    private String place(String key) {
        var position = toml.inputPositionOf(List.of(key));
        return position == null ? file.toString() : file + " line " + position.line();
    }

    private static UserException fault(String place, String why) {
        return new UserException(Problem.of("CHECK-004", Exit.USAGE, "The weights of the checks in " + place + " are wrong: " + why + ".",
                "Nothing was started.", "Correct the file, or remove it: then every weight is 1 and epsilon 0.10."));
    }
}
