package dev.countersign.ui.guard;

import dev.countersign.policy.Rulebook;
import dev.countersign.policy.Ruling;
import dev.countersign.run.PolicyReplay;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Shows what came of trying rules; each place in a file is a link.
final class RuleOutcomes {
    private static final int MOST = 200;
    private static final Pattern PLACE = Pattern.compile("(?m)((?:built-in|user|\\.countersign/policies)/[\\w-]+\\.star):(\\d+)");

    private final Texts texts;
    private final BiConsumer<String, Integer> goTo;

    RuleOutcomes(Texts texts, BiConsumer<String, Integer> goTo) {
        this.texts = texts;
        this.goTo = goTo;
    }

    List<Node> of(RulesViewModel.Outcome outcome) {
        return switch (outcome) {
            case RulesViewModel.Outcome.Tests tests -> tests(tests);
            case RulesViewModel.Outcome.Past past -> past(past.replay());
            case RulesViewModel.Outcome.Ruled ruled -> ruled(ruled);
        };
    }

    private List<Node> tests(RulesViewModel.Outcome.Tests tests) {
        var nodes = new ArrayList<Node>();
        nodes.add(head(tests.failed() == 0 ? Feather.CHECK_CIRCLE : Feather.X_CIRCLE, tests.failed() == 0 ? "tone-success" : "tone-danger",
                texts.text("rules.tests.result", tests.results().size() - tests.failed(), tests.failed())));
        for (Rulebook.Tested one : tests.results()) {
            if (one.failure().isPresent()) {
                var failed = new Label(one.test(), Icons.of(Feather.X, 12));
                failed.getStyleClass().add("tone-danger");
                nodes.add(new VBox(2, row(failed, link(one.file(), one.line())), code(one.failure().get())));
                if (!one.output().isEmpty()) {
                    nodes.add(code(String.join("\n", one.output())));
                }
            }
        }
        return nodes;
    }

    private List<Node> past(PolicyReplay replay) {
        var nodes = new ArrayList<Node>();
        List<PolicyReplay.Ruled> differences = replay.differences();
        long stricter = differences.stream().filter(PolicyReplay.Ruled::stricter).count();
        nodes.add(head(Feather.ROTATE_CCW, differences.isEmpty() ? "tone-success" : "tone-warning",
                texts.text("rules.past.result", replay.entries().size(), stricter, differences.size() - stricter)));
        if (replay.left() > 0) {
            nodes.add(Sections.prose(texts.text("rules.past.left", replay.left()), "text-small", "text-muted"));
        }
        for (PolicyReplay.Ruled one : differences.subList(0, Math.min(MOST, differences.size()))) {
            nodes.add(Sections.prose(texts.text("rules.past.entry", Long.toString(one.seq()), word(PolicyReplay.severity(one.then())), word(PolicyReplay.severity(one.now())),
                    one.summary()), "text-default"));
            one.now().stream().filter(ruling -> ruling.severity() < 2).forEach(ruling -> nodes.add(ruling(ruling)));
        }
        if (differences.size() > MOST) {
            nodes.add(Sections.prose(texts.text("rules.past.more", differences.size() - MOST), "text-muted"));
        }
        return nodes;
    }

    private List<Node> ruled(RulesViewModel.Outcome.Ruled ruled) {
        var nodes = new ArrayList<Node>();
        int severity = PolicyReplay.severity(ruled.rulings());
        nodes.add(head(severity == 0 ? Feather.SLASH : severity == 1 ? Feather.HELP_CIRCLE : Feather.CHECK_CIRCLE,
                severity == 0 ? "tone-danger" : severity == 1 ? "tone-warning" : "tone-success", texts.text("rules.ruled", word(severity), ruled.what())));
        ruled.rulings().forEach(ruling -> nodes.add(ruling(ruling)));
        return nodes;
    }

    private Node ruling(Ruling ruling) {
        return switch (ruling) {
            case Ruling.Allow allow -> Sections.prose(texts.text("rules.by", allow.rule()), "text-small", "text-muted");
            case Ruling.Ask ask -> ruling(ask.reason(), ask.rule(), ask.source());
            case Ruling.Deny deny -> ruling(deny.reason(), deny.rule(), deny.source());
        };
    }

    private Node ruling(String reason, String rule, Optional<Ruling.Source> source) {
        var words = Sections.prose(reason, "text-default");
        HBox.setHgrow(words, Priority.ALWAYS);
        var name = new Label(rule);
        name.getStyleClass().add("chip");
        var row = new HBox(8, name, words);
        row.setAlignment(Pos.CENTER_LEFT);
        source.ifPresent(place -> row.getChildren().add(link(place.file(), place.line())));
        return row;
    }

    private Node code(String text) {
        var box = new VBox(2, Sections.prose(text.stripTrailing(), "code", "text-small"));
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            box.getChildren().add(link(place.group(1), Integer.parseInt(place.group(2))));
        }
        box.getStyleClass().add("rules-output");
        return box;
    }

    private Hyperlink link(String file, int line) {
        var link = new Hyperlink(file + ":" + line);
        link.getStyleClass().add("code");
        link.setMinWidth(Hyperlink.USE_PREF_SIZE);
        link.setOnAction(_ -> goTo.accept(file, line));
        return link;
    }

    private static HBox row(Node... nodes) {
        var row = new HBox(8, nodes);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static Label head(Feather icon, String tone, String words) {
        var label = new Label(words, Icons.of(icon, 16));
        label.getStyleClass().addAll("text-strong", tone);
        label.setWrapText(true);
        return label;
    }

    private String word(int severity) {
        return texts.text(List.of("rules.word.deny", "rules.word.ask", "rules.word.allow").get(severity));
    }
}
