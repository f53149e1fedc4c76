package dev.countersign.toml;

import java.util.List;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// Parses TOML. The parser fails by itself on some texts that are none (an inline table that is cut by a control character, for one);
/// here that is an error of the text, in its line.
public final class TomlText {
    /// Stands in no TOML.
    private static final String WRONG = "\u0001";

    private TomlText() {}

    /// Never throws: what is wrong is in [TomlParseResult#errors].
    public static TomlParseResult parse(String text) {
        try {
            return Toml.parse(text);
        } catch (RuntimeException e) {
            List<String> lines = text.lines().toList();
            int good = 0;
            int bad = Math.max(1, lines.size());
            while (bad - good > 1) {
                int middle = (good + bad) / 2;
                if (fails(lines.subList(0, middle))) {
                    bad = middle;
                } else {
                    good = middle;
                }
            }
            return Toml.parse("\n".repeat(bad - 1) + WRONG);
        }
    }

    private static boolean fails(List<String> lines) {
        try {
            Toml.parse(String.join("\n", lines));
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }
}
