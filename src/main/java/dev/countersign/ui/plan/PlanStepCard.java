package dev.countersign.ui.plan;

import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Views;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What an edit of the plan that takes more than a key asks for: the parts of a split, the partner of a merge. Esc does nothing.
final class PlanStepCard extends VBox {
    private static final Texts TEXTS = Texts.of(PlanStepCard.class);

    private PlanStepCard(String title) {
        getStyleClass().add("plan-step");
        var head = new Label(title);
        head.getStyleClass().add("text-heading");
        getChildren().add(head);
    }

    /// Asks which files of the selected node go into a new one, its name and its goal.
    static void split(Overlay overlay, PlanViewModel model) {
        Node node = model.node().orElseThrow();
        var card = Views.styled(new PlanStepCard(TEXTS.text("split.title", node.id().value())), PlanStepCard.class, "plan.css");
        var name = new TextField(node.id().value().length() > 35 ? "" : node.id().value() + "-2");
        name.getStyleClass().addAll("code", "split-name");
        name.setAccessibleText(TEXTS.text("split.name"));
        var goal = new TextArea();
        goal.setPrefRowCount(3);
        goal.setWrapText(true);
        goal.getStyleClass().addAll("plan-lines", "split-goal");
        goal.setAccessibleText(TEXTS.text("split.goal"));
        var boxes = new ArrayList<CheckBox>();
        var globs = new VBox(4);
        for (String glob : node.contract().owns()) {
            var box = new CheckBox(glob);
            box.getStyleClass().add("code");
            box.setMnemonicParsing(false);
            boxes.add(box);
            globs.getChildren().add(box);
        }
        boxes.getLast().setSelected(true);
        card.getChildren().addAll(Sections.prose(TEXTS.text("split.words", node.id().value()), "text-small", "text-muted"),
                label("split.name"), name, label("split.goal"), goal, label("split.owns"), globs);
        var fault = Sections.prose("", "text-small", "tone-danger");
        card.getChildren().add(fault);
        var done = new Button(TEXTS.text("split.do"), Icons.of(Feather.SCISSORS));
        Overlay.Layer layer = card.end(overlay, done);
        done.setOnAction(_ -> {
            List<String> owns = boxes.stream().filter(CheckBox::isSelected).map(CheckBox::getText).toList();
            if (model.split(name.getText(), owns, goal.getText())) {
                layer.close();
            } else {
                fault.setText(model.saidProperty().get());
            }
        });
        goal.requestFocus();
    }

    /// Asks which node the selected one becomes one with.
    static void merge(Overlay overlay, PlanViewModel model) {
        Node node = model.node().orElseThrow();
        var card = Views.styled(new PlanStepCard(TEXTS.text("merge.title", node.id().value())), PlanStepCard.class, "plan.css");
        var list = new ListView<NodeId>();
        list.getStyleClass().addAll("bare-list", "merge-list");
        list.getItems().setAll(model.others());
        list.setFixedCellSize(28);
        list.setPrefHeight(Math.min(8, model.others().size()) * 28 + 12);
        list.setAccessibleText(TEXTS.text("merge.title", node.id().value()));
        list.getSelectionModel().select(0);
        var fault = Sections.prose("", "text-small", "tone-danger");
        card.getChildren().addAll(Sections.prose(TEXTS.text("merge.words", node.id().value()), "text-small", "text-muted"), list, fault);
        var done = new Button(TEXTS.text("merge.do"), Icons.of(Feather.GIT_MERGE));
        Overlay.Layer layer = card.end(overlay, done);
        done.setOnAction(_ -> {
            int nodes = model.cardsProperty().get().size();
            model.merge(list.getSelectionModel().getSelectedItem());
            if (model.cardsProperty().get().size() < nodes) {
                layer.close();
            } else {
                fault.setText(model.saidProperty().get());
            }
        });
        list.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                done.fire();
                event.consume();
            }
        });
        list.requestFocus();
    }

    private Overlay.Layer end(Overlay overlay, Button done) {
        done.getStyleClass().addAll("accent", "step-do");
        var no = new Button(TEXTS.text("step.no"));
        var buttons = new HBox(8, no, done);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        getChildren().add(buttons);
        Overlay.Layer layer = overlay.show(this);
        no.setOnAction(_ -> layer.close());
        return layer;
    }

    private static Label label(String key) {
        var label = new Label(TEXTS.text(key));
        label.getStyleClass().add("text-section");
        return label;
    }
}
