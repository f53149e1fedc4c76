package dev.countersign.ui.review;

import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Focus;
import dev.countersign.ui.fx.Texts;
import dev.countersign.verify.Residual;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.paint.Color;
import javafx.util.Duration;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.model.StyleSpans;
import org.fxmisc.richtext.model.StyleSpansBuilder;

/// A text with line numbers, syntax colours, undo, and error marks. Enter keeps the indent, Tab indents the way the file does.
/// Use on the JavaFX thread.
public final class CodeEditor extends CodeArea {
    private static final Duration QUIET = Duration.millis(250);
    /// Longer texts are typed in without colours: all of them are found anew after each pause.
    private static final int COLOURED_LINES = 10_000;

    private final Texts texts = Texts.of(CodeEditor.class);
    private final Optional<String> language;
    private final Background background;
    private final int firstNumber;
    private final String indent;
    private final PauseTransition quiet = new PauseTransition(QUIET);
    private final Runnable rested;
    private Map<Integer, String> errors = new TreeMap<>();

    /// @param firstNumber number of its first line
    /// @param rested      told once typing pauses
    public CodeEditor(String text, int firstNumber, Optional<String> language, Background background, Runnable rested) {
        this.language = language;
        this.background = background;
        this.firstNumber = firstNumber;
        this.rested = rested;
        indent = indentOf(text);
        setId("editor");
        getStyleClass().addAll("code", "code-editor");
        setAccessibleRole(AccessibleRole.TEXT_AREA);
        setFocusTraversable(true);
        Focus.takesTab(this);
        inks(DiffColors.LIGHT);
        DiffColors.follow(this, this::inks);
        replaceText(text);
        getUndoManager().forgetHistory();
        colour();
        setParagraphGraphicFactory(this::number);
        quiet.setOnFinished(_ -> rest());
        plainTextChanges().subscribe(_ -> {
            quiet.playFromStart();
            notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        });
        caretPositionProperty().addListener((_, _, _) -> notifyAccessibleAttributeChanged(AccessibleAttribute.CARET_OFFSET));
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        moveTo(0);
    }

    private void inks(DiffColors colors) {
        var style = new StringBuilder();
        for (Syntax.Ink ink : Syntax.Ink.values()) {
            Color color = colors.ink(ink);
            style.append("-ink-").append(ink.name().toLowerCase(Locale.ROOT)).append(String.format(Locale.ROOT, ": #%02x%02x%02x; ",
                    Math.round(color.getRed() * 255), Math.round(color.getGreen() * 255), Math.round(color.getBlue() * 255)));
        }
        if (!style.toString().equals(getStyle())) {
            setStyle(style.toString());
        }
    }

    /// Does at once what follows a pause in typing.
    void rest() {
        quiet.stop();
        colour();
        rested.run();
    }

    /// Once it is gone nothing is told any more.
    public void end() {
        quiet.stop();
        dispose();
    }

    private Node number(int line) {
        int digits = Integer.toString(firstNumber + getParagraphs().size()).length();
        var label = new Label(String.format(Locale.ROOT, "%" + digits + "d", firstNumber + line));
        label.getStyleClass().add("editor-number");
        label.setAlignment(Pos.TOP_RIGHT);
        label.setMaxHeight(Double.MAX_VALUE);
        String error = errors.get(line);
        if (error != null) {
            label.getStyleClass().add("editor-fault");
            label.setText("\u25cf" + label.getText());
            label.setTooltip(new Tooltip(error));
            label.setAccessibleText(texts.text("edit.fault", firstNumber + line, error));
        } else {
            label.setText(" " + label.getText());
        }
        return label;
    }

    /// Lines with an error, from 0, and what is wrong there.
    Map<Integer, String> errors() {
        return Map.copyOf(errors);
    }

    /// Marks these lines at their number; the words are in the tooltip there. Lines are those of this text, from 1.
    void faults(List<Residual> found) {
        var next = new TreeMap<Integer, String>();
        found.forEach(fault -> next.merge(fault.line(), fault.message(), (one, two) -> one + "\n" + two));
        mark(next);
    }

    /// Marks lines at their number, in place of those that were marked.
    ///
    /// @param found by line, from 1; a line that is not there counts as the nearest
    public void mark(Map<Integer, String> found) {
        var next = new TreeMap<Integer, String>();
        found.forEach((line, message) -> next.merge(Math.clamp(line - 1L, 0, getParagraphs().size() - 1), message, (one, two) -> one + "\n" + two));
        if (!next.equals(errors)) {
            var touched = new ArrayList<>(errors.keySet());
            touched.addAll(next.keySet());
            errors = next;
            touched.stream().distinct().filter(line -> line < getParagraphs().size()).forEach(this::recreateParagraphGraphic);
        }
    }

