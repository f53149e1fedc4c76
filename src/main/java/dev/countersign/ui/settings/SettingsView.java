package dev.countersign.ui.settings;

import atlantafx.base.controls.ToggleSwitch;
import dev.countersign.agent.Agent;
import dev.countersign.agent.Agents;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.fx.Views;
import java.nio.file.Path;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;

/// How the window looks, what is kept, and where things are kept. Everything holds at once.
public final class SettingsView {
    private final Texts texts = Texts.of(SettingsView.class);
    private final Preferences preferences;
    private final Agents agents;
    private final Path data;
    private final Parent root;

    @FXML private ToggleButton light;
    @FXML private ToggleButton dark;
    @FXML private ToggleButton system;
    @FXML private Spinner<Integer> codeSize;
    @FXML private ComboBox<String> agent;
    @FXML private ToggleSwitch keepPrompts;
    @FXML private TextField folder;

    public SettingsView(Preferences preferences, Agents agents, Path data) {
        this.preferences = preferences;
        this.agents = agents;
        this.data = data;
        this.root = Views.styled(Views.load(this), SettingsView.class, "settings.css");
    }

    @FXML
    private void initialize() {
        var group = new ToggleGroup();
        theme(light, Theme.LIGHT, group);
        theme(dark, Theme.DARK, group);
        theme(system, Theme.SYSTEM, group);
        group.selectedToggleProperty().addListener((_, old, next) -> {
            if (next == null) {
                group.selectToggle(old);
            } else {
                preferences.themeProperty().set((Theme) next.getUserData());
            }
        });
        preferences.themeProperty().addListener((_, _, theme) -> group.getToggles().stream()
                .filter(t -> t.getUserData() == theme).findFirst().ifPresent(group::selectToggle));
        codeSize.setValueFactory(new SpinnerValueFactory.IntegerSpinnerValueFactory(9, 24, preferences.codeSizeProperty().get()));
        codeSize.valueProperty().addListener((_, _, size) -> preferences.codeSizeProperty().set(size));
        agent.getItems().setAll(agents.all().stream().map(Agent::name).toList());
        agent.setButtonCell(new Named());
        agent.setValue(agent.getItems().contains(preferences.agentProperty().get()) ? preferences.agentProperty().get() : null);
        agent.setPromptText(texts.text("settings.agent.first"));
        agent.valueProperty().addListener((_, _, name) -> preferences.agentProperty().set(name == null ? "" : name));
        keepPrompts.selectedProperty().bindBidirectional(preferences.keepPromptsProperty());
        folder.setText(data.toString());
    }

    public Parent root() {
        return root;
    }

    private void theme(ToggleButton button, Theme theme, ToggleGroup group) {
        button.setUserData(theme);
        button.setToggleGroup(group);
        button.setSelected(preferences.themeProperty().get() == theme);
    }

    private final class Named extends ListCell<String> {
        @Override
        protected void updateItem(String name, boolean empty) {
            super.updateItem(name, empty);
            setText(empty || name == null ? texts.text("settings.agent.first") : name);
        }
    }
}
