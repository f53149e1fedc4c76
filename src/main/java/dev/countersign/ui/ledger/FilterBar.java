package dev.countersign.ui.ledger;

import atlantafx.base.controls.CustomTextField;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.css.PseudoClass;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/// The field that filters the timeline: tokens and text, completed while typed, remembered across starts.
final class FilterBar {
    private static final Duration TYPING = Duration.millis(180);
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

    private final LedgerViewModel model;
    private final UiState state;
    private final CustomTextField field;
    private final ContextMenu menu = new ContextMenu();
    private final Texts texts = Texts.of(FilterBar.class);

    /// @param leave where the cursor goes when the field is left
    FilterBar(LedgerViewModel model, UiState state, CustomTextField field, Runnable leave) {
        this.model = model;
        this.state = state;
        this.field = field;
        field.setLeft(Icons.of(Feather.SEARCH));
        var clear = new Button("", Icons.of(Feather.X));
        clear.getStyleClass().addAll("flat", "small", "button-icon", "filter-clear");
        clear.setFocusTraversable(false);
        Tips.name(clear, texts.text("filter.clear"));
        clear.visibleProperty().bind(field.textProperty().isNotEmpty());
        clear.setOnAction(_ -> {
            field.clear();
            take();
        });
        field.setRight(clear);
        Tips.set(field, texts.text("filter.tip"));
        var typed = new PauseTransition(TYPING);
        typed.setOnFinished(_ -> take());
        field.setText(state.get("ledger.filter", ""));
        field.textProperty().addListener((_, _, text) -> {
            typed.playFromStart();
            if (field.isFocused()) {
                complete(text);
            }
        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && !menu.isShowing()) {
                if (field.getText().isEmpty()) {
                    leave.run();
                } else {
                    field.clear();
                    take();
                }
                event.consume();
            } else if (event.getCode() == KeyCode.DOWN && !menu.isShowing()) {
                leave.run();
                event.consume();
            }
        });
        field.setOnAction(_ -> {
            take();
            leave.run();
        });
        field.focusedProperty().addListener((_, _, focused) -> {
            if (!focused) {
                menu.hide();
            }
        });
        model.understoodProperty().addListener((_, _, filter) -> show(filter));
        model.filterProperty().addListener((_, _, text) -> {
            if (!field.getText().equals(text)) {
                field.setText(text);
                state.put("ledger.filter", text);
            }
        });
        take();
    }

    private void take() {
        model.filterProperty().set(field.getText());
        state.put("ledger.filter", field.getText());
    }

    private void show(LedgerFilter filter) {
        field.pseudoClassStateChanged(ERROR, !filter.faults().isEmpty());
        Tips.set(field, filter.faults().isEmpty() ? texts.text("filter.tip") : texts.text("filter.fault", String.join(" ", filter.faults())));
    }

    private void complete(String text) {
        model.completions(text).onSuccess(found -> {
            if (field.isFocused() && text.equals(field.getText())) {
                offer(text, found);
            }
        });
    }

    private void offer(String text, List<String> found) {
        menu.getItems().setAll(found.stream().map(whole -> {
            var item = new MenuItem(whole.substring(commonStart(text, whole)));
            item.setMnemonicParsing(false);
            item.setOnAction(_ -> {
                field.setText(whole.endsWith(":") ? whole : whole + " ");
                field.end();
            });
            return item;
        }).toList());
        if (found.isEmpty()) {
            menu.hide();
        } else if (!menu.isShowing() && field.getScene() != null && field.getScene().getWindow() != null && field.getScene().getWindow().isShowing()) {
            menu.show(field, Side.BOTTOM, 0, 2);
        }
    }

    /// Where the last word begins.
    private static int commonStart(String text, String whole) {
        int space = text.lastIndexOf(' ');
        return space >= 0 && whole.startsWith(text.substring(0, space + 1)) ? space + 1 : 0;
    }
}
