package dev.countersign.ui.settings;

import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;

/// How the window looks, and the values of the files of settings. The last one in front is remembered.
public final class SettingsPages extends TabPane {
    private static final String REMEMBERED = "settings.page";

    /// @param values made when it is first looked at: making it reads files
    public SettingsPages(Node window, Supplier<? extends Node> values, UiState state) {
        Texts texts = Texts.of(SettingsPages.class);
        getStyleClass().add("agent-pages");
        setAccessibleText(texts.text("settings.pages"));
        setTabClosingPolicy(TabClosingPolicy.UNAVAILABLE);
        var first = new Tab(texts.text("settings.page.window"), scrolled(window));
        first.setId("window");
        var second = new Tab(texts.text("settings.page.values"));
        second.setId("values");
        getTabs().addAll(first, second);
        getSelectionModel().selectedItemProperty().addListener((_, _, now) -> {
            state.put(REMEMBERED, now.getId());
            if (now == second && second.getContent() == null) {
                second.setContent(values.get());
            }
        });
        if (state.get(REMEMBERED, "window").equals("values")) {
            getSelectionModel().select(second);
        }
        Views.styled(this, SettingsPages.class, "settings.css");
    }

    private static ScrollPane scrolled(Node page) {
        var pane = new ScrollPane(page);
        pane.setFitToWidth(true);
        pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        pane.getStyleClass().add("page-scroll");
        return pane;
    }
}
