package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/errors.md` lists the codes of the sources: all of them, once each, and no other.
class ErrorsDocTest {
    private static final Pattern IN_SOURCE = Pattern.compile("\"([A-Z]+-\\d{3})\"");
    private static final Pattern IN_PAGE = Pattern.compile("^\\| `([A-Z]+-\\d{3})` \\|", Pattern.MULTILINE);

    @Test
    void everyCodeIsExplainedOnceAndNoOther() throws IOException {
        var used = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                used.addAll(codes(IN_SOURCE, file));
            }
        }
        // The name of an algorithm has the same form.
        used.remove("SHA-256");
        assertThat(used).contains("LEDGER-001");
        assertThat(codes(IN_PAGE, Path.of("docs/errors.md"))).containsExactlyInAnyOrderElementsOf(used);
    }

    private static List<String> codes(Pattern pattern, Path file) throws IOException {
        var codes = new ArrayList<String>();
        var match = pattern.matcher(Files.readString(file));
        while (match.find()) {
            codes.add(match.group(1));
        }
        return codes;
    }
}
