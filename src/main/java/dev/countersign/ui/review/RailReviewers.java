package dev.countersign.ui.review;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Where another agent is asked for its verdict: whom, and while it reads what it does, with a way to stop it.
final class RailReviewers extends VBox {
    private final Texts texts = Texts.of(RailReviewers.class);
    private final ReviewerModel model;
    private final MenuButton ask = new MenuButton();

    RailReviewers(ReviewerModel model) {
        super(8);
        this.model = model;
        ask.setId("ask-reviewer");
        ask.getStyleClass().add("small");
        ask.setText(texts.text("reviewer.ask"));
        ask.setGraphic(Icons.of(Feather.USER_CHECK));
        model.knownProperty().addListener((_, _, _) -> tell());
        model.askedProperty().addListener((_, _, _) -> tell());
        model.problemProperty().addListener((_, _, _) -> tell());
        tell();
    }

    private void tell() {
        List<String> known = model.knownProperty().get();
        ask.getItems().setAll(known.stream().map(name -> {
            var item = new MenuItem(name);
            item.setId("ask-" + name);
            item.setOnAction(_ -> model.ask(name));
            return item;
        }).toList());
        ask.setDisable(known.isEmpty());
        var holder = new HBox(ask);
        Tips.set(holder, texts.text(known.isEmpty() ? "reviewer.nobody" : "reviewer.tip"));
        getChildren().setAll(model.askedProperty().get().<Node>map(this::working).orElse(holder));
        model.problemProperty().get().ifPresent(why -> getChildren().add(new ProblemBox(why)));
    }

    private Node working(String agent) {
        var name = new Label(texts.text("reviewer.reads", agent));
        name.getStyleClass().add("text-small");
        name.setMinWidth(0);
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        var cancel = new Button(texts.text("reviewer.cancel"));
        cancel.setId("reviewer-cancel");
        cancel.getStyleClass().add("small");
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setOnAction(_ -> model.cancel());
        var head = new HBox(8, name, cancel);
        head.setAlignment(Pos.CENTER_LEFT);
        var bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setAccessibleText(name.getText());
        var doing = Tips.whole(new Label());
        doing.getStyleClass().addAll("text-muted", "text-tiny");
        doing.textProperty().bind(model.doingProperty());
        return new VBox(6, head, bar, doing);
    }
}
