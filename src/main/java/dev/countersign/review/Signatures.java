package dev.countersign.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Public signatures that a change adds or removes, as far as its lines show them: a declaration that begins on a changed line. What
/// a parser would know, they do not.
final class Signatures {
    private static final Pattern JAVA = Pattern.compile("^\\s*public\\s+[^=;{]*?(?:\\(|\\b(?:class|interface|record|enum|@interface)\\s+\\w+)");
    private static final Pattern SCRIPT = Pattern.compile("^export\\s+(?:default\\s+)?(?:async\\s+)?(?:abstract\\s+)?(?:function|class|interface|type|const|let|enum)\\b");
    private static final Pattern RUST = Pattern.compile("^\\s*pub\\s+(?:async\\s+|unsafe\\s+|const\\s+)*(?:fn|struct|enum|trait|type|mod)\\b");
    private static final Pattern GO = Pattern.compile("^(?:func\\s+(?:\\([^)]*\\)\\s*)?[A-Z]|type\\s+[A-Z])");

    private Signatures() {}

    /// @param added   signatures that were not there, in order
    /// @param removed signatures that are no longer there
    record Found(List<String> added, List<String> removed) {}

    static Found of(WorkspacePath path, FileDiff.Text diff) {
        String name = path.name();
        Pattern begins = switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "java" -> JAVA;
            case "ts", "tsx", "js", "mjs" -> SCRIPT;
            case "rs" -> RUST;
            case "go" -> GO;
            default -> null;
        };
        if (begins == null || SensitivePaths.isTest(path)) {
            return new Found(List.of(), List.of());
        }
        List<String> added = in(begins, Triage.added(diff));
        List<String> removed = in(begins, Triage.removed(diff));
        var both = new ArrayList<>(added);
        both.retainAll(removed);
        return new Found(added.stream().filter(s -> !both.contains(s)).toList(), removed.stream().filter(s -> !both.contains(s)).toList());
    }

    private static List<String> in(Pattern begins, List<String> lines) {
        return lines.stream().filter(line -> line.length() < 500 && begins.matcher(line).find())
                .map(line -> line.strip().replaceAll("\\s*\\{.*$", "").replaceAll("\\s+", " ")).map(Signatures::ended).distinct().toList();
    }

    /// Without what only ends a statement; one that goes on in the next line says so.
    private static String ended(String line) {
        return line.endsWith(",") || line.endsWith("(") ? line + "\u2026" : line.endsWith(";") ? line.substring(0, line.length() - 1) : line;
    }
}
