package dev.countersign.ui.run;

import dev.countersign.plan.NodeState;
import dev.countersign.policy.Ruling;
import dev.countersign.run.NodeView;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunState;
import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.verify.Part;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The evidence of the selected node: what was checked and what came of it, what the rules said, what contained the agent, what it
/// used. Says "not checked" where nothing was.
public final class EvidenceView extends ScrollPane {
    private final Texts texts = Texts.of(EvidenceView.class);
    private final RunViewModel model;
    private final InstantSource clock;
    private final Runnable truth;
    private final VBox box = new VBox();
    private final Set<String> open = new HashSet<>();

    /// @param truth opens the truth panel
    public EvidenceView(RunViewModel model, InstantSource clock, Runnable truth) {
        this.model = model;
        this.clock = clock;
        this.truth = truth;
        getStyleClass().add("evidence");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setContent(box);
        model.nodeProperty().addListener((_, _, _) -> show());
        model.underWayProperty().addListener((_, _, _) -> show());
        model.stateProperty().addListener((_, was, now) -> {
            if (!was.course().merged().equals(now.course().merged())) {
                show();
            }
        });
        show();
    }

    private void show() {
        box.getChildren().clear();
        Optional<NodeView> node = model.nodeProperty().get();
        if (node.isEmpty()) {
            box.getChildren().add(Sections.empty(Feather.MOUSE_POINTER, texts.text("evidence.none"), texts.text("evidence.none.hint")));
            return;
        }
        NodeView view = node.get();
        Optional<VBox> together = model.stateProperty().get().course().merged().map(this::together);
        box.getChildren().add(head(view));
        if (model.stateProperty().get().isHeldTogether()) {
            // What holds the run comes before what passed.
            together.ifPresent(box.getChildren()::add);
            box.getChildren().add(checks(view));
        } else {
            box.getChildren().add(checks(view));
            together.ifPresent(box.getChildren()::add);
        }
        box.getChildren().add(rulings(view));
        if (!view.words().isBlank()) {
            box.getChildren().add(Sections.section(texts.text("evidence.words"),
                    Sections.prose(view.words(), "text-small", "text-muted")));
        }
        box.getChildren().addAll(sandbox(model.stateProperty().get()), network(view), usage(view));
    }

    private VBox head(NodeView view) {
        var name = Tips.whole(new Label(view.node().id().value()));
        name.getStyleClass().add("text-heading");
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        var top = new HBox(8, name, new StatusBadge(Status.of(view.state())));
        top.setAlignment(Pos.CENTER_LEFT);
        var head = new VBox(8, top, Sections.prose(view.node().goal(), "text-muted", "text-small"));
        head.getStyleClass().add("section");
        note(view.state()).ifPresent(head.getChildren()::add);
        if (!view.conflicts().isEmpty()) {
            head.getChildren().add(note(Status.ESCALATED, texts.text("evidence.conflict"), view.conflicts().stream()
                    .map(c -> texts.text("console.conflict", c.edit().path().value(), c.why())).collect(Collectors.joining("\n"))));
        }
        actions(view).ifPresent(head.getChildren()::add);
        return head;
    }

    private Optional<VBox> note(NodeState state) {
        return switch (state) {
            case NodeState.Stopped s -> Optional.of(note(Status.STOPPED, s.rule(), s.reason()));
            case NodeState.Failed s -> Optional.of(note(Status.FAILED, s.code(), s.message()));
            case NodeState.Rejected s -> Optional.of(note(Status.REJECTED, texts.text("evidence.rejected"), s.reason()));
            case NodeState.Blocked s -> Optional.of(note(Status.BLOCKED, texts.text("evidence.blocked"),
                    String.join(", ", s.by().stream().map(Object::toString).toList())));
            case NodeState.AwaitingReview s -> s.escalated().isEmpty() ? Optional.empty()
                    : Optional.of(note(Status.ESCALATED, Status.ESCALATED.word(), s.escalated()));
            case NodeState.Committed s -> Optional.of(note(Status.COMMITTED, texts.text("evidence.entry", Long.toString(s.seq())), ""));
            case NodeState.Waiting _, NodeState.Running _, NodeState.Verifying _, NodeState.Committing _, NodeState.Unchanged _,
                 NodeState.Cancelled _ -> Optional.empty();
        };
    }

