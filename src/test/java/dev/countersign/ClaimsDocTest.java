package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A claim that names a test is worth what the test is: each one is there.
class ClaimsDocTest {
    /// `OneTest`, `OneTest#fact`, or `#fact` of the test that was named before.
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]*Test)?(?:#([a-z][A-Za-z0-9]*))?`");
    private static final Path ROOT = Path.of(System.getProperty("basedir", "."));

    @ParameterizedTest
    @ValueSource(strings = {"docs/threat-model.md", "docs/checklists.md"})
    void everyTestThatIsNamedIsThere(String page) throws IOException {
        Map<String, String> tests = new HashMap<>();
        try (var files = Files.walk(ROOT.resolve("src/test/java"))) {
            for (Path file : files.filter(each -> each.toString().endsWith("Test.java")).toList()) {
                tests.merge(file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
            }
        }
        List<String> missing = new ArrayList<>();
        int found = 0;
        String last = "";
        Matcher named = NAMED.matcher(Files.readString(ROOT.resolve(page)));
        while (named.find()) {
            if (named.group(1) != null || named.group(2) != null) {
                last = named.group(1) == null ? last : named.group(1);
                String text = tests.getOrDefault(last, "");
                if (text.isEmpty() || named.group(2) != null && !text.matches("(?s).*\\b(?:void|Stream<[A-Za-z]+>) " + named.group(2) + "\\(.*")) {
                    missing.add(last + "#" + named.group(2));
                }
                found++;
            }
        }

        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(40);
    }
}
