package dev.countersign.ui.review;

import dev.countersign.run.ReviewScope;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.Optional;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.Region;

/// "This node": chooses what is looked at. What has nothing to show is there too, with the reason.
final class ScopeMenu extends MenuButton {
    private final Texts texts = Texts.of(ScopeMenu.class);
    private final ScopeModel model;

    ScopeMenu(ScopeModel model) {
        this.model = model;
        setId("review-scope");
        getStyleClass().add("small");
        setMinWidth(Region.USE_PREF_SIZE);
        Tips.set(this, texts.text("scope.tip"));
        var group = new ToggleGroup();
        for (ReviewScope scope : ReviewScope.values()) {
            var item = new RadioMenuItem();
            item.setId("scope-" + scope.name());
            item.setUserData(scope);
            item.setToggleGroup(group);
            item.setOnAction(_ -> model.choose(scope));
            getItems().add(item);
        }
        model.scopeProperty().addListener((_, _, _) -> tell());
        model.faultsProperty().addListener((_, _, _) -> tell());
        setOnShowing(_ -> model.look());
        tell();
    }

    private void tell() {
        String now = texts.text("scope." + model.scopeProperty().get());
        setText(now);
        setAccessibleText(texts.text("scope.said", now));
        getItems().forEach(one -> {
            if (one instanceof RadioMenuItem item && item.getUserData() instanceof ReviewScope scope) {
                Optional<String> why = Optional.ofNullable(model.faultsProperty().get().get(scope)).filter(_ -> scope != ReviewScope.NODE);
                String name = texts.text("scope." + scope);
                item.setText(why.map(reason -> texts.text("scope.not", name, reason)).orElse(name));
                item.setDisable(why.isPresent());
                item.setSelected(scope == model.scopeProperty().get());
            }
        });
    }
}
