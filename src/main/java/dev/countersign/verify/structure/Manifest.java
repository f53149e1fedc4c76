package dev.countersign.verify.structure;

import dev.countersign.toml.TomlText;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A file that says what a project needs, beside its lock file.
///
/// @param name the file's name: "package.json"
record Manifest(String name, String text) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, List<String>> LOCKS = Map.of(
            "package.json", List.of("package-lock.json", "npm-shrinkwrap.json"),
            "Cargo.toml", List.of("Cargo.lock"),
            "pyproject.toml", List.of("uv.lock", "poetry.lock"),
            "go.mod", List.of("go.sum"),
            "Gemfile", List.of("Gemfile.lock"));
    private static final Pattern GO = Pattern.compile("(?m)^[ \\t]*(?:require[ \\t]+)?([\\w.~-]+\\.[\\w.~-]+(?:/[\\w.~/-]+)?)[ \\t]+(v\\d\\S*)");
    private static final Pattern GO_REPLACED = Pattern.compile("(?m)^[ \\t]*(?:replace[ \\t]+)?(\\S+)(?:[ \\t]+v\\S+)?[ \\t]*=>");
    private static final Pattern GEM = Pattern.compile("(?m)^[ \\t]*gem[ (]+['\"]([^'\"]+)['\"]");
    private static final Pattern LOCKED_GEM = Pattern.compile("(?m)^  (\\S+?)(?: \\(.*\\))?!?$");
    private static final Pattern PYTHON_NAME = Pattern.compile("^[ ]*([A-Za-z0-9][\\w.-]*)");

    /// The manifest or the lock file could be right or wrong; it could not be read.
    static final class UnreadException extends Exception {
        UnreadException(String why) {
            super(why);
        }
    }

    /// The names that lock files of such a manifest have, the one that counts first.
    static List<String> locks(WorkspacePath manifest) {
        return LOCKS.getOrDefault(manifest.name(), List.of());
    }

    /// The manifests in the same folder that a changed file may disagree with: itself, or those it is a lock file of.
    static List<WorkspacePath> besides(WorkspacePath changed) {
        return LOCKS.entrySet().stream().filter(e -> e.getKey().equals(changed.name()) || e.getValue().contains(changed.name()))
                .map(e -> WorkspacePath.of(changed.folder().isEmpty() ? e.getKey() : changed.folder() + "/" + e.getKey())).toList();
    }

    /// Names of what is asked for here and not so in the lock file.
    Collection<String> missingFrom(String lockName, String lock) throws UnreadException {
        try {
            return switch (name) {
                case "package.json" -> npm(lock);
                case "Cargo.toml" -> cargo(toml(lockName, lock));
                case "pyproject.toml" -> python(toml(lockName, lock));
                case "go.mod" -> go(lock);
                case "Gemfile" -> gems(lock);
                default -> throw new IllegalStateException("no manifest: " + name);
            };
        } catch (JacksonException e) {
            throw new UnreadException("it or " + lockName + " is no JSON");
        }
    }

    private TomlParseResult toml(String file, String content) throws UnreadException {
        TomlParseResult result = TomlText.parse(content);
        if (result.hasErrors()) {
            throw new UnreadException(file + " is no TOML");
        }
        return result;
    }

    /// The lock file repeats what the manifest asked for, word for word, in its entry for the project itself.
    private Collection<String> npm(String lock) throws UnreadException {
        JsonNode own = JSON.readTree(text);
        JsonNode locked = JSON.readTree(lock);
        JsonNode copy = locked.path("packages").path("");
        if (copy.isMissingNode() && !locked.path("dependencies").isObject()) {
            throw new UnreadException("its lock file is of a form that is not known");
        }
        var missing = new LinkedHashSet<String>();
        for (String kind : List.of("dependencies", "devDependencies", "optionalDependencies")) {
            for (Map.Entry<String, JsonNode> each : own.path(kind).properties()) {
                boolean agrees = copy.isMissingNode() ? locked.path("dependencies").has(each.getKey())
                        : Stream.of("dependencies", "devDependencies", "optionalDependencies")
                                .anyMatch(k -> copy.path(k).path(each.getKey()).equals(each.getValue()));
                if (!agrees) {
                    missing.add(each.getKey());
                }
            }
        }
        return missing;
    }

    private Collection<String> cargo(TomlParseResult lock) throws UnreadException {
        Set<String> locked = names(lock);
        TomlParseResult own = toml(name, text);
        var missing = new LinkedHashSet<String>();
        var tables = new ArrayList<TomlTable>(List.of(own));
        if (own.get(List.of("target")) instanceof TomlTable targets) {
            targets.keySet().forEach(t -> table(targets, t).ifPresent(tables::add));
        }
        for (TomlTable table : tables) {
            for (String kind : List.of("dependencies", "dev-dependencies", "build-dependencies")) {
                table(table, kind).ifPresent(needs -> needs.keySet().forEach(key -> {
                    Object need = needs.get(List.of(key));
                    boolean inherits = need instanceof TomlTable t && t.contains("workspace");
                    String crate = need instanceof TomlTable t && t.get(List.of("package")) instanceof String other ? other : key;
                    if (!inherits && !locked.contains(crate)) {
                        missing.add(key);
                    }
                }));
            }
        }
        return missing;
    }

    private Collection<String> python(TomlParseResult lock) throws UnreadException {
        var locked = new HashSet<String>();
        names(lock).forEach(n -> locked.add(normal(n)));
        TomlParseResult own = toml(name, text);
        var missing = new LinkedHashSet<String>();
        var needs = new ArrayList<String>();
        if (own.get(List.of("project", "dependencies")) instanceof TomlArray array) {
            array.toList().forEach(need -> {
                Matcher found = PYTHON_NAME.matcher(String.valueOf(need));
                if (found.find()) {
                    needs.add(found.group(1));
                }
            });
        }
        if (own.get(List.of("tool", "poetry", "dependencies")) instanceof TomlTable table) {
            table.keySet().stream().filter(n -> !n.equals("python")).forEach(needs::add);
        }
        needs.stream().filter(n -> !locked.contains(normal(n))).forEach(missing::add);
        return missing;
    }

    private static String normal(String python) {
        return python.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    }

    private static Set<String> names(TomlParseResult lock) {
        var names = new HashSet<String>();
        if (lock.get(List.of("package")) instanceof TomlArray packages) {
            packages.toList().forEach(p -> {
                if (p instanceof TomlTable table && table.get(List.of("name")) instanceof String text) {
                    names.add(text);
                }
            });
        }
        return names;
    }

    private static Optional<TomlTable> table(TomlTable of, String key) {
        return of.get(List.of(key)) instanceof TomlTable table ? Optional.of(table) : Optional.empty();
    }

    /// The manifest of each module in the version asked for has a checksum.
    private Collection<String> go(String lock) {
        var replaced = new HashSet<String>();
        for (Matcher each = GO_REPLACED.matcher(text); each.find(); ) {
            replaced.add(each.group(1));
        }
        var locked = new HashSet<String>();
        lock.lines().map(line -> line.split(" ")).filter(w -> w.length >= 2).forEach(w -> locked.add(w[0] + " " + w[1].replace("/go.mod", "")));
        var missing = new LinkedHashSet<String>();
        for (Matcher each = GO.matcher(text.replaceAll("//.*", "").replaceAll("(?m)^.*=>.*$", "").replaceAll("(?s)\\b(exclude|retract)\\s*\\(.*?\\)", "")
                .replaceAll("(?m)^\\s*(exclude|retract|module|go|toolchain)\\b.*$", "")); each.find(); ) {
            if (!replaced.contains(each.group(1)) && !locked.contains(each.group(1) + " " + each.group(2))) {
                missing.add(each.group(1));
            }
        }
        return missing;
    }

    private Collection<String> gems(String lock) {
        int from = lock.indexOf("\nDEPENDENCIES\n");
        var locked = new HashSet<String>();
        for (Matcher each = LOCKED_GEM.matcher(from < 0 ? "" : lock.substring(from + "\nDEPENDENCIES\n".length())); each.find(); ) {
            locked.add(each.group(1));
        }
        var missing = new LinkedHashSet<String>();
        for (Matcher each = GEM.matcher(text); each.find(); ) {
            if (!locked.contains(each.group(1))) {
                missing.add(each.group(1));
            }
        }
        return missing;
    }
}
