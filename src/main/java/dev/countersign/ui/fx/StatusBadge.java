package dev.countersign.ui.fx;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;

/// A status as icon and word in its colour. With [#compact] only the icon is drawn and the word stands in its tooltip.
public final class StatusBadge extends Label {
    private final ObjectProperty<Status> status = new SimpleObjectProperty<>(this, "status", Status.WAITING);
    private boolean compact;

    public StatusBadge() {
        this(Status.WAITING);
    }

    public StatusBadge(Status first) {
        getStyleClass().add("status-badge");
        setAccessibleRole(AccessibleRole.TEXT);
        setMinWidth(USE_PREF_SIZE);
        status.addListener((_, _, _) -> show());
        status.set(first);
        show();
    }

    public ObjectProperty<Status> statusProperty() {
        return status;
    }

    public Status getStatus() {
        return status.get();
    }

    public void setStatus(Status next) {
        status.set(next);
    }

    /// Icon only.
    public StatusBadge compact() {
        compact = true;
        show();
        return this;
    }

    private void show() {
        Status now = status.get();
        String word = now.word();
        setGraphic(Icons.of(now.icon()));
        setText(compact ? "" : word);
        setAccessibleText(word);
        for (Status.Tone tone : Status.Tone.values()) {
            getStyleClass().remove(tone.styleClass());
        }
        getStyleClass().add(now.tone().styleClass());
        if (compact) {
            Tips.set(this, word);
        }
    }
}
