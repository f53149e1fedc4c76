package dev.countersign.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ui.run.RunView;
import dev.countersign.ui.settings.SettingsView;
import dev.countersign.ui.shell.Shell;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.MissingResourceException;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every text on screen is a key, every key is a text, and none is left over.
class TextKeysTest {
    private static final Path JAVA = Path.of("src/main/java/dev/countersign/ui");
    private static final Path RESOURCES = Path.of("resources/dev/countersign/ui");
    private static final Pattern CALL = Pattern.compile("\\b(?:text|item|card|line|row)\\(");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern IN_FXML = Pattern.compile("\"%([a-z0-9_.]+)\"");
    private static final Pattern KEY = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)+");

    @ParameterizedTest
    @ValueSource(strings = {"fx", "run", "plan", "compare", "shell", "settings", "insight", "guard"})
    void everyKeyThatIsAskedForIsThere(String screen) throws IOException {
        Set<String> keys = keys(screen);
        var asked = new TreeSet<String>();
        for (String source : sources(screen, ".java")) {
            CALL.matcher(source).results().flatMap(call -> LITERAL.matcher(arguments(source, call.end())).results()).map(m -> m.group(1))
                    .filter(text -> KEY.matcher(text).matches()).forEach(asked::add);
        }
        for (String fxml : sources(screen, ".fxml")) {
            IN_FXML.matcher(fxml).results().map(m -> m.group(1)).forEach(asked::add);
        }
        assertThat(asked).isNotEmpty().isSubsetOf(keys);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fx", "run", "plan", "compare", "shell", "settings", "insight", "guard"})
    void noKeyIsLeftOver(String screen) throws IOException {
        var literals = new TreeSet<String>();
        for (String source : sources(screen, ".java")) {
            LITERAL.matcher(source).results().map(m -> m.group(1)).forEach(literals::add);
        }
        for (String fxml : sources(screen, ".fxml")) {
            IN_FXML.matcher(fxml).results().map(m -> m.group(1)).forEach(literals::add);
        }
        List<String> unused = keys(screen).stream().filter(key -> !isUsed(key, literals)).toList();
        assertThat(unused).isEmpty();
    }

    /// What stands between the bracket before `from` and its partner.
    private static String arguments(String source, int from) {
        int depth = 1;
        int to = from;
        while (depth > 0) {
            char ch = source.charAt(to++);
            depth += ch == '(' ? 1 : ch == ')' ? -1 : 0;
        }
        return source.substring(from, to - 1);
    }

    /// By its whole name, by a prefix to which an enum's name is added, or as the hint that goes with a used key.
    private static boolean isUsed(String key, Set<String> literals) {
        return literals.contains(key) || literals.contains(key.substring(0, key.indexOf('.') + 1))
                || (key.endsWith(".hint") && literals.contains(key.substring(0, key.length() - 5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fx", "run", "plan", "compare", "shell", "settings", "insight", "guard"})
    void quotesAreDoubledExactlyWhereThereAreArguments(String screen) throws IOException {
        texts(screen).forEach((key, value) -> {
            String text = (String) value;
            if (text.contains("{0")) {
                assertThat(text.replace("''", "")).as((String) key).doesNotContain("'");
                assertThat(new MessageFormat(text).getFormats()).as((String) key).isNotEmpty();
            } else {
                assertThat(text).as((String) key).doesNotContain("''");
            }
        });
    }

    @Test
    void aMissingKeyThrows() {
        for (Class<?> type : List.of(Texts.class, RunView.class, Shell.class, SettingsView.class)) {
            assertThatThrownBy(() -> Texts.of(type).text("no.such.key")).isInstanceOf(MissingResourceException.class);
        }
    }

    @Test
    void everyStatusHasAWord() {
        for (Status status : Status.values()) {
            assertThat(status.word()).isNotBlank();
        }
    }

    private static Set<String> keys(String screen) throws IOException {
        return new TreeSet<>(texts(screen).stringPropertyNames());
    }

    private static Properties texts(String screen) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(Files.readString(RESOURCES.resolve(screen).resolve("messages.properties"))));
        return properties;
    }

    private static List<String> sources(String screen, String extension) throws IOException {
        var found = new ArrayList<String>();
        for (Path root : List.of(JAVA.resolve(screen), RESOURCES.resolve(screen))) {
            try (Stream<Path> files = Files.list(root)) {
                for (Path file : files.filter(f -> f.toString().endsWith(extension)).toList()) {
                    found.add(Files.readString(file));
                }
            }
        }
        return found;
    }
}
