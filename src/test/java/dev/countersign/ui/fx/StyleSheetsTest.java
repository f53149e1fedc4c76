package dev.countersign.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.css.CssParser;
import javafx.scene.text.Font;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StyleSheetsTest {
    private static final Pattern LOOKED_UP = Pattern.compile("-color-[a-z0-9-]+");
    private static final Pattern FAMILY = Pattern.compile("-fx-font-family: \"([^\"]+)\"");

    static List<Path> sheets() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("resources/dev/countersign/ui"))) {
            return files.filter(f -> f.toString().endsWith(".css")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("sheets")
    void parsesWithoutAWarning(Path sheet) throws IOException {
        Screen.start();
        CssParser.errorsProperty().clear();
        var rules = new CssParser().parse(sheet.toUri().toURL()).getRules();
        assertThat(CssParser.errorsProperty()).isEmpty();
        assertThat(rules).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("sheets")
    void namesOnlyColoursThatBothThemesHave(Path sheet) throws IOException {
        var named = new TreeSet<>(LOOKED_UP.matcher(Files.readString(sheet)).results().map(m -> m.group()).toList());
        for (String theme : List.of(new PrimerLight().getUserAgentStylesheet(), new PrimerDark().getUserAgentStylesheet())) {
            String primer = read(theme);
            assertThat(named).allSatisfy(name -> assertThat(primer).contains(name + ":"));
        }
    }

    @Test
    void namesOnlyTypefacesThatAreBundled() throws IOException {
        Screen.start();
        for (Path sheet : sheets()) {
            var families = FAMILY.matcher(Files.readString(sheet)).results().map(m -> m.group(1)).toList();
            assertThat(families).isSubsetOf(Fonts.UI, Fonts.UI_MEDIUM, Fonts.UI_SEMIBOLD, Fonts.CODE);
        }
        assertThat(Font.getFamilies()).contains(Fonts.UI, Fonts.UI_MEDIUM, Fonts.UI_SEMIBOLD, Fonts.CODE);
    }

    private static String read(String sheet) throws IOException {
        try (InputStream in = Objects.requireNonNull(PrimerLight.class.getResourceAsStream(sheet))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
