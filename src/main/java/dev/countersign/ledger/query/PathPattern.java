package dev.countersign.ledger.query;

import java.util.regex.Pattern;

/// Paths that a filter means: one path; everything below a folder (`src/`); or a glob in which `*` and `?` stay within a folder
/// and `**` crosses folders. A glob without a `/` is looked for in every folder.
public final class PathPattern {
    private static final String SPECIAL = "\\.[]{}()<>*+-=!?^$|&~#@\"";

    private final String text;
    private final String expression;
    private final Pattern pattern;

    private PathPattern(String text, String expression) {
        this.text = text;
        this.expression = expression;
        this.pattern = Pattern.compile(expression, Pattern.DOTALL);
    }

    /// Any text is a pattern.
    public static PathPattern of(String text) {
        String glob = text.endsWith("/") ? text + "**" : isGlob(text) && text.indexOf('/') < 0 ? "**/" + text : text;
        var out = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (glob.startsWith("**/", i)) {
                out.append("(.*/)?");
                i += 2;
            } else if (glob.startsWith("**", i)) {
                out.append(".*");
                i++;
            } else if (c == '*') {
                out.append("[^/]*");
            } else if (c == '?') {
                out.append("[^/]");
            } else {
                out.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "").append(c);
            }
        }
        return new PathPattern(text, out.toString());
    }

    private static boolean isGlob(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /// Whether it can mean one path only.
    public boolean isExact() {
        return !isGlob(text) && !text.endsWith("/");
    }

    public boolean matches(String path) {
        return isExact() ? path.equals(text) : pattern.matcher(path).matches();
    }

    /// The same as a regular expression of `.`, `*`, `?`, `[^/]`, groups and escapes.
    public String expression() {
        return expression;
    }
}
