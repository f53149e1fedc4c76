package dev.countersign.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Libraries that manifests name, by the notation of each: what came in, went, or has another version.
final class Dependencies {
    private static final Pattern MAVEN = Pattern.compile("<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>(?:\\s*<version>([^<]+)</version>)?");
    private static final Pattern GRADLE = Pattern.compile("[\"']([\\w.-]+:[\\w.-]+):([\\w.${}+-]+)[\"']");
    private static final Pattern NPM_BLOCK = Pattern.compile("\"(?:dev|peer|optional)?[dD]ependencies\"\\s*:\\s*\\{([^}]*)\\}");
    private static final Pattern NPM = Pattern.compile("\"([^\"]+)\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern GO = Pattern.compile("(?m)^\\s*(?:require\\s+)?([\\w.-]+\\.[\\w.-]+/\\S+)\\s+(v\\S+)");
    private static final Pattern TOML_BLOCK = Pattern.compile("(?ms)^\\[(?:[\\w.'\"()-]*\\.)?(?:dev-|build-)?dependencies\\]\\s*$(.*?)(?=^\\[|\\z)");
    private static final Pattern TOML = Pattern.compile("(?m)^\\s*([\\w-]+)\\s*=\\s*(?:\"([^\"]*)\"|\\{[^}\\n]*?version\\s*=\\s*\"([^\"]*)\")?");
    private static final Pattern PIP = Pattern.compile("(?m)^\\s*([A-Za-z][\\w.-]*)\\s*(?:\\[[^\\]]*\\])?\\s*((?:[=~!<>]=?|===)[^#;\\n]*)?");

    private Dependencies() {}

    /// "p-retry 6.2.1", "p-retry 6.2.0 → 6.2.1"; in order of their names.
    record Found(List<String> added, List<String> removed, List<String> changed) {}

    static Found of(WorkspacePath path, FileDiff.Text diff) {
        Map<String, String> before = read(path, String.join("\n", diff.before().lines()));
        Map<String, String> after = read(path, String.join("\n", diff.after().lines()));
        return new Found(after.keySet().stream().filter(name -> !before.containsKey(name)).map(name -> words(name, after)).toList(),
                before.keySet().stream().filter(name -> !after.containsKey(name)).map(name -> words(name, before)).toList(),
                after.keySet().stream().filter(name -> before.containsKey(name) && !before.get(name).equals(after.get(name)))
                        .map(name -> words(name, before) + " \u2192 " + after.get(name)).toList());
    }

    private static String words(String name, Map<String, String> of) {
        return (name + " " + of.get(name)).strip();
    }

    private static Map<String, String> read(WorkspacePath path, String text) {
        var found = new TreeMap<String, String>();
        String name = path.name().toLowerCase(Locale.ROOT);
        if (name.equals("pom.xml")) {
            all(MAVEN, text, m -> found.put(m.group(1).strip() + ":" + m.group(2).strip(), group(m, 3)));
        } else if (name.endsWith(".gradle") || name.endsWith(".gradle.kts")) {
            all(GRADLE, text, m -> found.put(m.group(1), m.group(2)));
        } else if (name.equals("package.json")) {
            all(NPM_BLOCK, text, block -> all(NPM, block.group(1), m -> found.put(m.group(1), m.group(2))));
        } else if (name.equals("go.mod")) {
            all(GO, text, m -> found.put(m.group(1), m.group(2)));
        } else if (name.equals("cargo.toml")) {
            all(TOML_BLOCK, text, block -> all(TOML, block.group(1), m -> found.put(m.group(1), group(m, 2).isEmpty() ? group(m, 3) : group(m, 2))));
        } else if (name.startsWith("requirements")) {
            all(PIP, text, m -> found.put(m.group(1), group(m, 2)));
        }
        return found;
    }

    private static String group(Matcher matcher, int group) {
        String found = matcher.group(group);
        return found == null ? "" : found.strip();
    }

    private static void all(Pattern pattern, String text, java.util.function.Consumer<Matcher> each) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            each.accept(matcher);
        }
    }

    static boolean reads(WorkspacePath path) {
        String name = path.name().toLowerCase(Locale.ROOT);
        return name.equals("pom.xml") || name.endsWith(".gradle") || name.endsWith(".gradle.kts") || name.equals("package.json")
                || name.equals("go.mod") || name.equals("cargo.toml") || name.startsWith("requirements") && name.endsWith(".txt");
    }
}
