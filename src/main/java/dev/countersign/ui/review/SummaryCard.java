package dev.countersign.ui.review;

import dev.countersign.review.FileRisk;
import dev.countersign.review.Reason;
import dev.countersign.review.Summary;
import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.workspace.WorkspacePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import javafx.beans.binding.DoubleBinding;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The two-minute summary: what changed, what was checked, what was not, what needs a look, what it took. Facts; the agent's own words
/// stand apart, folded.
final class SummaryCard extends VBox {
    private static final int NAMED = 8;
    /// Head, foot and padding.
    private static final double AROUND = 144;

    private final Texts texts = Texts.of(SummaryCard.class);
    private final VBox content = new VBox(14);
    private final BiConsumer<WorkspacePath, Integer> jump;
    private final CheckBox first = new CheckBox();

    /// @param jump  shows a line (0-based, -1 for none) of a file
    /// @param close takes the card away
    SummaryCard(BiConsumer<WorkspacePath, Integer> jump, Runnable close) {
        super(12);
        this.jump = jump;
        setId("summary");
        getStyleClass().add("summary-card");
        setMaxSize(760, Region.USE_PREF_SIZE);
        setAccessibleText(texts.text("summary.title"));
        var title = new Label(texts.text("summary.title"));
        title.getStyleClass().add("text-heading");
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var shut = Tips.name(new Button("", Icons.of(Feather.X, 16)), texts.text("summary.close"));
        shut.setId("summary-close");
        shut.getStyleClass().addAll("flat", "button-icon", "tight");
        shut.setOnAction(_ -> close.run());
        var head = new HBox(8, title, gap, shut);
        head.setAlignment(Pos.CENTER_LEFT);
        var scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("summary-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        first.setText(texts.text("summary.first"));
        first.setVisible(false);
        first.setManaged(false);
        var begin = new Button(texts.text("summary.begin"), Icons.of(Feather.ARROW_RIGHT));
        begin.getStyleClass().add("accent");
        begin.setOnAction(_ -> close.run());
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var keys = new Label(texts.text("summary.keys"));
        keys.getStyleClass().addAll("text-muted", "text-small");
        var foot = new HBox(8, first, space, keys, begin);
        foot.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(head, scroll, foot);
    }

    /// The switch "show this first", where that is kept.
    CheckBox first() {
        first.setVisible(true);
        first.setManaged(true);
        return first;
    }

    /// What it would take to show all of it without scrolling.
    DoubleBinding wholeHeight() {
        return content.heightProperty().add(AROUND);
    }

    void reading() {
        content.getChildren().setAll(Sections.prose(texts.text("summary.reading"), "text-muted"));
    }

    void show(Summary s, Instant now) {
        var sections = new ArrayList<Node>();
        sections.add(section(texts.text("summary.changed"), changed(s)));
        sections.add(section(texts.text("summary.look"), look(s)));
        sections.add(section(texts.text("summary.checked"), checked(s, now)));
        sections.add(section(texts.text("summary.unchecked"), s.unchecked().isEmpty() ? List.of(line(Feather.CHECK, "tone-success", texts.text("summary.unchecked.none")))
                : s.unchecked().stream().map(u -> line(Feather.MINUS_CIRCLE, "tone-quiet", u.name() + ": " + u.why())).toList()));
        sections.add(section(texts.text("summary.took"), took(s)));
        if (!s.words().isEmpty()) {
            var words = new TitledPane(texts.text("summary.words"), Sections.prose(s.words(), "agent-words"));
            words.setExpanded(false);
            words.setAnimated(false);
            words.setId("summary-words");
            sections.add(words);
        }
        content.getChildren().setAll(sections);
    }

    private List<Node> changed(Summary s) {
        var lines = new ArrayList<Node>();
        String kinds = s.kinds().entrySet().stream().map(e -> texts.text("summary.kind." + e.getKey(), e.getValue())).collect(Collectors.joining(", "));
        lines.add(line(Feather.FILE_TEXT, "tone-quiet", texts.text("summary.files", s.files(), kinds) + "  +" + s.added() + " \u2212" + s.removed()));
        var more = new ArrayList<String>();
        add(more, "summary.generated", s.generated());
        add(more, "summary.binary", s.binary());
        add(more, "summary.moved", s.moved());
        add(more, "summary.unread", s.unread());
        if (!more.isEmpty()) {
            lines.add(line(Feather.LAYERS, "tone-quiet", String.join(" \u00b7 ", more)));
        }
        several(lines, Feather.PACKAGE, "tone-warning", "summary.libraries.added", s.libraries().added());
        several(lines, Feather.PACKAGE, "tone-quiet", "summary.libraries.removed", s.libraries().removed());
        several(lines, Feather.PACKAGE, "tone-quiet", "summary.libraries.changed", s.libraries().changed());
        several(lines, Feather.PLUS_SQUARE, "tone-quiet", "summary.signatures.added", s.signatures().added());
        several(lines, Feather.MINUS_SQUARE, "tone-warning", "summary.signatures.removed", s.signatures().removed());
        Summary.Tests tests = s.tests();
        boolean none = tests.filesAdded() + tests.filesChanged() + tests.filesDeleted() == 0;
        lines.add(line(Feather.CHECK_SQUARE, tests.filesDeleted() > 0 || tests.casesRemoved() > tests.casesAdded() ? "tone-warning" : "tone-quiet",
                none ? texts.text("summary.tests.none") : texts.text("summary.tests", tests.filesAdded(), tests.filesChanged(), tests.filesDeleted(),
                        tests.casesAdded(), tests.casesRemoved())));
        return lines;
    }

    private void add(List<String> to, String key, int count) {
        if (count > 0) {
            to.add(texts.text(key, count));
        }
    }

    private void several(List<Node> lines, Feather icon, String tone, String key, List<String> names) {
        if (!names.isEmpty()) {
            String more = names.size() > NAMED ? texts.text("summary.more", names.size() - NAMED) : "";
            lines.add(line(icon, tone, texts.text(key) + " " + names.stream().limit(NAMED).collect(Collectors.joining("; ")) + more));
        }
    }

    private List<Node> look(Summary s) {
        if (s.look().isEmpty()) {
            return List.of(line(Feather.CHECK, "tone-success", texts.text("summary.look.none")));
        }
        return s.look().stream().<Node>map(this::look).toList();
    }

    private Node look(FileRisk risk) {
        var link = new Hyperlink(risk.path().value());
        link.getStyleClass().addAll("code", "place");
        int line = risk.reasons().stream().mapToInt(Reason::line).filter(l -> l > 0).findFirst().orElse(0);
        link.setOnAction(_ -> jump.accept(risk.path(), line - 1));
        String because = risk.reasons().stream().map(Reason::says).collect(Collectors.joining(" "));
        link.setAccessibleText(texts.text("risk." + risk.level()) + ": " + risk.path() + ". " + because);
        var words = new VBox(1, link, Sections.prose(because, "text-small", "text-muted"));
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        String tone = switch (risk.level()) {
            case HIGH -> "tone-danger";
            case MEDIUM -> "tone-warning";
            case LOW, NONE -> "tone-quiet";
        };
        var mark = Icons.of(risk.level() == FileRisk.Level.HIGH ? Feather.ALERT_TRIANGLE : Feather.ALERT_CIRCLE);
        mark.getStyleClass().add(tone);
        var row = new HBox(8, mark, words);
        row.setAlignment(Pos.TOP_LEFT);
        return row;
    }

    private List<Node> checked(Summary s, Instant now) {
        var lines = new ArrayList<Node>();
        s.checks().ifPresentOrElse(checks -> lines.add(line(checks.current() ? Feather.CLOCK : Feather.ALERT_CIRCLE, checks.current() ? "tone-quiet" : "tone-warning",
                texts.text(checks.current() ? "summary.current" : "summary.stale", Durations.ago(checks.at(), now), Durations.took(checks.took()))
                        + s.energy().map(e -> "  V(x) " + e.text()).orElse(""))), () -> lines.add(line(Feather.CLOCK, "tone-warning", texts.text("summary.unverified"))));
        s.checked().forEach(c -> lines.add(line(c.passed() ? Feather.CHECK_CIRCLE : Feather.X_CIRCLE, c.passed() ? "tone-success" : "tone-danger",
                c.sensor() + ": " + (c.passed() ? c.says() : texts.text("evidence.residuals", c.residuals()) + ". " + c.says()))));
        return lines;
    }

    private List<Node> took(Summary s) {
        String trend = s.energies().size() < 2 ? "" : "  V(x) " + s.energies().stream().map(v -> String.format(Locale.ENGLISH, "%.2f", v)).collect(Collectors.joining(" \u2192 "));
        String cost = s.usage().costUsd().map(c -> "$" + c.toPlainString()).orElse(texts.text("run.cost.unknown"));
        String tokens = s.usage().inputTokens().isPresent() && s.usage().outputTokens().isPresent()
                ? texts.text("run.tokens", s.usage().inputTokens().getAsLong(), s.usage().outputTokens().getAsLong()) : texts.text("run.tokens.unknown");
        return List.of(line(Feather.REPEAT, "tone-quiet", texts.text("summary.attempts", s.attempts()) + trend), line(Feather.DOLLAR_SIGN, "tone-quiet", cost + " \u00b7 " + tokens));
    }

    private static Node section(String title, List<Node> lines) {
        var box = Sections.section(title);
        box.getStyleClass().setAll("summary-section");
        box.setSpacing(5);
        box.getChildren().addAll(lines);
        return box;
    }

    private static Node line(Feather icon, String tone, String text) {
        var mark = Icons.of(icon);
        mark.getStyleClass().add(tone);
        var words = Sections.prose(text, "text-body");
        HBox.setHgrow(words, Priority.ALWAYS);
        var row = new HBox(8, mark, words);
        row.setAlignment(Pos.TOP_LEFT);
        return row;
    }
}
