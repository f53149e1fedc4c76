package dev.countersign.run;

import dev.countersign.toml.TomlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// The values of one file of settings, beside all the keys that it knows. Pure.
final class ConfigReading {
    private final String file;
    private final List<String> lines;
    private final Map<String, Integer> written = new LinkedHashMap<>();
    private final Map<String, String> kinds = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();

    private ConfigReading(String file, String text) {
        this.file = file;
        this.lines = text.lines().toList();
    }

    /// @param file its name, as commands name it
    /// @param text that parses
    static List<ConfigValue> of(String file, String text) {
        var reading = new ConfigReading(file, text);
        TomlParseResult parsed = TomlText.parse(text);
        if (file.equals("agents") && parsed.get(List.of("agent")) instanceof TomlArray agents) {
            for (int i = 0; i < agents.size(); i++) {
                if (agents.get(i) instanceof TomlTable agent && agent.get(List.of("name")) instanceof String name) {
                    reading.names.add(quoted(name));
                    reading.kinds.put(quoted(name), agent.get(List.of("kind")) instanceof String kind ? kind : "cli");
                    reading.take(agent, quoted(name) + ".");
                }
            }
        } else {
            reading.take(parsed, "");
        }
        return reading.values();
    }

    private void take(TomlTable table, String before) {
        for (String key : table.keySet()) {
            Object value = table.get(List.of(key));
            TomlPosition position = table.inputPositionOf(List.of(key));
            String path = before + quoted(key);
            if (value instanceof TomlTable inner && !isInline(position)) {
                // [servers.NAME] has a name that others go by.
                names.add(path);
                take(inner, path + ".");
            } else if (position != null && !(file.equals("agents") && key.equals("name"))) {
                written.put(path, position.line());
            }
        }
    }

    /// `key = { … }` is one value; a table with a heading of its own is not.
    private boolean isInline(TomlPosition position) {
        return position != null && position.line() <= lines.size() && !lines.get(position.line() - 1).stripLeading().startsWith("[");
    }

    private List<ConfigValue> values() {
        var all = new ArrayList<ConfigValue>();
        var left = new LinkedHashSet<>(written.keySet());
        for (ConfigKey key : ConfigKey.of(file).stream().filter(each -> !each.path().contains("*")).toList()) {
            all.add(value(key.path(), Optional.of(key)));
            left.remove(key.path());
        }
        Map<String, List<ConfigKey>> byTable = ConfigKey.of(file).stream().filter(each -> each.path().contains("*.")).collect(
                Collectors.groupingBy(each -> each.path().substring(0, each.path().indexOf('*')), LinkedHashMap::new, Collectors.toList()));
        byTable.forEach((table, keys) -> names.stream().filter(name -> isNameIn(table, name)).forEach(name -> keys.forEach(key -> {
            String path = name + key.path().substring(key.path().indexOf('*') + 1);
            if (written.containsKey(path) || key.kinds().isEmpty() || key.kinds().contains(kinds.getOrDefault(name, "cli"))) {
                all.add(value(path, Optional.of(key)));
                left.remove(path);
            }
        })));
        left.forEach(path -> all.add(value(path, ConfigKey.of(file).stream().filter(key -> key.path().endsWith(".*") && path.startsWith(key.path().substring(0, key.path().length() - 1))).findFirst())));
        return List.copyOf(all);
    }

    private static boolean isNameIn(String table, String name) {
        String rest = name.startsWith(table) ? name.substring(table.length()) : "";
        return !rest.isEmpty() && (rest.startsWith("\"") || rest.indexOf('.') < 0);
    }

    private ConfigValue value(String path, Optional<ConfigKey> key) {
        Integer line = written.get(path);
        Optional<String> text = line == null ? Optional.empty() : TomlEdit.value(lines.get(line - 1));
        boolean oneLine = line == null || text.filter(value -> TomlText.parse("x = " + value).errors().isEmpty()).isPresent();
        return new ConfigValue(path, key.map(ConfigKey::says).orElse(""), line == null ? Optional.empty() : Optional.of(oneLine ? text.orElseThrow() : "…"),
                line == null ? OptionalInt.empty() : OptionalInt.of(line), key.map(ConfigKey::standard).orElse(""), oneLine);
    }

    static String quoted(String name) {
        return name.matches("[A-Za-z0-9_-]+") ? name : "\"" + Toml.tomlEscape(name) + "\"";
    }
}