    private static VBox note(Status status, String title, String words) {
        var head = new Label(title, Icons.of(status.icon()));
        head.getStyleClass().addAll("text-small", "note-title", status.tone().styleClass());
        var note = new VBox(4, head);
        if (!words.isBlank()) {
            note.getChildren().add(Sections.prose(words, "text-small"));
        }
        note.getStyleClass().addAll("note", "note-" + status.tone().name().toLowerCase(Locale.ROOT));
        return note;
    }

    private Optional<HBox> actions(NodeView view) {
        var row = new HBox(8);
        if (model.reviewReasonProperty().get().isEmpty()) {
            var review = new Button(texts.text("action.review"), Icons.of(Feather.EYE));
            review.getStyleClass().addAll("accent", "review-button");
            review.setOnAction(_ -> model.review());
            row.getChildren().add(review);
            if (view.state() instanceof NodeState.AwaitingReview) {
                var again = new Button(texts.text("action.verify"));
                Tips.set(again, texts.text("action.verify.tip"));
                again.setOnAction(_ -> model.verifyAgain());
                row.getChildren().add(again);
            }
        }
        if (model.retryReasonProperty().get().isEmpty()) {
            var retry = new Button(texts.text("action.retry"), Icons.of(Feather.ROTATE_CCW));
            retry.getStyleClass().add("retry-button");
            Tips.set(retry, texts.text("action.retry.tip"));
            retry.setOnAction(_ -> model.retry());
            row.getChildren().add(retry);
        }
        return row.getChildren().isEmpty() ? Optional.empty() : Optional.of(row);
    }

    private VBox checks(NodeView view) {
        List<SensorResult> results = RunViewModel.resultsOf(view);
        var section = Sections.section(texts.text("evidence.checks"), energy(view));
        if (view.energies().size() > 1) {
            section.getChildren().add(new EnergyChart(view.energies(),
                    view.verification().map(Verification::epsilon).orElse(Verification.EPSILON), texts));
        }
        for (Part part : Part.values()) {
            section.getChildren().add(part(part, results.stream().filter(r -> r.part() == part).toList(),
                    view.state() instanceof NodeState.Verifying));
        }
        return section;
    }

    private FlowPane energy(NodeView view) {
        var row = new FlowPane(8, 4);
        Optional<Verification> found = view.verification();
        if (found.isEmpty()) {
            row.getChildren().add(new StatusBadge(view.state() instanceof NodeState.Verifying ? Status.VERIFYING
                    : Status.NOT_CHECKED));
            return row;
        }
        Verification verification = found.get();
        Status status = view.candidate().map(c -> Status.of(found, c.resultTree())).orElse(Status.STALE);
        var value = new Label(String.format(Locale.ENGLISH, "V(x) %s, %s \u03b5 %.2f", verification.measured().text(),
                verification.isStable() ? "\u2264" : ">", verification.epsilon()));
        value.getStyleClass().addAll("code", "text-default");
        value.setMinWidth(Region.USE_PREF_SIZE);
        row.getChildren().addAll(new StatusBadge(status), value);
        Tips.set(row, texts.text("evidence.about", verification.tree().brief(),
                Durations.ago(verification.at(), clock.instant()), Durations.took(verification.took())));
        return row;
    }

