package dev.countersign.ui.review;

import dev.countersign.changeset.Whitespace;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.review.DiffRows.Layout;
import java.util.Arrays;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;

/// How diffs are looked at. Nothing of it changes what is decided.
final class DiffLook {
    static final int USUAL_SIZE = 13;

    private final ObjectProperty<Layout> layout = new SimpleObjectProperty<>(this, "layout", Layout.SPLIT);
    private final ObjectProperty<Whitespace> whitespace = new SimpleObjectProperty<>(this, "whitespace", Whitespace.EXACT);
    private final BooleanProperty wrap = new SimpleBooleanProperty(this, "wrap");
    private final BooleanProperty whole = new SimpleBooleanProperty(this, "whole");
    private final IntegerProperty fontSize = new SimpleIntegerProperty(this, "fontSize", USUAL_SIZE);

    ObjectProperty<Layout> layoutProperty() {
        return layout;
    }

    /// Which white space does not count: changes of nothing else are drawn without colour and still need a decision.
    ObjectProperty<Whitespace> whitespaceProperty() {
        return whitespace;
    }

    BooleanProperty wrapProperty() {
        return wrap;
    }

    /// Whether files are shown whole when they come in front, not their changes only.
    BooleanProperty wholeProperty() {
        return whole;
    }

    /// In pixels, [CodeFont#SMALLEST] to [CodeFont#LARGEST].
    IntegerProperty fontSizeProperty() {
        return fontSize;
    }

    void resize(int by) {
        fontSize.set(Math.clamp(fontSize.get() + by, CodeFont.SMALLEST, CodeFont.LARGEST));
    }

    void nextWhitespace() {
        Whitespace[] all = Whitespace.values();
        whitespace.set(all[(whitespace.get().ordinal() + 1) % all.length]);
    }

    /// Takes what was remembered, and remembers from now on. The layout is left out: it follows the width of the window.
    DiffLook remember(UiState state) {
        state.number("diff.font").ifPresent(size -> fontSize.set(Math.clamp((int) size, CodeFont.SMALLEST, CodeFont.LARGEST)));
        wrap.set(state.get("diff.wrap", false));
        whole.set(state.get("diff.whole", false));
        state.get("diff.whitespace").flatMap(name -> Arrays.stream(Whitespace.values()).filter(w -> w.name().equals(name)).findFirst())
                .ifPresent(whitespace::set);
        fontSize.addListener((_, _, size) -> state.put("diff.font", size.doubleValue()));
        wrap.addListener((_, _, on) -> state.put("diff.wrap", on));
        whole.addListener((_, _, on) -> state.put("diff.whole", on));
        whitespace.addListener((_, _, mode) -> state.put("diff.whitespace", mode.name()));
        return this;
    }
}