    private void colour() {
        String text = getText();
        if (language.isEmpty() || text.isEmpty() || getParagraphs().size() > COLOURED_LINES) {
            return;
        }
        background.run(texts.text("colouring"), _ -> spans(language.get(), text)).onSuccess(spans -> {
            if (getText().equals(text)) {
                setStyleSpans(0, spans);
            }
        });
    }

    private static StyleSpans<Collection<String>> spans(String language, String text) {
        List<String> lines = text.lines().toList();
        Syntax syntax = Syntax.of(language, lines);
        var spans = new StyleSpansBuilder<Collection<String>>();
        int styled = 0;
        for (int i = 0; i < lines.size(); i++) {
            int at = 0;
            for (Syntax.Span span : syntax.spans(i)) {
                if (span.start() >= at) {
                    spans.add(List.of(), span.start() - at);
                    spans.add(List.of("ink-" + span.ink().name().toLowerCase(Locale.ROOT)), span.end() - span.start());
                    at = span.end();
                }
            }
            spans.add(List.of(), lines.get(i).length() - at + 1);
            styled += lines.get(i).length() + 1;
        }
        StyleSpans<Collection<String>> all = spans.create();
        return styled > text.length() ? all.subView(0, text.length()) : all;
    }

    private void key(KeyEvent event) {
        if (event.isShortcutDown() || event.isControlDown() || event.isAltDown()) {
            return;
        }
        if (event.getCode() == KeyCode.ENTER) {
            String line = getText(getCurrentParagraph());
            int column = Math.min(getCaretColumn(), line.length());
            int blank = 0;
            while (blank < column && Character.isWhitespace(line.charAt(blank))) {
                blank++;
            }
            replaceSelection("\n" + line.substring(0, blank));
            requestFollowCaret();
            event.consume();
        } else if (event.getCode() == KeyCode.TAB) {
            shift(event.isShiftDown());
            event.consume();
        }
    }

    /// Indents or outdents every line of the selection; without one, indents at the caret.
    private void shift(boolean back) {
        int first = offsetToPosition(getSelection().getStart(), Bias.Forward).getMajor();
        int last = offsetToPosition(getSelection().getEnd(), Bias.Backward).getMajor();
        if (!back && first == last) {
            replaceSelection(indent);
            return;
        }
        var lines = new ArrayList<String>();
        for (int i = first; i <= last; i++) {
            String line = getText(i);
            lines.add(back ? line.substring(leading(line)) : line.isEmpty() ? line : indent + line);
        }
        replaceText(first, 0, last, getText(last).length(), String.join("\n", lines));
        if (first != last) {
            selectRange(first, 0, last, getText(last).length());
        }
    }

    private int leading(String line) {
        int cut = line.startsWith("\t") ? 1 : 0;
        while (cut < Math.min(line.length(), indent.length()) && line.charAt(cut) == ' ') {
            cut++;
        }
        return cut;
    }

    /// What one step of indentation is in this text: a tab, or the fewest spaces that a line begins with.
    static String indentOf(String text) {
        int least = Integer.MAX_VALUE;
        for (String line : text.lines().limit(2_000).toList()) {
            if (line.startsWith("\t")) {
                return "\t";
            }
            int spaces = 0;
            while (spaces < line.length() && line.charAt(spaces) == ' ') {
                spaces++;
            }
            // a lone space before a star continues a comment
            if (spaces > 1 && spaces < line.length() && line.charAt(spaces) != '*') {
                least = Math.min(least, spaces);
            }
        }
        return " ".repeat(least > 8 ? 4 : least);
    }

    /// Selects the next place of `wanted` behind the caret, from the start again at the end.
    ///
    /// @return whether there is one
    boolean find(String wanted) {
        if (wanted.isEmpty()) {
            return false;
        }
        String text = getText().toLowerCase(Locale.ROOT);
        String lower = wanted.toLowerCase(Locale.ROOT);
        int at = text.indexOf(lower, getSelection().getLength() > 0 ? getSelection().getStart() + 1 : getCaretPosition());
        if (at < 0) {
            at = text.indexOf(lower);
        }
        if (at >= 0) {
            selectRange(at, at + wanted.length());
            requestFollowCaret();
        }
        return at >= 0;
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case TEXT -> getText();
            case EDITABLE -> isEditable();
            case SELECTION_START -> getSelection().getStart();
            case SELECTION_END -> getSelection().getEnd();
            case CARET_OFFSET -> getCaretPosition();
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }
}