    private VBox part(Part part, List<SensorResult> results, boolean running) {
        UnderWay checks = model.underWayProperty().get();
        Status status = running ? checks.status(part, results) : UnderWay.status(results);
        var symbol = new Label(part.symbol());
        symbol.getStyleClass().addAll("code", "part-symbol");
        Label says = Sections.prose(texts.text("part." + part.name().toLowerCase(Locale.ROOT)), "text-small", "text-muted");
        HBox.setHgrow(says, Priority.ALWAYS);
        var head = new HBox(8, symbol, says, new StatusBadge(status));
        head.setAlignment(Pos.CENTER_LEFT);
        var whole = new VBox(4, head);
        results.forEach(result -> whole.getChildren().add(sensor(result, model.reviewReasonProperty().get().isEmpty())));
        if (running) {
            checks.of(part).ifPresent(check -> whole.getChildren().add(atWork(check.sensor())));
        }
        return whole;
    }

    private static VBox atWork(String sensor) {
        var name = Tips.whole(new Label(sensor));
        name.getStyleClass().add("text-small");
        var row = new HBox(8, new StatusBadge(Status.RUNNING).compact(), name);
        row.setAlignment(Pos.CENTER_LEFT);
        var box = new VBox(row);
        box.getStyleClass().add("sensor");
        return box;
    }

    private VBox sensor(SensorResult result, boolean again) {
        String what = switch (result.state()) {
            case SensorResult.State.Passed s -> s.what();
            case SensorResult.State.Failed s -> texts.text("evidence.findings", s.residuals().size());
            case SensorResult.State.NotChecked s -> s.why();
            case SensorResult.State.Stale s -> s.why();
        };
        var name = new Label(result.sensor());
        name.getStyleClass().add("text-small");
        name.setMinWidth(Region.USE_PREF_SIZE);
        var words = Tips.whole(new Label(what));
        words.getStyleClass().addAll("text-small", "text-muted");
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        var row = new HBox(8, new StatusBadge(Status.of(result.state())).compact(), name, words);
        row.setAlignment(Pos.CENTER_LEFT);
        var box = new VBox(4, row);
        box.getStyleClass().add("sensor");
        result.residuals().stream().limit(8).forEach(r -> {
            String place = r.path().map(p -> p.value() + (r.line() > 0 ? ":" + r.line() : "")).orElse("");
            var at = Tips.whole(new Label(place));
            at.getStyleClass().addAll("code", "text-muted");
            var residual = new VBox(Sections.prose(r.message(), "text-small"));
            if (!place.isEmpty()) {
                residual.getChildren().add(at);
            }
            residual.getStyleClass().add("residual");
            box.getChildren().add(residual);
        });
        if (result.residuals().size() > 8) {
            box.getChildren().add(Sections.prose(texts.text("evidence.more", result.residuals().size() - 8), "text-small", "text-muted"));
        }
        var was = result.baseline();
        if (!was.before().isEmpty() || !was.mended().isEmpty()) {
            box.getChildren().add(Sections.prose(texts.text("evidence.baseline", was.before().size(), was.mended().size()), "text-small", "text-muted"));
        }
        result.evidence().ifPresent(e -> {
            e.reusedFrom().ifPresent(at -> box.getChildren().add(Sections.prose(
                    texts.text("evidence.reused", Durations.ago(at, clock.instant())), "text-small", "text-muted")));
            box.getChildren().add(OutputFold.of(e, open, result.sensor(), texts));
            if (again) {
                var once = new Hyperlink(texts.text("evidence.again"), Icons.of(Feather.REFRESH_CW, 12));
                once.getStyleClass().add("text-small");
                once.setAccessibleText(texts.text("evidence.again.one", result.sensor()));
                once.setOnAction(_ -> model.verifyAgain(result.sensor()));
                box.getChildren().add(once);
            }
        });
        return box;
    }

