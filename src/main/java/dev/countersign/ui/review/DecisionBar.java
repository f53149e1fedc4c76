package dev.countersign.ui.review;

import atlantafx.base.controls.ToggleSwitch;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The answer, at the foot of the review: feedback for a revision, a reason for a rejection, or applying what was accepted.
final class DecisionBar extends VBox {
    private final Texts texts = Texts.of(DecisionBar.class);
    private final ReviewViewModel model;
    private final Runnable focus;
    private final TextArea feedback = new TextArea();
    private final HBox reasonBar = new HBox(8);
    private final TextArea reason = new TextArea();
    private final VBox problem = new VBox();
    private final QuestionBar confirm;
    private final QuestionBar again;

    /// @param showComments opens or closes the list of comments
    /// @param focus        gives the keys back to what is reviewed, after a question is gone
    DecisionBar(ReviewViewModel model, Runnable showComments, Runnable focus) {
        this.model = model;
        this.focus = focus;
        getStyleClass().add("decision-bar");
        feedback.setId("feedback");
        feedback.setPromptText(texts.text("feedback.prompt"));
        feedback.setAccessibleText(texts.text("feedback.says"));
        Tips.set(feedback, texts.text("feedback.says"));
        oneLine(feedback);
        feedback.textProperty().bindBidirectional(model.feedbackProperty());
        HBox.setHgrow(feedback, Priority.ALWAYS);
        var send = button("send", "revise.send", Feather.SEND);
        send.textProperty().bind(model.status().reviseLabel);
        send.setOnAction(_ -> model.revise());
        var sendSlot = Tips.reasoned(send, model.reviseFaultProperty(), texts.text("revise.says"));
        var refuse = button("reject", "reject.open", Feather.X);
        refuse.getStyleClass().add("danger-quiet");
        refuse.setOnAction(_ -> openReason());
        refuse.disableProperty().bind(model.answeredProperty().or(model.elsewhereProperty().isNotEmpty()));
        var rest = button("accept-rest", "accept.rest", Feather.CHECK_SQUARE);
        rest.setOnAction(_ -> model.acceptRest());
        Tips.set(rest, texts.text("accept.rest.says"));
        var none = button("reject-rest", "reject.rest", Feather.X_SQUARE);
        none.setOnAction(_ -> model.rejectRest());
        Tips.set(none, texts.text("reject.rest.says"));
        var comments = button("show-comments", "comments.show", Feather.MESSAGE_SQUARE);
        comments.getStyleClass().addAll("flat", "small");
        comments.textProperty().bind(Bindings.createStringBinding(() -> texts.text("comments.show", model.comments().all().size()),
                model.comments().all()));
        comments.setOnAction(_ -> showComments.run());
        var over = button("start-over", "again.open", Feather.ROTATE_CCW);
        over.getStyleClass().addAll("flat", "small");
        over.setOnAction(_ -> askAgain());
        over.disableProperty().bind(refuse.disableProperty());
        Tips.set(over, texts.text("again.tip"));
        var apply = new Button();
        apply.setId("apply");
        apply.getStyleClass().addAll("accent", "apply");
        apply.setMinWidth(Region.USE_PREF_SIZE);
        apply.textProperty().bind(model.applyLabelProperty());
        apply.setOnAction(_ -> apply());
        var applySlot = Tips.reasoned(apply, model.applyFaultProperty(), texts.text("apply.says"));
        var says = new Label();
        says.setId("says");
        says.textProperty().bind(Bindings.when(model.applyFaultProperty().isEmpty()).then(model.status().note).otherwise(model.applyFaultProperty()));
        says.getStyleClass().addAll("text-small", "text-muted", "decision-says");
        Tips.whole(says);
        var override = new ToggleSwitch(texts.text("override"));
        override.setId("override");
        override.selectedProperty().bindBidirectional(model.overrideProperty());
        override.visibleProperty().bind(model.status().needsOverride);
        override.managedProperty().bind(model.status().needsOverride);
        override.setMinWidth(Region.USE_PREF_SIZE);
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var status = new HBox(12, comments, over, override, gap, says);
        status.setAlignment(Pos.CENTER_LEFT);
        status.getStyleClass().add("decision-status");
        var line = new HBox(8, feedback, sendSlot, divider(), rest, none, refuse, applySlot);
        line.setAlignment(Pos.CENTER_RIGHT);
        reasonLine();
        confirm = new QuestionBar("confirm", texts.text("confirm.give"), texts.text("reject.not"), model::apply, focus);
        confirm.saysProperty().set(texts.text("confirm.says"));
        model.overrideProperty().addListener((_, _, on) -> {
            if (!on) {
                confirm.put(false);
            }
        });
        again = new QuestionBar("again", texts.text("again.give"), texts.text("reject.not"), model::startOver, focus);
        again.saysProperty().bind(model.status().againSays);
        problem.getStyleClass().add("decision-problem");
        show(problem, false);
        model.problemProperty().addListener((_, _, now) -> {
            problem.getChildren().setAll(now.map(dev.countersign.ui.fx.ProblemBox::new).stream().toList());
            show(problem, now.isPresent());
        });
        getChildren().addAll(problem, confirm, again, reasonBar, status, line);
    }

    private static Region divider() {
        var line = new Region();
        line.getStyleClass().add("bar-divider");
        return line;
    }

    private Button button(String id, String key, Feather icon) {
        var button = new Button(texts.text(key), Icons.of(icon));
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    private static void oneLine(TextArea area) {
        area.setWrapText(true);
        area.setMinWidth(120);
        area.getStyleClass().add("one-line");
    }

    private void reasonLine() {
        reason.setId("reason");
        reason.setPromptText(texts.text("reject.prompt"));
        oneLine(reason);
        HBox.setHgrow(reason, Priority.ALWAYS);
        var give = new Button(texts.text("reject.give"));
        give.setId("reject-give");
        give.getStyleClass().add("danger");
        give.setMinWidth(Region.USE_PREF_SIZE);
        give.disableProperty().bind(Bindings.createBooleanBinding(() -> reason.getText().isBlank(), reason.textProperty()));
        give.setOnAction(_ -> {
            closeReason();
            model.reject(reason.getText());
        });
        var not = new Button(texts.text("reject.not"));
        not.setOnAction(_ -> closeReason());
        reasonBar.getChildren().addAll(reason, not, give);
        reasonBar.setAlignment(Pos.CENTER_LEFT);
        reasonBar.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                closeReason();
                event.consume();
            }
        });
        show(reasonBar, false);
    }

    private void openReason() {
        show(reasonBar, true);
        reason.requestFocus();
    }

    private void closeReason() {
        show(reasonBar, false);
        focus.run();
    }

    private static void show(Region bar, boolean shown) {
        bar.setVisible(shown);
        bar.setManaged(shown);
    }

    /// Applies; where checks failed it asks once more first.
    void apply() {
        if (!model.applyFaultProperty().get().isEmpty()) {
            return;
        }
        if (model.status().needsOverride.get() && model.overrideProperty().get()) {
            confirm.ask();
        } else {
            model.apply();
        }
    }

    /// Asks whether the agent is to start over.
    void askAgain() {
        if (!model.answeredProperty().get() && model.elsewhereProperty().get().isEmpty()) {
            again.ask();
        }
    }

    void focusFeedback() {
        feedback.requestFocus();
    }
}
