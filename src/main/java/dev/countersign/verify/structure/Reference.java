package dev.countersign.verify.structure;

import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in a file that names another file of the same tree.
///
/// @param line, column from 1
/// @param written      as it stands there: "./b.js"
/// @param candidates   any of these files would do
record Reference(int line, int column, String written, List<String> candidates) {
    private static final Pattern SCRIPT = Pattern.compile(
            "(?m)^[ \\t]*(?:import|export)\\b[^'\"`;()]*?['\"](\\.{1,2}/[^'\"\\n]+)['\"]|\\brequire\\([ ]*['\"](\\.{1,2}/[^'\"\\n]+)['\"][ ]*\\)");
    private static final Pattern INCLUDE = Pattern.compile("(?m)^[ \\t]*#[ \\t]*include[ \\t]+\"([^\"\\n]+)\"");
    private static final Pattern PYTHON = Pattern.compile("(?m)^[ \\t]*from[ \\t]+(\\.+[\\w.]*)[ \\t]+import\\b");
    private static final Pattern RUST = Pattern.compile("(?m)^[ \\t]*(?:pub(?:\\([^)]*\\))?[ ]+)?mod[ ]+(?:r#)?(\\w+)[ ]*;");
    private static final Pattern STYLE = Pattern.compile("(?m)@import[ ]+(?:url\\()?['\"](\\.{1,2}/[^'\"\\n]+\\.css)['\"]");
    private static final Pattern RUBY = Pattern.compile("(?m)^[ \\t]*require_relative[ (]+['\"]([^'\"#\\n]+)['\"]");
    private static final Set<String> SCRIPTS = Set.of("js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx");
    private static final Set<String> HEADERS = Set.of("c", "h", "cc", "cpp", "cxx", "hpp", "hh", "hxx");

    Reference {
        candidates = List.copyOf(candidates);
    }

    /// Whether references of such files are known.
    static boolean knows(WorkspacePath path) {
        return pattern(path).isPresent();
    }

    private static Optional<Pattern> pattern(WorkspacePath path) {
        String kind = path.extension();
        return SCRIPTS.contains(kind) ? Optional.of(SCRIPT) : HEADERS.contains(kind) ? Optional.of(INCLUDE)
                : kind.equals("py") ? Optional.of(PYTHON) : kind.equals("rs") ? Optional.of(RUST) : kind.equals("css") ? Optional.of(STYLE)
                : kind.equals("rb") ? Optional.of(RUBY) : Optional.empty();
    }

    /// In the order of the text. What stands in a comment at the start of a line is passed over.
    static List<Reference> of(WorkspacePath path, String text) {
        var references = new ArrayList<Reference>();
        Matcher found = pattern(path).orElseThrow().matcher(text);
        int line = 1;
        int lineStart = 0;
        while (found.find()) {
            int group = found.group(1) == null ? 2 : 1;
            int at = found.start(group);
            for (int i = text.indexOf('\n', lineStart); i >= 0 && i < at; i = text.indexOf('\n', lineStart)) {
                line++;
                lineStart = i + 1;
            }
            String before = text.substring(lineStart, at).strip();
            if (!before.startsWith("//") && !before.startsWith("*") && !before.startsWith("/*")
                    && !(before.startsWith("#") && path.extension().equals("rb"))) {
                String written = found.group(group);
                int theLine = line;
                int column = at - lineStart + 1;
                candidates(path, written).ifPresent(c -> references.add(new Reference(theLine, column, written, c)));
            }
        }
        return List.copyOf(references);
    }

    /// Whether a file of the tree answers it.
    boolean resolves(Predicate<String> exists) {
        return candidates.stream().anyMatch(exists);
    }

    /// Empty where it leads out of the tree, or where nothing can be said.
    private static Optional<List<String>> candidates(WorkspacePath from, String written) {
        String kind = from.extension();
        if (SCRIPTS.contains(kind)) {
            return join(from.folder(), written.replaceFirst("[?#].*", "")).map(Reference::scripts);
        }
        if (kind.equals("py")) {
            return python(from, written);
        }
        if (kind.equals("rs")) {
            return rust(from, written);
        }
        return join(from.folder(), kind.equals("rb") && !written.endsWith(".rb") ? written + ".rb" : written).map(List::of);
    }

    private static List<String> scripts(String path) {
        var candidates = new ArrayList<String>(List.of(path));
        String stem = path.replaceFirst("\\.[cm]?jsx?$", "");
        for (String ending : List.of(".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".d.ts", ".d.mts", ".d.cts", ".json", ".vue", ".svelte", ".node",
                ".css")) {
            candidates.add(path + ending);
            candidates.add((path.isEmpty() ? "" : path + "/") + "index" + ending);
            candidates.add(stem + ending);
        }
        candidates.add((path.isEmpty() ? "" : path + "/") + "package.json");
        return candidates;
    }

    private static Optional<List<String>> python(WorkspacePath from, String written) {
        int dots = (int) written.chars().takeWhile(c -> c == '.').count();
        Optional<String> folder = join(from.folder(), "./" + "../".repeat(dots - 1) + written.substring(dots).replace('.', '/'));
        // "from . import x" may name anything that __init__ makes.
        return written.length() == dots ? Optional.empty()
                : folder.map(path -> List.of(path + ".py", path + "/__init__.py", path + ".pyi", path + ".pyx", path + ".so", path + "/"));
    }

    private static Optional<List<String>> rust(WorkspacePath from, String module) {
        String stem = from.name().substring(0, from.name().length() - ".rs".length());
        boolean top = Set.of("mod", "lib", "main", "build").contains(stem) || from.parts().contains("tests") || from.parts().contains("benches")
                || from.parts().contains("examples") || from.parts().contains("bin");
        var candidates = new ArrayList<String>();
        for (String base : top ? List.of("", stem + "/") : List.of(stem + "/", "")) {
            join(from.folder(), "./" + base + module).ifPresent(p -> candidates.addAll(List.of(p + ".rs", p + "/mod.rs")));
        }
        return Optional.of(candidates);
    }

    private static Optional<String> join(String folder, String relative) {
        var parts = new ArrayList<String>(folder.isEmpty() ? List.of() : List.of(folder.split("/")));
        for (String part : relative.split("/")) {
            if (part.equals("..")) {
                if (parts.isEmpty()) {
                    return Optional.empty();
                }
                parts.removeLast();
            } else if (!part.equals(".") && !part.isEmpty()) {
                parts.add(part);
            }
        }
        return Optional.of(String.join("/", parts));
    }
}