    /// What came of all nodes as one tree.
    private VBox together(RunEvent.Merged merged) {
        var row = new FlowPane(8, 4, new StatusBadge(merged.shortfall().isEmpty() ? Status.PASSED : merged.verification().isPresent() ? Status.FAILED
                : Status.NOT_CHECKED));
        var section = Sections.section(texts.text("evidence.together"), row);
        section.getStyleClass().add("together");
        if (!merged.shortfall().isEmpty()) {
            section.getChildren().add(Sections.prose(merged.shortfall(), "text-small"));
        }
        merged.verification().ifPresent(verification -> {
            var value = new Label(String.format(Locale.ENGLISH, "V(x) %s, %s \u03b5 %.2f", verification.measured().text(),
                    verification.isStable() ? "\u2264" : ">", verification.epsilon()));
            value.getStyleClass().addAll("code", "text-default");
            row.getChildren().add(value);
            verification.results().stream().filter(SensorResult::isChecked).forEach(result -> section.getChildren().add(sensor(result, false)));
        });
        return section;
    }

    private VBox rulings(NodeView view) {
        var section = Sections.section(texts.text("evidence.rulings"));
        var spoken = view.rulings().stream().filter(r -> !(r instanceof Ruling.Allow)).toList();
        if (view.rulings().isEmpty()) {
            section.getChildren().add(Sections.prose(texts.text("evidence.rulings.none"), "text-small", "text-muted"));
        } else if (spoken.isEmpty()) {
            section.getChildren().add(ruling(Status.PASSED, texts.text("evidence.rulings.allow"), "", ""));
        }
        for (Ruling ruling : spoken) {
            section.getChildren().add(switch (ruling) {
                case Ruling.Allow r -> ruling(Status.PASSED, r.rule(), "", "");
                case Ruling.Ask r -> ruling(Status.NEEDS_YOU, r.rule(), r.reason(), place(r.path().map(Object::toString), r.line()));
                case Ruling.Deny r -> ruling(Status.STOPPED, r.rule(), r.reason(), place(r.path().map(Object::toString), r.line()));
            });
        }
        return section;
    }

    private static String place(Optional<String> path, int line) {
        return path.map(p -> line > 0 ? p + ":" + line : p).orElse("");
    }

    private static VBox ruling(Status status, String rule, String reason, String place) {
        var name = Tips.whole(new Label(rule));
        name.getStyleClass().add("text-small");
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        var row = new HBox(8, name, new StatusBadge(status));
        row.setAlignment(Pos.CENTER_LEFT);
        var box = new VBox(2, row);
        if (!reason.isEmpty()) {
            box.getChildren().add(Sections.prose(reason, "text-small", "text-muted"));
        }
        if (!place.isEmpty()) {
            var at = Tips.whole(new Label(place));
            at.getStyleClass().addAll("code", "text-muted");
            box.getChildren().add(at);
        }
        return box;
    }

    private VBox sandbox(RunState run) {
        boolean contained = run.protection().contains();
        var words = new Label(run.protection().words(), Icons.of(contained ? Feather.SHIELD : Feather.SHIELD_OFF));
        words.getStyleClass().addAll("text-small", contained ? "tone-success" : "tone-warning");
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        var more = new Hyperlink(texts.text("evidence.sandbox.more"));
        more.getStyleClass().add("text-small");
        more.setOnAction(_ -> truth.run());
        var row = new HBox(8, words, more);
        row.setAlignment(Pos.CENTER_LEFT);
        return Sections.section(texts.text("evidence.sandbox"), row);
    }

    private VBox network(NodeView view) {
        var box = Sections.section(texts.text("evidence.network"));
        view.reached().forEach(reached -> box.getChildren().add(Sections.prose(reached.words(), "text-small",
                reached.allowed() ? "text-muted" : "tone-warning")));
        if (view.reached().isEmpty()) {
            box.getChildren().add(Sections.prose(texts.text("evidence.network.none"), "text-small", "text-muted"));
        }
        return box;
    }

    private VBox usage(NodeView view) {
        return Sections.section(texts.text("evidence.usage"),
                Sections.pair(texts.text("usage.input"), UsageText.tokens(view.usage().inputTokens())),
                Sections.pair(texts.text("usage.output"), UsageText.tokens(view.usage().outputTokens())),
                Sections.pair(texts.text("usage.cost"), UsageText.cost(view.usage().costUsd())));
    }
}
