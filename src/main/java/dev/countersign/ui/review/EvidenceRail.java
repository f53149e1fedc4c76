package dev.countersign.ui.review;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.policy.Ruling;
import dev.countersign.run.NodeView;
import dev.countersign.sandbox.Protection;
import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.WorkspacePath;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// What is known of the candidate, beside the diff: checks, energy, rulings, protection, the exact command, cost; and, set
/// apart, what the agent says itself.
final class EvidenceRail extends ScrollPane {
    private final Texts texts = Texts.of(EvidenceRail.class);
    private final InstantSource clock;
    private final BiConsumer<WorkspacePath, Integer> jump;
    private final Runnable verifyAgain;
    private final VBox content = new VBox();
    private final Label age = new Label();
    private Optional<Verification> aged = Optional.empty();

    /// @param jump shows a line (0-based, -1 for none) of a file
    EvidenceRail(InstantSource clock, BiConsumer<WorkspacePath, Integer> jump, Runnable verifyAgain) {
        this.clock = clock;
        this.jump = jump;
        this.verifyAgain = verifyAgain;
        getStyleClass().addAll("evidence-rail");
        content.getStyleClass().add("evidence");
        setContent(content);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setMinWidth(0);
        age.getStyleClass().addAll("text-muted", "text-tiny");
    }

    void show(NodeView node, Protection protection, Optional<AgentEvent.Started> command) {
        content.getChildren().clear();
        verification(node);
        rulings(node.rulings());
        agent(node);
        run(protection, command, node.usage());
    }

    /// Evidence ages visibly: call now and then.
    void tick() {
        aged.ifPresent(v -> age.setText(texts.text("evidence.age", Durations.ago(v.at(), clock.instant()))));
    }

    private void verification(NodeView node) {
        var found = node.verification();
        var tree = node.candidate().map(Changeset::resultTree);
        var badge = new StatusBadge(tree.isEmpty() ? Status.NOT_CHECKED : Status.of(found, tree.get()));
        var box = section(texts.text("evidence.title"), badge);
        found.ifPresent(v -> {
            boolean fits = tree.isPresent() && v.speaksFor(tree.get());
            box.getChildren().add(energy(v));
            var hash = new Label(texts.text("evidence.tree", v.tree().brief()));
            hash.getStyleClass().addAll("code", "text-tiny", "text-muted");
            Tips.set(hash, v.tree().hex());
            aged = Optional.of(v);
            if (fits) {
                tick();
            } else {
                aged = Optional.empty();
                age.setText(texts.text("evidence.stale"));
            }
            box.getChildren().add(new VBox(2, hash, age));
            if (!fits) {
                var again = new Button(texts.text("evidence.again"), Icons.of(Feather.REFRESH_CW));
                again.getStyleClass().add("small");
                again.setOnAction(_ -> verifyAgain.run());
                box.getChildren().add(again);
            }
        });
        List<SensorResult> results = found.map(Verification::results).orElse(node.partial());
        for (Part part : Part.values()) {
            part(box, part, results.stream().filter(r -> r.part() == part).toList());
        }
    }

    private Node energy(Verification v) {
        boolean stable = v.isStable();
        var symbol = new Label("V(x)");
        symbol.getStyleClass().add("energy-symbol");
        var value = new Label(v.measured().text());
        value.getStyleClass().addAll("energy-value", !stable ? "tone-danger" : v.measured().isWhole() ? "tone-success" : "tone-quiet");
        var bound = new Label((stable ? "\u2264 " : "> ") + String.format(Locale.ENGLISH, "%.2f", v.epsilon()));
        bound.getStyleClass().addAll("code", "text-muted");
        var line = new HBox(8, symbol, value, bound);
        line.setAlignment(Pos.BASELINE_LEFT);
        Tips.set(line, texts.text("evidence.energy.says"));
        return line;
    }

    private void part(VBox box, Part part, List<SensorResult> results) {
        if (results.isEmpty()) {
            box.getChildren().add(row(part.symbol(), texts.text("part." + part.name()), texts.text("evidence.unchecked"), Status.NOT_CHECKED));
            return;
        }
        for (SensorResult result : results) {
            String says = switch (result.state()) {
                case SensorResult.State.Passed passed -> passed.what();
                case SensorResult.State.Failed failed -> texts.text("evidence.residuals", failed.residuals().size());
                case SensorResult.State.NotChecked not -> not.why();
                case SensorResult.State.Stale stale -> stale.why();
            };
            box.getChildren().add(row(part.symbol(), result.sensor(), says, Status.of(result.state())));
            result.residuals().forEach(residual -> box.getChildren().add(residual(residual)));
            result.evidence().ifPresent(evidence -> box.getChildren().add(output(evidence)));
        }
    }

    private Node row(String symbol, String name, String says, Status status) {
        var mark = new Label(symbol);
        mark.getStyleClass().addAll("code", "part-symbol");
        mark.setMinWidth(54);
        var title = Tips.whole(new Label(name));
        title.getStyleClass().add("text-medium");
        var what = Tips.whole(new Label(says));
        what.getStyleClass().addAll("text-muted", "text-small");
        var words = new VBox(0, title, what);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        var row = new HBox(8, mark, words, new StatusBadge(status).compact());
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("part-row");
        return row;
    }

    private Node residual(Residual residual) {
        String where = residual.path().map(p -> residual.line() > 0 ? p.name() + ":" + residual.line() : p.name()).orElse("");
        return jump(Feather.X_CIRCLE, "tone-danger", where, residual.message(), residual.path(), residual.line());
    }

