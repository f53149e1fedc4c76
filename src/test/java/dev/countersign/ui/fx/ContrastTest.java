package dev.countersign.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.scene.paint.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Colour pairs that the style sheets put on each other, in both themes, by the formula of WCAG 2.2.
class ContrastTest {
    private static final Pattern COLOUR = Pattern.compile("(-color-[a-z0-9-]+):\\s*(#[0-9a-fA-F]{3,8}|rgba?\\([^)]*\\))");
    private static final double AA = 4.5;
    private static final double AA_ICON = 3;
    private static final Pattern RULE = Pattern.compile("([^{}]+)\\{([^{}]*)\\}");
    private static final Pattern BACK = Pattern.compile("-fx-background-color:\\s*(-color-[a-z0-9-]+)\\s*;");
    private static final Pattern TEXT = Pattern.compile("(-fx-text-fill|-fx-icon-color|-fx-fill):\\s*(-color-[a-z0-9-]+)");
    /// What most of a window is.
    private static final List<String> GROUNDS = List.of("-color-bg-default", "-color-bg-subtle");
    /// Text, then what it stands on. Subtle backgrounds are laid over the window's.
    private static final List<List<String>> PAIRS = List.of(
            List.of("fg-default", "bg-default"), List.of("fg-default", "bg-subtle"), List.of("fg-default", "bg-inset"),
            List.of("fg-default", "accent-subtle"), List.of("fg-default", "warning-subtle"), List.of("fg-default", "success-subtle"),
            List.of("fg-default", "danger-subtle"), List.of("fg-default", "neutral-subtle"),
            List.of("fg-muted", "bg-default"), List.of("fg-muted", "bg-subtle"), List.of("fg-muted", "accent-subtle"),
            List.of("accent-fg", "bg-default"), List.of("accent-fg", "accent-subtle"),
            List.of("success-fg", "bg-default"), List.of("warning-fg", "bg-default"), List.of("warning-fg", "bg-subtle"),
            List.of("warning-fg", "warning-subtle"), List.of("success-fg", "warning-subtle"),
            List.of("danger-fg", "bg-default"), List.of("danger-fg", "accent-subtle"),
            List.of("fg-emphasis", "accent-emphasis"), List.of("fg-emphasis", "danger-emphasis"));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyTextReachesAaOnWhatItStandsOn(boolean dark) throws IOException {
        Map<String, Color> colors = colours(dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
        var low = new ArrayList<String>();
        for (List<String> pair : PAIRS) {
            Color below = colors.get("-color-bg-default");
            Color back = over(Objects.requireNonNull(colors.get("-color-" + pair.getLast()), pair.getLast()), below);
            Color text = over(Objects.requireNonNull(colors.get("-color-" + pair.getFirst()), pair.getFirst()), back);
            double contrast = contrast(text, back);
            if (contrast < AA) {
                low.add("%s on %s: %.2f".formatted(pair.getFirst(), pair.getLast(), contrast));
            }
        }
        assertThat(low).isEmpty();
    }

    /// Every rule of our own sheets that colours text or an icon, on the background that it sets itself, or on each that windows have.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyRuleOfOurSheetsReachesAa(boolean dark) throws IOException {
        Map<String, Color> colors = colours(dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
        Color window = colors.get("-color-bg-default");
        var low = new ArrayList<String>();
        int seen = 0;
        for (Path sheet : sheets()) {
            Matcher rule = RULE.matcher(Files.readString(sheet));
            while (rule.find()) {
                Matcher backs = BACK.matcher(rule.group(2));
                List<String> own = backs.find() ? List.of(backs.group(1)) : GROUNDS;
                Matcher text = TEXT.matcher(rule.group(2));
                // a selection is what text stands on; text for emphasis stands on the accent
                while (text.find() && !rule.group(1).contains("selection")) {
                    for (String ground : text.group(2).equals("-color-fg-emphasis") && own == GROUNDS ? List.of("-color-accent-emphasis") : own) {
                        seen++;
                        Color back = over(Objects.requireNonNull(colors.get(ground), ground), window);
                        Color front = over(Objects.requireNonNull(colors.get(text.group(2)), text.group(2)), back);
                        double wanted = text.group(1).equals("-fx-text-fill") ? AA : AA_ICON;
                        if (contrast(front, back) < wanted) {
                            low.add("%s %s: %s on %s: %.2f".formatted(sheet.getFileName(), rule.group(1).strip(), text.group(2), ground, contrast(front, back)));
                        }
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(100);
        assertThat(low).isEmpty();
    }

    private static List<Path> sheets() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("basedir", ".")).resolve("resources"))) {
            return files.filter(file -> file.toString().endsWith(".css")).sorted().toList();
        }
    }

    private static Map<String, Color> colours(String sheet) throws IOException {
        try (InputStream in = Objects.requireNonNull(PrimerLight.class.getResourceAsStream(sheet))) {
            var found = new HashMap<String, Color>();
            Matcher matcher = COLOUR.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            while (matcher.find()) {
                found.putIfAbsent(matcher.group(1), Color.web(matcher.group(2)));
            }
            return found;
        }
    }

    private static Color over(Color top, Color below) {
        double a = top.getOpacity();
        return Color.color(top.getRed() * a + below.getRed() * (1 - a), top.getGreen() * a + below.getGreen() * (1 - a),
                top.getBlue() * a + below.getBlue() * (1 - a));
    }

    private static double contrast(Color text, Color back) {
        double a = luminance(text);
        double b = luminance(back);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
