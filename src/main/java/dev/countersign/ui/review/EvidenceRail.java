package dev.countersign.ui.review;

import dev.countersign.agent.AgentEvent;
import dev.countersign.changeset.Changeset;
import dev.countersign.policy.Ruling;
import dev.countersign.run.NodeView;
import dev.countersign.run.ReviewerVerdict;
import dev.countersign.sandbox.Protection;
import dev.countersign.ui.fx.Ansi;
import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Focus;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.WorkspacePath;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What is known of the candidate, beside the diff: checks, energy, rulings, protection, the exact command, cost; and, set
/// apart, what the agent says itself.
final class EvidenceRail extends ScrollPane {
    /// Characters of an output shown in the rail itself; the log shows all that was kept.
    private static final int TAIL = 8_000;

    private final Texts texts = Texts.of(EvidenceRail.class);
    private final InstantSource clock;
    private final BiConsumer<WorkspacePath, Integer> jump;
    private final Runnable verifyAgain;
    private final RailSections content = new RailSections();
    private final BiConsumer<String, String> log;
    private final RailRun run;
    private final Label age = new Label();
    private final RailSpots spots = new RailSpots();
    private final ReviewerModel reviewers;
    private final RailReviewers asking;
    private Optional<CheckReports> reports = Optional.empty();
    private Optional<Verification> aged = Optional.empty();
    private Optional<Known> shown = Optional.empty();

    private record Known(NodeView node, Protection protection, Optional<AgentEvent.Started> command) {}

    /// @param jump shows a line (0-based, -1 for none) of a file
    /// @param log  shows a whole text under a title
    /// @param transcript opens what the agent said and did
    EvidenceRail(InstantSource clock, ReviewerModel reviewers, BiConsumer<WorkspacePath, Integer> jump, Runnable verifyAgain, BiConsumer<String, String> log,
                 Runnable transcript) {
        this.clock = clock;
        this.jump = jump;
        this.verifyAgain = verifyAgain;
        this.reviewers = reviewers;
        asking = new RailReviewers(reviewers);
        this.log = log;
        run = new RailRun(content, transcript);
        getStyleClass().addAll("evidence-rail");
        setContent(content);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setMinWidth(0);
        age.getStyleClass().addAll("text-muted", "text-tiny");
    }

    /// What is open, and where the keys go, stays so.
    void show(NodeView node, Protection protection, Optional<AgentEvent.Started> command) {
        var known = Optional.of(new Known(node, protection, command));
        if (known.equals(shown)) {
            return;
        }
        shown = known;
        Optional<Node> focused = Optional.ofNullable(getScene()).map(Scene::getFocusOwner).filter(_ -> Focus.isWithin(this));
        content.getChildren().clear();
        spots.clear();
        verification(node);
        rulings(node.rulings());
        verdicts(node);
        agent(node);
        run.show(node, protection, command);
        focused.filter(before -> before != this).ifPresent(before -> {
            Node again = before.getId() == null ? null : content.lookup("#" + before.getId());
            (again == null ? this : again).requestFocus();
        });
    }

    ReviewerModel reviewers() {
        return reviewers;
    }

    /// Unfolds, scrolls to and gives the keys to what is said of one of these lines (0-based, both included), or of the file as a whole.
    ///
    /// @return whether anything is
    boolean reveal(WorkspacePath path, int from, int to) {
        Optional<RailSpots.Spot> spot = spots.find(path, from, to);
        spot.ifPresent(found -> {
            content.unfold(found.section());
            applyCss();
            layout();
            double hidden = content.getHeight() - getViewportBounds().getHeight();
            double top = content.sceneToLocal(found.row().localToScene(0, 0)).getY();
            setVvalue(hidden <= 0 ? 0 : Math.clamp((top - 40) / hidden, 0, 1));
            Node link = found.row().lookup(".place");
            (link == null ? found.row() : link).requestFocus();
        });
        return spot.isPresent();
    }

    /// What is folded stays so.
    void remember(UiState state) {
        content.remember(state);
        shown = Optional.empty();
    }

    /// Offers to save what the checks said.
    void reports(CheckReports offered) {
        reports = Optional.of(offered);
        shown = Optional.empty();
    }

    /// Evidence ages visibly: call now and then.
    void tick() {
        aged.ifPresent(v -> age.setText(texts.text("evidence.age", Durations.ago(v.at(), clock.instant()))));
    }