    private Node jump(Feather icon, String tone, String where, String says, Optional<WorkspacePath> path, int line) {
        var mark = Icons.of(icon, 12);
        mark.getStyleClass().add(tone);
        var text = new Label(says);
        text.setWrapText(true);
        text.getStyleClass().add("text-small");
        text.setMinHeight(Region.USE_PREF_SIZE);
        var words = new VBox(1, text);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        path.ifPresent(file -> {
            var link = new Hyperlink(where);
            link.getStyleClass().addAll("code", "place");
            link.setOnAction(_ -> jump.accept(file, line - 1));
            words.getChildren().addFirst(link);
        });
        var row = new HBox(8, mark, words);
        row.getStyleClass().add("residual");
        return row;
    }

    private Node output(SensorResult.Evidence evidence) {
        var area = new TextArea(evidence.output());
        area.setEditable(false);
        area.getStyleClass().add("code-area");
        area.setPrefRowCount(10);
        String exit = evidence.exit().map(code -> texts.text("evidence.exit", code)).orElse(texts.text("evidence.noexit"));
        return fold(texts.text("evidence.output", exit, Durations.took(evidence.took())),
                code(String.join(" ", evidence.argv())), area);
    }

    private Node fold(String title, Node... inside) {
        var hidden = new VBox(4, inside);
        hidden.setVisible(false);
        hidden.setManaged(false);
        var more = new Hyperlink(title, Icons.of(Feather.CHEVRON_RIGHT, 12));
        more.getStyleClass().add("fold");
        more.setOnAction(_ -> {
            boolean open = !hidden.isVisible();
            hidden.setVisible(open);
            hidden.setManaged(open);
            more.setVisited(false);
            more.setGraphic(Icons.of(open ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT, 12));
        });
        return new VBox(2, more, hidden);
    }

    private void rulings(List<Ruling> rulings) {
        var box = section(texts.text("rulings.title"), null);
        for (Ruling ruling : rulings) {
            box.getChildren().add(switch (ruling) {
                case Ruling.Allow allow -> ruled(Feather.CHECK, "tone-success", texts.text("ruling.allow"), allow.rule(), "", Optional.empty(), 0);
                case Ruling.Ask ask -> ruled(Feather.HELP_CIRCLE, "tone-warning", texts.text("ruling.ask"), ask.rule(), ask.reason(), ask.path(), ask.line());
                case Ruling.Deny deny -> ruled(Feather.SLASH, "tone-danger", texts.text("ruling.deny"), deny.rule(), deny.reason(), deny.path(), deny.line());
            });
        }
        if (rulings.isEmpty()) {
            box.getChildren().add(muted(texts.text("rulings.none")));
        }
    }

    private Node ruled(Feather icon, String tone, String word, String rule, String reason, Optional<WorkspacePath> path, int line) {
        String where = path.map(p -> line > 0 ? p.name() + ":" + line : p.name()).orElse("");
        return jump(icon, tone, where, word + " \u00b7 " + rule + (reason.isEmpty() ? "" : "\n" + reason), path, line);
    }

    private void agent(NodeView node) {
        if (node.words().isBlank()) {
            return;
        }
        var box = section(texts.text("words.title"), null);
        var words = new Label(node.words().strip());
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.setMaxWidth(Double.MAX_VALUE);
        words.getStyleClass().add("agent-words");
        box.getChildren().addAll(words, muted(texts.text("words.note")));
    }

    private void run(Protection protection, Optional<AgentEvent.Started> command, Usage usage) {
        var box = section(texts.text("run.title"), null);
        var shield = Icons.of(protection.contains() ? Feather.SHIELD : Feather.SHIELD_OFF);
        shield.getStyleClass().add(protection.contains() ? "tone-success" : "tone-warning");
        var words = new Label(protection.words(), shield);
        words.setWrapText(true);
        words.getStyleClass().add("text-small");
        var layers = new ArrayList<String>();
        protection.layers().forEach((layer, how) -> layers.add(texts.text("layer." + layer.name()) + ": " + texts.text("strength." + how.strength().name())));
        Tips.set(words, String.join("\n", layers));
        box.getChildren().add(words);
        String tokens = usage.inputTokens().isPresent() && usage.outputTokens().isPresent()
                ? texts.text("run.tokens", usage.inputTokens().getAsLong(), usage.outputTokens().getAsLong()) : texts.text("run.tokens.unknown");
        String cost = usage.costUsd().map(c -> "$" + c.toPlainString()).orElse(texts.text("run.cost.unknown"));
        box.getChildren().add(muted(texts.text("run.usage", cost, tokens)));
        command.ifPresent(started -> {
            var environment = new VBox(2);
            started.environment().forEach((name, value) -> environment.getChildren().add(code(name + "=" + value)));
            box.getChildren().add(fold(texts.text("run.command"), code(String.join(" ", started.argv()))));
            box.getChildren().add(fold(texts.text("run.environment", started.environment().size()), environment));
        });
    }

    private VBox section(String title, @Nullable Node right) {
        var name = new Label(title);
        name.getStyleClass().add("text-section");
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var head = new HBox(name, gap);
        head.setAlignment(Pos.CENTER_LEFT);
        if (right != null) {
            head.getChildren().add(right);
        }
        var box = new VBox(8, head);
        box.getStyleClass().add("evidence-section");
        content.getChildren().add(box);
        return box;
    }

    private Label muted(String text) {
        var label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll("text-muted", "text-small");
        return label;
    }

    private Label code(String text) {
        var label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll("code", "text-tiny", "argv");
        return label;
    }
}
