package dev.countersign.review;

import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.regex.Pattern;

/// Counts test cases by the lines that begin them, in the notations of the common test frameworks.
final class TestCases {
    private static final Pattern JVM = Pattern.compile("^\\s*@(?:Test|ParameterizedTest|Property|RepeatedTest|TestFactory)\\b");
    private static final Pattern PYTHON = Pattern.compile("^\\s*(?:async\\s+)?def\\s+test\\w*\\s*\\(");
    private static final Pattern SCRIPT = Pattern.compile("^\\s*(?:it|test)(?:\\.\\w+)?\\s*\\(");
    private static final Pattern GO = Pattern.compile("^func\\s+(?:Test|Fuzz)\\w*\\s*\\(");
    private static final Pattern RUST = Pattern.compile("^\\s*#\\[(?:\\w+::)?test\\]");

    private TestCases() {}

    static int count(WorkspacePath path, List<String> lines) {
        String name = path.name();
        Pattern begins = switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "java", "kt", "scala", "groovy" -> JVM;
            case "py" -> PYTHON;
            case "js", "ts", "jsx", "tsx", "mjs", "cjs" -> SCRIPT;
            case "go" -> GO;
            case "rs" -> RUST;
            default -> null;
        };
        return begins == null ? 0 : (int) lines.stream().filter(line -> begins.matcher(line).find()).count();
    }
}