    private void verification(NodeView node) {
        var found = node.verification();
        var tree = node.candidate().map(Changeset::resultTree);
        var badge = new StatusBadge(tree.isEmpty() ? Status.NOT_CHECKED : Status.of(found, tree.get()));
        VBox box = content.section("checks", texts.text("evidence.title"), badge);
        found.ifPresent(v -> {
            boolean fits = tree.isPresent() && v.speaksFor(tree.get());
            box.getChildren().add(energy(v));
            if (node.energies().size() > 1) {
                box.getChildren().add(RailSections.muted(texts.text("evidence.trend", node.energies().stream()
                        .map(e -> String.format(Locale.ENGLISH, "%.2f", e)).collect(Collectors.joining(" \u2192 ")))));
            }
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
        found.ifPresent(v -> reports.ifPresent(save -> box.getChildren().add(save.buttons(tree.map(v::asOf).orElse(v)))));
        found.flatMap(Verification::coverage).ifPresent(coverage -> box.getChildren().add(RailSections.muted(
                texts.text("evidence.coverage", String.join(", ", coverage.reports()), coverage.files().size()))));
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
        Tips.set(line, texts.text("evidence.energy.says", String.format(Locale.ENGLISH, "%.2f", v.epsilon())));
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
            result.evidence().ifPresent(evidence -> box.getChildren().add(output(result.sensor(), evidence)));
        }
    }

    private static Node row(String symbol, String name, String says, Status status) {
        return RailSections.row(symbol, name, says, new StatusBadge(status).compact());
    }

    private Node residual(Residual residual) {
        String where = residual.path().map(p -> residual.line() > 0 ? p.name() + ":" + residual.line() : p.name()).orElse("");
        Node row = jump("checks", Feather.X_CIRCLE, "tone-danger", where, residual.message(), residual.path(), residual.line());
        Tips.set(row, texts.text("evidence.weight", String.format(Locale.ENGLISH, "%.2f", residual.energy()),
                String.format(Locale.ENGLISH, "%.2f", residual.weight()), String.format(Locale.ENGLISH, "%.2f", residual.magnitude())));
        return row;
    }

    private Node jump(String section, Feather icon, String tone, String where, String says, Optional<WorkspacePath> path, int line) {
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
        path.ifPresent(file -> spots.add(new RailSpots.Spot(file, line, section, row)));
        return row;
    }

    private Node output(String sensor, SensorResult.Evidence evidence) {
        String exit = evidence.exit().map(code -> texts.text("evidence.exit", code)).orElse(texts.text("evidence.noexit"));
        String text = Ansi.strip(evidence.output());
        var area = new TextArea(text.substring(Math.max(0, text.length() - TAIL)));
        area.setEditable(false);
        area.getStyleClass().add("code-area");
        area.setPrefRowCount(10);
        area.setAccessibleText(texts.text("evidence.output", exit, Durations.took(evidence.took())));
        var whole = new Button(texts.text("evidence.log"), Icons.of(Feather.MAXIMIZE_2));
        whole.getStyleClass().add("small");
        whole.setOnAction(_ -> log.accept(sensor, text));
        return content.detail("output-" + sensor.replaceAll("\\W+", "-"), texts.text("evidence.output", exit, Durations.took(evidence.took())),
                RailSections.code(String.join(" ", evidence.argv())), area, whole);
    }

    private void rulings(List<Ruling> rulings) {
        VBox box = content.section("rulings", texts.text("rulings.title"), null);
        for (Ruling ruling : rulings) {
            box.getChildren().add(switch (ruling) {
                case Ruling.Allow allow -> ruled(Feather.CHECK, "tone-success", texts.text("ruling.allow"), allow.rule(), "", Optional.empty(), 0);
                case Ruling.Ask ask -> ruled(Feather.HELP_CIRCLE, "tone-warning", texts.text("ruling.ask"), name(ask.rule(), ask.source()), ask.reason(), ask.path(), ask.line());
                case Ruling.Deny deny -> ruled(Feather.SLASH, "tone-danger", texts.text("ruling.deny"), name(deny.rule(), deny.source()), deny.reason(), deny.path(), deny.line());
            });
        }
        if (rulings.isEmpty()) {
            box.getChildren().add(RailSections.muted(texts.text("rulings.none")));
        }
    }

    /// With its place, where the rule is a file.
    private static String name(String rule, Optional<Ruling.Source> source) {
        return source.map(place -> rule + " \u00b7 " + place).orElse(rule);
    }

    private Node ruled(Feather icon, String tone, String word, String rule, String reason, Optional<WorkspacePath> path, int line) {
        String where = path.map(p -> line > 0 ? p.name() + ":" + line : p.name()).orElse("");
        return jump("rulings", icon, tone, where, word + " \u00b7 " + rule + (reason.isEmpty() ? "" : "\n" + reason), path, line);
    }

    private void verdicts(NodeView node) {
        VBox box = content.section("verdicts", texts.text("verdicts.title"), null);
        for (ReviewerVerdict verdict : node.verdicts()) {
            Feather icon = switch (verdict.outcome()) {
                case APPROVE -> Feather.THUMBS_UP;
                case CONDITIONAL -> Feather.ALERT_CIRCLE;
                case BLOCK -> Feather.THUMBS_DOWN;
                case NONE -> Feather.MINUS_CIRCLE;
            };
            String tone = switch (verdict.outcome()) {
                case APPROVE -> "tone-success";
                case CONDITIONAL -> "tone-warning";
                case BLOCK -> "tone-danger";
                case NONE -> "tone-quiet";
            };
            box.getChildren().add(jump("verdicts", icon, tone, "", verdict.reviewer() + ": " + texts.text("verdict." + verdict.outcome())
                    + (verdict.says().isBlank() ? "" : "\n" + verdict.says()), Optional.empty(), 0));
            verdict.findings().forEach(finding -> {
                String where = finding.path().map(p -> finding.line() > 0 ? p.name() + ":" + finding.line() : p.name()).orElse("");
                box.getChildren().add(jump("verdicts", Feather.MESSAGE_SQUARE, "tone-quiet", where, texts.text("severity." + finding.severity()) + ": " + finding.says(),
                        finding.path(), finding.line()));
            });
        }
        box.getChildren().add(RailSections.muted(texts.text(node.verdicts().isEmpty() ? "verdicts.none" : "verdicts.note")));
        box.getChildren().add(asking);
    }

    private void agent(NodeView node) {
        if (node.words().isBlank()) {
            return;
        }
        VBox box = content.section("words", texts.text("words.title"), null);
        var words = new Label(node.words().strip());
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.setMaxWidth(Double.MAX_VALUE);
        words.getStyleClass().add("agent-words");
        box.getChildren().addAll(words, RailSections.muted(texts.text("words.note")));
    }
}
