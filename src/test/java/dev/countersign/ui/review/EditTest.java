package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.MemoryStore;
import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.changeset.TextFile;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Theme;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Editing in place: a whole file and one hunk, by keys.
class EditTest {
    private static final String JAVA = "class A {\n    int one = 1;\n\n    int two = 2;\n}\n";
    private final DemoSource source = DemoSource.of(new MemoryStore(),
            new String[] {"A.java", "class A {\n    int one = 0;\n\n    int two = 0;\n}\n", "b.txt", "one\r\nx\r\n"},
            new String[] {"A.java", JAVA, "b.txt", "two\r\nx\r\n"});

    @BeforeAll
    static void toolkit() {
        Demo.start();
    }

    private record Open(Scene scene, Reviews reviews, ReviewView view) {
        void key(KeyCode code, boolean shift, boolean control) {
            Node target = scene.getFocusOwner() == null ? view : scene.getFocusOwner();
            target.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, control, false, false));
        }

        void key(KeyCode code) {
            key(code, false, false);
        }

        CodeEditor editor() {
            return (CodeEditor) view.lookup("#editor");
        }

        String label(String id) {
            return ((Label) view.lookup("#" + id)).getText();
        }
    }

    private Open open() {
        var overlay = new Overlay(new Region());
        Scene scene = Demo.scene(overlay, 1000, 700, Theme.LIGHT);
        var reviews = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory());
        ReviewView view = reviews.open(source);
        overlay.applyCss();
        overlay.layout();
        return new Open(scene, reviews, view);
    }

    @Test
    void errorsStandAtTheirLineWhileTheTextIsWritten() {
        Demo.onScreen(() -> {
            Open open = open();
            open.key(KeyCode.E);
            assertThat(open.scene().getFocusOwner()).isEqualTo(open.editor());
            assertThat(open.editor().errors()).isEmpty();
            open.editor().replaceText("class A {\n    int one = ;\n}\n");
            open.editor().rest();
            assertThat(open.editor().errors()).containsOnlyKeys(1);
            assertThat(open.label("edit-faults")).startsWith("1 syntax error; the first in line 2: ");
            open.editor().undo();
            open.editor().rest();
            assertThat(open.editor().getText()).isEqualTo(JAVA);
            assertThat(open.editor().errors()).isEmpty();
            assertThat(open.label("edit-faults")).isEmpty();
            open.editor().redo();
            assertThat(open.editor().getText()).contains("int one = ;");
            return null;
        });
    }

    @Test
    void wordsHaveTheColoursOfTheirKind() {
        Demo.onScreen(() -> {
            Open open = open();
            open.key(KeyCode.E);
            assertThat(open.editor().getStyleOfChar(0)).containsExactly("ink-keyword");
            assertThat(open.editor().getStyleOfChar(JAVA.indexOf("= 1") + 2)).containsExactly("ink-number");
            assertThat(open.editor().getStyleOfChar(JAVA.indexOf("one"))).isEmpty();
            return null;
        });
    }

    @Test
    void enterKeepsTheIndentAndTabIndentsAsTheFileDoes() {
        Demo.onScreen(() -> {
            Open open = open();
            open.key(KeyCode.E);
            open.editor().moveTo(1, "    int one = 1;".length());
            open.key(KeyCode.ENTER);
            assertThat(open.editor().getText(2)).isEqualTo("    ");
            open.key(KeyCode.TAB);
            assertThat(open.editor().getText(2)).isEqualTo("        ");
            open.key(KeyCode.TAB, true, false);
            assertThat(open.editor().getText(2)).isEqualTo("    ");
            open.editor().selectRange(1, 0, 4, 3);
            open.key(KeyCode.TAB);
            assertThat(open.editor().getText(1) + open.editor().getText(4)).isEqualTo("        int one = 1;" + "        int two = 2;");
            assertThat(open.scene().getFocusOwner()).isEqualTo(open.editor());
            open.key(KeyCode.TAB, false, true);
            assertThat(open.scene().getFocusOwner()).isNotEqualTo(open.editor());
            return null;
        });
    }

    @Test
    void whatIsLookedForIsSelectedFromPlaceToPlace() {
        Demo.onScreen(() -> {
            Open open = open();
            open.key(KeyCode.E);
            open.editor().moveTo(0);
            open.key(KeyCode.F, false, true);
            var find = (TextField) open.view().lookup("#editor-find");
            assertThat(open.scene().getFocusOwner()).isEqualTo(find);
            find.setText("INT");
            open.key(KeyCode.F3);
            assertThat(open.editor().getSelection().getStart()).isEqualTo(JAVA.indexOf("int"));
            open.key(KeyCode.F3);
            assertThat(open.editor().getSelection().getStart()).isEqualTo(JAVA.lastIndexOf("int"));
            open.key(KeyCode.F3);
            assertThat(open.editor().getSelection().getStart()).isEqualTo(JAVA.indexOf("int"));
            find.setText("nowhere");
            open.key(KeyCode.F3);
            assertThat(open.label("edit-says")).isEqualTo("\"nowhere\" does not occur here.");
            open.key(KeyCode.ESCAPE);
            assertThat(open.scene().getFocusOwner()).isEqualTo(open.editor());
            return null;
        });
    }

    @Test
    void escAsksOnlyWhereSomethingWouldBeLost() {
        Demo.onScreen(() -> {
            Open open = open();
            open.key(KeyCode.E);
            open.key(KeyCode.ESCAPE);
            assertThat(open.editor()).isNull();
            open.key(KeyCode.E);
            open.editor().replaceText("mine");
            open.key(KeyCode.ESCAPE);
            assertThat(open.label("edit-says")).isEqualTo("Not saved yet: Ctrl+S saves what you typed, Esc again discards it.");
            open.key(KeyCode.ESCAPE);
            assertThat(open.editor()).isNull();
            assertThat(open.view().model().files().getFirst().marks().edited()).isEmpty();
            assertThat(open.reviews().isOpen()).isTrue();
            return null;
        });
    }

    @Test
    void typedTextOutlivesAnotherFileAndHoldsBackTheAnswerAndTheClosing() {
        Demo.onScreen(() -> {
            Open open = open();
            ReviewViewModel model = open.view().model();
            model.acceptRest();
            open.key(KeyCode.E);
            assertThat(model.applyFaultProperty().get()).isEmpty();
            open.editor().replaceText("mine\n");
            assertThat(model.applyFaultProperty().get()).isEqualTo("One text that you typed is not saved: save or discard it first.");
            open.key(KeyCode.ENTER, false, true);
            assertThat(source.decided).isEmpty();
            model.goTo(model.files().getLast(), 0);
            assertThat(open.editor()).isNull();
            assertThat(model.applyFaultProperty().get()).startsWith("One text");
            open.key(KeyCode.ESCAPE);
            assertThat(open.reviews().isOpen()).isTrue();
            assertThat(open.editor().getText()).isEqualTo("mine\n");
            open.key(KeyCode.S, false, true);
            assertThat(model.applyFaultProperty().get()).isEmpty();
            assertThat(model.files().getFirst().selection()).isEqualTo(new FileSelection.Edited("mine\n"));
            open.key(KeyCode.ESCAPE);
            assertThat(open.reviews().isOpen()).isFalse();
            return null;
        });
    }

    @Test
    void oneHunkIsEditedWhileTheOthersStayAsDecided() {
        Demo.onScreen(() -> {
            Open open = open();
            ReviewViewModel model = open.view().model();
            open.key(KeyCode.R);
            assertThat(model.hunkProperty().get()).isEqualTo(1);
            open.key(KeyCode.E, true, false);
            assertThat(open.editor().getText()).isEqualTo("    int two = 2;\n");
            assertThat(((Label) open.editor().getParagraphGraphic(0)).getText().strip()).isEqualTo("4");
            open.editor().replaceText("    int two = ;\n");
            open.editor().rest();
            assertThat(open.editor().errors()).containsOnlyKeys(0);
            open.editor().replaceText("    int two = 22;");
            open.editor().rest();
            assertThat(open.editor().errors()).isEmpty();
            ((Button) open.view().lookup("#save-edit")).fire();
            assertThat(model.files().getFirst().selection())
                    .isEqualTo(new FileSelection.Edited("class A {\n    int one = 0;\n\n    int two = 22;\n}\n"));
            return null;
        });
    }

    @Test
    void lineEndsStayAsTheFileHasThem() {
        Demo.onScreen(() -> {
            Open open = open();
            open.key(KeyCode.J);
            open.key(KeyCode.E);
            assertThat(open.editor().getText()).isEqualTo("two\nx\n");
            open.editor().replaceText("two\nnew\nx\n");
            open.key(KeyCode.S, false, true);
            assertThat(open.view().model().files().getLast().selection()).isEqualTo(new FileSelection.Edited("two\r\nnew\r\nx\r\n"));
            return null;
        });
    }

    @Test
    void aCharacterThatTheFileCannotHoldIsRefused() {
        TextFile latin = TextFile.read("gr\u00fc\u00df\n".getBytes(StandardCharsets.ISO_8859_1)).orElseThrow();
        var store = new MemoryStore();
        var before = MemoryStore.with(store.tree(), "l.txt", store.file(latin.withText("x\u00e4\n").bytes()));
        var after = MemoryStore.with(store.tree(), "l.txt", store.file(latin.bytes()));
        var source = new DemoSource(store, before, after);
        Demo.onScreen(() -> {
            var overlay = new Overlay(new Region());
            Scene scene = Demo.scene(overlay, 1000, 700, Theme.DARK);
            ReviewView view = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory()).open(source);
            view.edit();
            var editor = (CodeEditor) view.lookup("#editor");
            editor.replaceText("\u6f22\n");
            editor.rest();
            ((Button) view.lookup("#save-edit")).fire();
            assertThat(((Label) view.lookup("#edit-says")).getText()).startsWith("The character \"\u6f22\" cannot be written in this file's charset");
            assertThat(view.model().files().getFirst().marks().edited()).isEmpty();
            return null;
        });
    }

    @Test
    void whatAnotherVersionHasIsShownBeside() {
        Demo.onScreen(() -> {
            Open open = open();
            open.key(KeyCode.E);
            open.editor().replaceText(JAVA.replace("2", "3"));
            ((javafx.scene.control.ToggleButton) open.view().lookup("#edit-against-agent")).fire();
            var beside = (DiffCanvas) open.view().lookup(".edit-pane .diff-canvas");
            assertThat(beside.page().diff().hunks()).hasSize(1);
            ((javafx.scene.control.ToggleButton) open.view().lookup("#edit-against-base")).fire();
            assertThat(beside.page().diff().hunks()).hasSize(2);
            return null;
        });
    }

    @Test
    void aStepOfIndentationIsReadFromTheText() {
        assertThat(Map.of("a\n\tb\n", "\t", "a\n  b\n    c\n", "  ", "/**\n * x\n */\n", "    ", "", "    "))
                .allSatisfy((text, indent) -> assertThat(CodeEditor.indentOf(text)).isEqualTo(indent));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a\n", "b\n", "c\r\n", "\n", "d").list().ofMaxSize(12).map(parts -> String.join("", parts));
    }

    /// A hunk left as it is gives the file as it is decided, whatever was decided of the others.
    @Property(tries = 300)
    void anUntouchedHunkChangesNothing(@ForAll("texts") String before, @ForAll("texts") String after, @ForAll int seed) {
        var file = new ReviewFile(DemoSource.of(new MemoryStore(), new String[] {"a.txt", "x" + before}, new String[] {"a.txt", "y" + after})
                .view.candidate().orElseThrow().changes().getFirst());
        FileDiff.Text diff = Demo.diff("x" + before, "y" + after);
        file.read(diff);
        var random = new java.util.Random(seed);
        file.marks(new ReviewFile.Marks(java.util.stream.Stream.generate(() -> HunkDecision.values()[random.nextInt(3)]).limit(file.units()).toList(),
                java.util.Optional.empty()));
        for (int hunk = 0; hunk < diff.hunks().size(); hunk++) {
            EditRange range = EditRange.hunk(file, diff, hunk);
            assertThat(range.whole(range.shown())).isEqualTo(EditRange.whole(range.file()).shown());
            if (file.lineDecisions().isPresent()) {
                assertThat(range.file().lines().subList(range.from(), range.to()))
                        .isEqualTo(diff.after().lines().subList(diff.hunks().get(hunk).afterStart(), diff.hunks().get(hunk).afterEnd()));
            }
        }
    }
}
