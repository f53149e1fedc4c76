package dev.countersign.ui.settings;

import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.fx.UiState;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What a person chose for all workspaces; every change is remembered at once. JavaFX thread.
public final class Preferences {
    public static final int CODE_SIZE = 12;

    private final ObjectProperty<Theme> theme;
    private final IntegerProperty codeSize;
    private final StringProperty agent;
    private final BooleanProperty keepPrompts;

    public Preferences(UiState state) {
        theme = new SimpleObjectProperty<>(Theme.parse(state.get("theme", "system")));
        codeSize = new SimpleIntegerProperty((int) Math.clamp(state.number("code.size").orElse(CODE_SIZE), 9, 24));
        agent = new SimpleStringProperty(state.get("agent", ""));
        keepPrompts = new SimpleBooleanProperty(state.get("keep.prompts", false));
        theme.addListener((_, _, next) -> state.put("theme", next.key()));
        codeSize.addListener((_, _, next) -> state.put("code.size", next.doubleValue()));
        agent.addListener((_, _, next) -> state.put("agent", next));
        keepPrompts.addListener((_, _, yes) -> state.put("keep.prompts", yes));
    }

    public ObjectProperty<Theme> themeProperty() {
        return theme;
    }

    /// Pixels.
    public IntegerProperty codeSizeProperty() {
        return codeSize;
    }

    /// Whether entries keep whole prompts and all that agents say and do.
    public BooleanProperty keepPromptsProperty() {
        return keepPrompts;
    }

    /// Name of the agent that the composer starts with; empty for the first there is.
    public StringProperty agentProperty() {
        return agent;
    }
}
