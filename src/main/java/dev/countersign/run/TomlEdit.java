package dev.countersign.run;

import dev.countersign.toml.TomlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// Sets one value in the text of a TOML file and leaves all else as it is written: comments, order, spacing. Whatever cannot be done by
/// changing one line, or putting in one, is refused. Pure.
final class TomlEdit {
    private final List<String> lines;
    private final TomlParseResult before;

    /// Says why a value cannot be set.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why, null, false, false);
        }
    }

    private TomlEdit(String text, TomlParseResult before) {
        this.lines = new ArrayList<>(text.isEmpty() ? List.of() : List.of(text.split("\n", -1)));
        if (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        this.before = before;
    }

    /// @param key   names of tables, then that of the value; an element of an array of tables by its `name`
    /// @param value in TOML; what is no value of TOML is taken for a text
    static String set(String text, List<String> key, String value) throws Refused {
        TomlParseResult before = parsed(text);
        String literal = literal(value);
        String after = new TomlEdit(text, before).set(key, literal);
        TomlParseResult read = TomlText.parse(after);
        if (!read.errors().isEmpty() || !plain(read).equals(wanted(before, key, plain(TomlText.parse("x = " + literal)).get("x")))) {
            throw new Refused("it is written in a way that one line cannot change, such as over several lines; edit the file");
        }
        return after;
    }

    /// Takes one value out, with its line; a comment behind it goes too.
    static String remove(String text, List<String> key) throws Refused {
        TomlParseResult before = parsed(text);
        var edit = new TomlEdit(text, before);
        int at = edit.place(key).line() - 1;
        edit.lines.remove(at);
        String after = edit.lines.isEmpty() ? "" : String.join("\n", edit.lines) + "\n";
        TomlParseResult read = TomlText.parse(after);
        Map<String, Object> wanted = plain(before);
        holder(wanted, key).remove(key.getLast());
        if (!read.errors().isEmpty() || !plain(read).equals(wanted)) {
            throw new Refused("it is written in a way that one line cannot change, such as over several lines; edit the file");
        }
        return after;
    }

    /// What stands behind the equals sign of a line, without a comment.
    static Optional<String> value(String line) {
        int equals = equals(line);
        String comment = equals < 0 ? "" : comment(line, equals + 1);
        return equals < 0 ? Optional.empty() : Optional.of(line.substring(equals + 1, line.stripTrailing().length() - comment.length()).strip());
    }

    private TomlPosition place(List<String> key) throws Refused {
        TomlTable table = before;
        for (int i = 0; i < key.size() - 1; i++) {
            Object next = table.get(List.of(key.get(i)));
            if (next instanceof TomlArray array && i + 1 < key.size() - 1) {
                int at = named(array, key.get(++i)).orElseThrow(() -> new Refused("it is not written there"));
                table = array.getTable(at);
            } else if (next instanceof TomlTable inner) {
                table = inner;
            } else {
                throw new Refused("it is not written there");
            }
        }
        TomlPosition position = table.get(List.of(key.getLast())) == null ? null : table.inputPositionOf(List.of(key.getLast()));
        if (position == null) {
            throw new Refused("it is not written there");
        }
        return position;
    }

    private static TomlParseResult parsed(String text) throws Refused {
        TomlParseResult read = TomlText.parse(text);
        if (!read.errors().isEmpty()) {
            throw new Refused("the file is wrong at line " + read.errors().getFirst().position().line() + "; mend that first");
        }
        return read;
    }

    private static String literal(String value) {
        boolean toml = !value.contains("\n") && !value.isBlank() && TomlText.parse("x = " + value).errors().isEmpty() && TomlText.parse("x = " + value).size() == 1;
        return toml ? value.strip() : "\"" + Toml.tomlEscape(value) + "\"";
    }

    private String set(List<String> key, String literal) throws Refused {
        TomlTable table = before;
        int header = 0;
        for (int i = 0; i < key.size() - 1; i++) {
            String part = key.get(i);
            Object next = table.get(List.of(part));
            if (next == null) {
                return append(key.subList(0, key.size() - 1), key.getLast(), literal);
            }
            if (next instanceof TomlArray array && i + 1 < key.size() - 1) {
                int at = named(array, key.get(i + 1)).orElse(-1);
                if (at < 0) {
                    throw new Refused("there is no " + part + " called \"" + key.get(i + 1) + "\"");
                }
                table = array.getTable(at);
                header = array.inputPositionOf(at).line();
                i++;
            } else if (next instanceof TomlTable inner) {
                TomlPosition position = table.inputPositionOf(List.of(part));
                header = position == null ? header : position.line();
                table = inner;
            } else {
                throw new Refused("\"" + part + "\" is no table");
            }
        }
        String name = key.getLast();
        Object old = table.get(List.of(name));
        if (old instanceof TomlTable || old instanceof TomlArray array && !array.isEmpty() && array.get(0) instanceof TomlTable) {
            throw new Refused("\"" + name + "\" is a table; name a value in it");
        }
        if (old != null) {
            TomlPosition position = table.inputPositionOf(List.of(name));
            int at = position.line() - 1;
            String line = lines.get(at);
            int equals = equals(line);
            if (equals < 0) {
                throw new Refused("its line is not written as KEY = VALUE; edit the file");
            }
            String comment = comment(line, equals + 1);
            lines.set(at, line.substring(0, equals) + "= " + literal + (comment.isEmpty() ? "" : " " + comment));
        } else if (header > 0) {
            lines.add(header, written(name) + " = " + literal);
        } else {
            lines.add(first(), written(name) + " = " + literal);
        }
        return String.join("\n", lines) + "\n";
    }

    /// Where a value of no table goes: before the first that is there, else before everything.
    private int first() {
        int first = Integer.MAX_VALUE;
        for (String key : before.keySet()) {
            TomlPosition position = before.inputPositionOf(List.of(key));
            if (position != null && !(before.get(List.of(key)) instanceof TomlTable)) {
                first = Math.min(first, position.line() - 1);
            }
        }
        boolean tables = lines.stream().anyMatch(line -> line.startsWith("["));
        return first < lines.size() && !lines.get(first).startsWith("[") ? first : tables ? 0 : lines.size();
    }

    private String append(List<String> tables, String name, String literal) throws Refused {
        Object root = before.get(List.of(tables.getFirst()));
        if (root instanceof TomlArray) {
            throw new Refused("there is no " + tables.getFirst() + " called \"" + tables.get(1) + "\"");
        }
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add("[" + String.join(".", tables.stream().map(TomlEdit::written).toList()) + "]");
        lines.add(written(name) + " = " + literal);
        return String.join("\n", lines) + "\n";
    }

    private static Optional<Integer> named(TomlArray array, String name) {
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i) instanceof TomlTable table && name.equals(table.get(List.of("name")))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static String written(String name) {
        return name.matches("[A-Za-z0-9_-]+") ? name : "\"" + Toml.tomlEscape(name) + "\"";
    }

    /// Where the value begins to be assigned: the first equals sign outside of quotes.
    private static int equals(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                i += c == '\\' && quote == '"' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '=') {
                return i;
            }
        }
        return -1;
    }

    /// The comment behind a value; empty for none.
    private static String comment(String line, int from) {
        char quote = 0;
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                i += c == '\\' && quote == '"' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '#') {
                return line.substring(i).stripTrailing();
            }
        }
        return "";
    }

    /// What the file says, with that one value in it.
    private static Map<String, Object> wanted(TomlTable before, List<String> key, Object value) {
        Map<String, Object> all = plain(before);
        holder(all, key).put(key.getLast(), value);
        return all;
    }

    /// The table that a key's last part lies in.
    private static Map<String, Object> holder(Map<String, Object> all, List<String> key) {
        Map<String, Object> table = all;
        for (int i = 0; i < key.size() - 1; i++) {
            Object next = table.get(key.get(i));
            if (next instanceof List<?> list) {
                String name = key.get(++i);
                table = list.stream().map(TomlEdit::table).filter(one -> name.equals(one.get("name"))).findFirst().orElseGet(LinkedHashMap::new);
            } else {
                table = table(table.computeIfAbsent(key.get(i), _ -> new LinkedHashMap<String, Object>()));
            }
        }
        return table;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> table(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : new LinkedHashMap<>();
    }

    private static Map<String, Object> plain(TomlTable table) {
        var all = new LinkedHashMap<String, Object>();
        table.keySet().forEach(key -> all.put(key, plain(table.get(List.of(key)))));
        return all;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case TomlTable table -> plain(table);
            case TomlArray array -> new ArrayList<>(array.toList().stream().map(TomlEdit::plain).toList());
            default -> value;
        };
    }
}
