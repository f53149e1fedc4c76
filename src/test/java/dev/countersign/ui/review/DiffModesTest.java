package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.MemoryStore;
import dev.countersign.changeset.Whitespace;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.fx.UiState;
import dev.countersign.workspace.WorkspacePath;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffModesTest {
    private static final String METHOD = "    int total(int[] prices) {\n        int sum = 0;\n        for (int price : prices) {\n            sum += price;\n"
            + "        }\n        return sum;\n    }\n";

    @BeforeAll
    static void toolkit() {
        Demo.start();
    }

    private record Open(DiffView view, Scene scene, DiffCanvas canvas) {
        void key(KeyCode code, boolean shift, boolean control, boolean alt) {
            canvas.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, control, alt, false));
            scene.getRoot().applyCss();
            scene.getRoot().layout();
        }

        void key(KeyCode code) {
            key(code, false, false, false);
        }

        String label(String id) {
            return ((Label) view.lookup("#" + id)).getText();
        }

        String name() {
            return ((Label) view.lookup(".title-name")).getText();
        }
    }

    private static Open open(String[] before, String[] after) {
        var store = new MemoryStore();
        var view = new DiffView(Background.sameThread());
        Scene scene = Demo.scene(view, 1000, 700, Theme.LIGHT);
        view.show(DemoSource.between(store, store.tree(before), store.tree(after)).changes(), store);
        view.applyCss();
        view.layout();
        return new Open(view, scene, (DiffCanvas) view.lookup(".diff-canvas"));
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }

    @Test
    void whiteSpaceThatDoesNotCountIsQuietAndCountedAndStaysAHunk() {
        FileDiff.Text diff = Demo.diff("a\n\n\nb b\n\n\nc\n", "a \n\n\nb  b\n\n\nC\n");
        var page = new DiffPage(diff, DiffRows.Layout.UNIFIED);
        assertThat(page.hidden()).isZero();
        var hidden = IntStream.range(0, Whitespace.values().length).map(i -> {
            page.whitespace(Whitespace.values()[i]);
            return page.hidden();
        }).boxed().toList();
        assertThat(hidden).containsExactly(0, 0, 1, 2, 2);
        assertThat(page.rows().hunks()).isEqualTo(3);
        assertThat(page.isHidden(2)).isFalse();
    }

    @Test
    void aLineOfWhiteSpaceOnlyIsQuietWithinAHunkThatSaysMore() {
        var page = new DiffPage(Demo.diff("\tint first = 1;\n\tint second = 2;\n", "    int first = 1;\n\tint second = 3;\n"), DiffRows.Layout.SPLIT);
        page.whitespace(Whitespace.AMOUNT);
        assertThat(page.isHidden(0)).isFalse();
        assertThat(page.isQuiet(page.rows().row(0))).isTrue();
        assertThat(page.isQuiet(page.rows().row(1))).isFalse();
    }

    @Test
    void theKeyGoesThroughAllFiveModesAndTheStripSaysHowManyAreQuiet() {
        Demo.onScreen(() -> {
            Open open = open(new String[] {"a.txt", "a\nb\n"}, new String[] {"a.txt", "a  \nb\n"});
            for (Whitespace mode : List.of(Whitespace.LINE_ENDS, Whitespace.TRAILING, Whitespace.AMOUNT, Whitespace.ALL)) {
                open.key(KeyCode.W);
                assertThat(open.canvas().look().whitespaceProperty().get()).isEqualTo(mode);
                assertThat(open.label("quiet")).isEqualTo((mode == Whitespace.LINE_ENDS ? "No hunk" : "1 hunk") + " of white space only, shown quiet");
            }
            assertThat(open.canvas().getAccessibleText()).endsWith("white space only");
            open.key(KeyCode.W);
            assertThat(open.view().lookup("#quiet").isVisible()).isFalse();
            return null;
        });
    }

    @Test
    void aMovedBlockNamesItsOtherEndAndTheKeyGoesThereAndBack() {
        Demo.onScreen(() -> {
            Open open = open(new String[] {"A.java", "class A {\n" + METHOD + "}\n", "B.java", "class B {\n}\n"},
                    new String[] {"A.java", "class A {\n}\n", "B.java", "class B {\n" + METHOD + "}\n"});
            assertThat(open.name()).isEqualTo("A.java");
            assertThat(open.canvas().getAccessibleText()).endsWith("moved to B.java:2");
            open.key(KeyCode.M);
            assertThat(open.name()).isEqualTo("B.java");
            assertThat(open.canvas().getAccessibleText()).endsWith("moved from A.java:2");
            open.key(KeyCode.M);
            assertThat(open.name()).isEqualTo("A.java");
            return null;
        });
    }

    @Test
    void aCopyLeadsToUnchangedLinesAndBack() {
        Demo.onScreen(() -> {
            Open open = open(new String[] {"A.java", "class A {\n" + lines(0, 100) + METHOD + "}\n", "B.java", "class B {\n}\n"},
                    new String[] {"A.java", "class A2 {\n" + lines(0, 100) + METHOD + "}\n", "B.java", "class B {\n" + METHOD + "}\n"});
            open.key(KeyCode.J);
            assertThat(open.name()).isEqualTo("B.java");
            assertThat(open.canvas().getAccessibleText()).endsWith("copied from A.java:102");
            open.key(KeyCode.M);
            assertThat(open.name()).isEqualTo("A.java");
            var rows = open.canvas().page().rows();
            assertThat(rows.row(rows.rowOf(Side.BEFORE, 101)).kind()).isEqualTo(DiffRows.Kind.CONTEXT);
            open.key(KeyCode.M);
            assertThat(open.name()).isEqualTo("B.java");
            return null;
        });
    }

    @Test
    void charactersOfAChangedWordAreTold() {
        var page = new DiffPage(Demo.diff("int customerName = 1;\n", "int customerNames = 1;\n"), DiffRows.Layout.SPLIT);
        DiffRows.Row row = page.rows().row(0);
        assertThat(page.words(row, Side.AFTER)).containsExactly(new dev.countersign.changeset.Differ.Range(4, 17));
        assertThat(page.characters(row, Side.AFTER)).containsExactly(new dev.countersign.changeset.Differ.Range(16, 17));
    }

    @Test
    void contextOpensByTenLinesByBlockAndWhole() {
        Demo.onScreen(() -> {
            String head = lines(0, 50) + "class A {\n    void first() {\n" + "        step();\n".repeat(30);
            String tail = "        step();\n".repeat(30) + "    }\n}\n" + lines(50, 100);
            Open open = open(new String[] {"A.java", head + "        old();\n" + tail}, new String[] {"A.java", head + "        now();\n" + tail});
            DiffCanvas canvas = open.canvas();
            int first = 82;
            assertThat(shown(canvas)).isEqualTo("79-86");
            open.key(KeyCode.UP, false, false, true);
            assertThat(shown(canvas)).isEqualTo("69-86");
            open.key(KeyCode.DOWN, false, false, true);
            assertThat(shown(canvas)).isEqualTo("69-96");
            open.key(KeyCode.B);
            assertThat(shown(canvas)).isEqualTo("51-114");
            open.key(KeyCode.B);
            assertThat(shown(canvas)).isEqualTo("50-115");
            assertThat(canvas.page().diff().hunks().getFirst().afterStart()).isEqualTo(first);
            open.key(KeyCode.O);
            assertThat(shown(canvas)).isEqualTo("0-165");
            open.key(KeyCode.O);
            assertThat(shown(canvas)).isEqualTo("79-86");
            return null;
        });
    }

    /// Lines of the after side that stand on rows of their own around the first hunk, half-open.
    private static String shown(DiffCanvas canvas) {
        DiffRows rows = canvas.page().rows();
        var lines = IntStream.range(0, rows.size()).mapToObj(rows::row).filter(r -> r.kind() != DiffRows.Kind.FOLD && r.after() >= 0)
                .mapToInt(DiffRows.Row::after).summaryStatistics();
        return lines.getMin() + "-" + (lines.getMax() + 1);
    }

    @Test
    void whatIsChosenIsRememberedForTheNextDiff(@TempDir Path folder) {
        Demo.onScreen(() -> {
            var state = UiState.open(folder.resolve("ui.json"));
            Open open = open(new String[] {"a.txt", lines(0, 60)}, new String[] {"a.txt", lines(0, 60).replace("line 30\n", "x\n")});
            open.view().remember(state);
            open.key(KeyCode.EQUALS, false, true, false);
            open.key(KeyCode.PLUS, false, true, false);
            open.key(KeyCode.MINUS, false, true, false);
            open.key(KeyCode.O, true, false, false);
            open.key(KeyCode.Z, false, false, true);
            open.key(KeyCode.W);
            DiffLook other = new DiffLook().remember(state);
            assertThat(List.of(other.fontSizeProperty().get(), other.wholeProperty().get(), other.wrapProperty().get(),
                    other.whitespaceProperty().get())).isEqualTo(List.of(14, true, true, Whitespace.LINE_ENDS));
            assertThat(shown(open.canvas())).isEqualTo("0-60");
            open.key(KeyCode.DIGIT0, false, true, false);
            assertThat(open.canvas().look().fontSizeProperty().get()).isEqualTo(13);
            return null;
        });
    }

    @Test
    void findGoesOverAllFilesAndCountsThem() {
        Demo.onScreen(() -> {
            Open open = open(new String[] {"a.txt", "x\n", "b.txt", "x\n", "c.txt", "x\n"},
                    new String[] {"a.txt", "word word\n", "b.txt", "none\n", "c.txt", "a word\n"});
            open.key(KeyCode.F, false, true, false);
            var field = (TextField) open.view().lookup("#find");
            field.setText("word");
            assertThat(open.label("find-count")).isEqualTo("1 of 2");
            ((ToggleButton) open.view().lookup("#find-all")).setSelected(true);
            assertThat(open.label("find-count")).isEqualTo("1 of 2 · 3 in 2 files");
            enter(field, false);
            enter(field, false);
            assertThat(open.name()).isEqualTo("c.txt");
            assertThat(open.label("find-count")).isEqualTo("1 of 1 · 3 in 2 files");
            enter(field, true);
            assertThat(open.name()).isEqualTo("a.txt");
            assertThat(open.label("find-count")).isEqualTo("2 of 2 · 3 in 2 files");
            return null;
        });
    }

    private static void enter(Node field, boolean shift) {
        field.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, shift, false, false, false));
    }

    @Test
    void theStripSaysWhereTheTopLineStandsAndHowTheFileIsWritten() {
        Demo.onScreen(() -> {
            String head = "class Bill {\n    void pay() {\n" + "        step();\n".repeat(100);
            Open open = open(new String[] {"A.java", head + "        old();\n    }\n}\n"},
                    new String[] {"A.java", head + "        now();\n    }\n}"});
            assertThat(open.label("scope")).isEqualTo("class Bill  ›  void pay()");
            assertThat(open.label("written")).isEqualTo("UTF-8, LF, line end at the end of the file removed");
            return null;
        });
    }

    @Test
    void howAFileIsWrittenIsSaidInWords() {
        assertThat(Written.says(Demo.diff("a\n", "b\r\n"))).isEqualTo("UTF-8, LF → CRLF");
        assertThat(Written.says(Demo.diff("", "\ufeffb\n"))).isEqualTo("UTF-8, byte order mark, LF");
        assertThat(Written.changes(Demo.diff("a\n", "\ufeffb"))).containsExactly("byte order mark added",
                "LF", "line end at the end of the file removed");
        assertThat(Written.changes(Demo.diff("", "\ufeffb"))).isEmpty();
    }

    @Test
    void marksCoverWholeBlocksOfBothEnds() {
        var a = file("A.java", METHOD, "");
        var b = file("B.java", "", METHOD.replace("    ", "\t"));
        var marks = BlockMark.of(List.of(a, b));
        assertThat(marks.get(WorkspacePath.of("A.java"))).containsExactly(new BlockMark(Side.BEFORE, 0, 7, true, false,
                WorkspacePath.of("B.java"), WorkspacePath.of("B.java"), 0));
        assertThat(marks.get(WorkspacePath.of("B.java"))).containsExactly(new BlockMark(Side.AFTER, 0, 7, true, false,
                WorkspacePath.of("A.java"), WorkspacePath.of("A.java"), 0));
    }

    private static ReviewFile file(String path, String before, String after) {
        var store = new MemoryStore();
        var file = new ReviewFile(new dev.countersign.changeset.FileChange.Modified(WorkspacePath.of(path), store.file(before), store.file(after)));
        file.read(Demo.diff(before, after));
        return file;
    }
}
