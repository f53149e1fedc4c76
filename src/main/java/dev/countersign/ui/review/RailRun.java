package dev.countersign.ui.review;

import dev.countersign.agent.AgentEvent;
import dev.countersign.run.NodeView;
import dev.countersign.sandbox.Protection;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.verify.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Under what the agent and the checks ran: protection layer by layer, the exact command, the whole environment, what it cost.
final class RailRun {
    private final Texts texts = Texts.of(RailRun.class);
    private final RailSections sections;
    private final Runnable transcript;

    /// @param transcript opens what the agent said and did
    RailRun(RailSections sections, Runnable transcript) {
        this.sections = sections;
        this.transcript = transcript;
    }

    void show(NodeView node, Protection protection, Optional<AgentEvent.Started> command) {
        protection(protection);
        VBox box = sections.section("run", texts.text("run.title"), null);
        command.ifPresentOrElse(started -> {
            box.getChildren().add(sections.detail("command", texts.text("run.command"), arguments(started.argv())));
            box.getChildren().add(environment("run.environment", started.environment()));
        }, () -> box.getChildren().add(RailSections.muted(texts.text("run.none"))));
        SortedMap<String, String> ofChecks = node.verification().map(Verification::variables).orElse(new TreeMap<>());
        if (!ofChecks.isEmpty()) {
            box.getChildren().add(environment("run.environment.checks", ofChecks));
        }
        var open = new Button(texts.text("transcript.open"), Icons.of(Feather.TERMINAL));
        open.setId("transcript");
        open.getStyleClass().add("small");
        open.setOnAction(_ -> transcript.run());
        box.getChildren().add(open);
        network(node);
        cost(node);
    }

    private void protection(Protection protection) {
        var shield = Icons.of(protection.contains() ? Feather.SHIELD : Feather.SHIELD_OFF);
        shield.getStyleClass().add(protection.contains() ? "tone-success" : "tone-warning");
        VBox box = sections.section("sandbox", texts.text("sandbox.title"), shield);
        var words = new Label(protection.words());
        words.setWrapText(true);
        words.getStyleClass().add("text-small");
        box.getChildren().add(words);
        var rows = new ArrayList<Node>();
        protection.layers().forEach((layer, how) -> {
            var strength = new Label(texts.text("strength." + how.strength().name()), Icons.of(switch (how.strength()) {
                case KERNEL -> Feather.LOCK;
                case BEST_EFFORT -> Feather.SHIELD;
                case NONE -> Feather.SLASH;
            }, 12));
            strength.getStyleClass().addAll("text-tiny", switch (how.strength()) {
                case KERNEL -> "tone-success";
                case BEST_EFFORT -> "tone-quiet";
                case NONE -> "tone-warning";
            });
            strength.setMinWidth(84);
            var name = new Label(texts.text("layer." + layer.name()));
            name.getStyleClass().add("text-small");
            var row = new HBox(8, strength, name);
            row.setAccessibleText(name.getText() + ": " + strength.getText() + ". " + how.reason());
            Tips.set(row, how.reason());
            rows.add(row);
        });
        box.getChildren().add(sections.detail("layers", texts.text("sandbox.layers", rows.size()), rows.toArray(Node[]::new)));
    }

    /// One argument a line, so that it is plain where one ends.
    private static Node arguments(List<String> argv) {
        var lines = new VBox(2);
        argv.forEach(argument -> lines.getChildren().add(RailSections.code(argument)));
        return lines;
    }

    private Node environment(String key, Map<String, String> variables) {
        var lines = new VBox(2);
        variables.forEach((name, value) -> lines.getChildren().add(RailSections.code(name + "=" + value)));
        if (variables.isEmpty()) {
            lines.getChildren().add(RailSections.muted(texts.text("run.environment.none")));
        }
        return sections.detail(key.replace('.', '-'), texts.text(key, variables.size()), lines);
    }

    /// What its agent had to do with the network; nothing is said where it had the network of the machine.
    private void network(NodeView node) {
        if (node.reached().isEmpty()) {
            return;
        }
        VBox box = sections.section("network", texts.text("network.title"), null);
        node.reached().forEach(reached -> box.getChildren().add(RailSections.muted(reached.words())));
    }

    private void cost(NodeView node) {
        VBox box = sections.section("cost", texts.text("cost.title"), null);
        var usage = node.usage();
        String tokens = usage.inputTokens().isPresent() && usage.outputTokens().isPresent()
                ? texts.text("run.tokens", usage.inputTokens().getAsLong(), usage.outputTokens().getAsLong()) : texts.text("run.tokens.unknown");
        String cost = usage.costUsd().map(c -> "$" + c.toPlainString()).orElse(texts.text("run.cost.unknown"));
        box.getChildren().add(RailSections.muted(texts.text("run.usage", cost, tokens)));
        box.getChildren().add(RailSections.muted(texts.text("summary.attempts", node.attempt())));
    }
}
