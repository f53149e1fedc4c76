package dev.countersign.ui.fx;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;

/// Tooltips.
public final class Tips {
    private Tips() {}

    /// Gives `node` a tooltip in place of the one it had; empty text takes it away.
    public static void set(Node node, String text) {
        if (node.getProperties().get(Tips.class) instanceof Tooltip old) {
            if (!text.isEmpty()) {
                old.setText(text);
                return;
            }
            Tooltip.uninstall(node, old);
            node.getProperties().remove(Tips.class);
        }
        if (!text.isEmpty()) {
            Tooltip tip = tooltip(text);
            Tooltip.install(node, tip);
            node.getProperties().put(Tips.class, tip);
        }
    }

    /// What [#set] last gave to `node`; empty where there is none.
    public static String of(Node node) {
        return node.getProperties().get(Tips.class) instanceof Tooltip tip ? tip.getText() : "";
    }

    /// An icon-only button gets its name for the eye and for a screen reader.
    public static <B extends ButtonBase> B name(B button, String text) {
        set(button, text);
        button.setAccessibleText(text);
        return button;
    }

    /// Shows a label's whole text while it is too narrow for it.
    public static <L extends Label> L whole(L label) {
        Runnable check = () -> {
            boolean cut = label.getWidth() > 0 && label.prefWidth(-1) > label.getWidth() + 0.5;
            set(label, cut ? label.getText() : "");
        };
        label.widthProperty().addListener((_, _, _) -> check.run());
        label.textProperty().addListener((_, _, _) -> check.run());
        return label;
    }

    /// A button that is disabled while `reason` is not empty, in a wrapper whose tooltip says the reason; put the wrapper on
    /// the screen. While enabled the tooltip is `otherwise`, possibly empty.
    public static StackPane reasoned(ButtonBase button, ObservableValue<String> reason, String otherwise) {
        var wrapper = new StackPane(button);
        wrapper.getStyleClass().add("reasoned");
        Runnable show = () -> {
            String why = reason.getValue();
            button.setDisable(!why.isEmpty());
            set(wrapper, why.isEmpty() ? otherwise : why);
            button.setAccessibleHelp(why.isEmpty() ? otherwise : why);
        };
        reason.addListener((_, _, _) -> show.run());
        show.run();
        return wrapper;
    }

    private static Tooltip tooltip(String text) {
        var tip = new Tooltip(text);
        tip.setShowDelay(Duration.millis(350));
        tip.setShowDuration(Duration.seconds(20));
        tip.setWrapText(true);
        tip.setMaxWidth(420);
        // Esc hides it and still does what it does: a tip under a resting mouse must not swallow it
        tip.setConsumeAutoHidingEvents(false);
        return tip;
    }
}
