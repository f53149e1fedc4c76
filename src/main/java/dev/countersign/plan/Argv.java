package dev.countersign.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A typed command as an argv: words apart by white space, kept together by single or double quotes or a backslash. No variables,
/// no globs, no substitution: what stands there is what runs.
public final class Argv {
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./{}*?$-]+");

    private Argv() {}

    /// Empty where a quote is not closed or there is no word.
    public static Optional<List<String>> split(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inside = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char ch = line.charAt(i);
            if (quote != 0) {
                if (ch == quote) {
                    quote = 0;
                } else if (ch == '\\' && quote == '"' && i + 1 < line.length() && "\"\\".indexOf(line.charAt(i + 1)) >= 0) {
                    word.append(line.charAt(++i));
                } else {
                    word.append(ch);
                }
            } else if (ch == '\'' || ch == '"') {
                quote = ch;
                inside = true;
            } else if (ch == '\\' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                inside = true;
            } else if (Character.isWhitespace(ch)) {
                if (inside) {
                    words.add(word.toString());
                    word.setLength(0);
                    inside = false;
                }
            } else {
                word.append(ch);
                inside = true;
            }
        }
        if (inside) {
            words.add(word.toString());
        }
        return quote != 0 || words.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(words));
    }

    /// The words as a line that [#split] takes apart into the same words; without line breaks where they have none.
    public static String join(List<String> argv) {
        return argv.stream().map(Argv::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        if (PLAIN.matcher(word).matches()) {
            return word;
        }
        return word.indexOf('\'') < 0 ? "'" + word + "'" : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
