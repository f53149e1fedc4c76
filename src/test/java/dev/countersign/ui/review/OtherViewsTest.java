package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.MemoryStore;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Theme;
import dev.countersign.workspace.Snapshot;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javax.imageio.ImageIO;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherViewsTest {
    @BeforeAll
    static void toolkit() {
        Demo.start();
    }

    private static DiffView view(MemoryStore store, Snapshot before, Snapshot after) {
        var view = new DiffView(Background.sameThread());
        Scene scene = Demo.scene(view, 1000, 700, Theme.DARK);
        view.show(DemoSource.between(store, before, after).changes(), store);
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        return view;
    }

    private static void key(Node target, KeyCode code) {
        target.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }

    private static byte[] picture(String format, int width, int height, int rgb) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            image.setRGB(x, height / 2, rgb);
        }
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void picturesAreShownInThreeWaysByKeysAndSayTheirDimensions(String format) {
        Demo.onScreen(() -> {
            var store = new MemoryStore();
            DiffView view = view(store, MemoryStore.with(store.tree(), "a." + format, store.file(picture(format, 40, 20, 0xff0000))),
                    MemoryStore.with(store.tree(), "a." + format, store.file(picture(format, 80, 60, 0x00ff00))));
            var pane = (ImagePane) view.lookup(".image-pane");
            assertThat(pane.getAccessibleText()).contains("40 × 20 pixels").contains("80 × 60 pixels");
            var slider = (Slider) view.lookup("#image-slider");
            assertThat(pane.mode()).isEqualTo(ImagePane.Mode.TWO_UP);
            key(pane, KeyCode.DIGIT2);
            assertThat(pane.mode()).isEqualTo(ImagePane.Mode.SWIPE);
            key(pane, KeyCode.RIGHT);
            assertThat(slider.getValue()).isGreaterThan(0.5);
            key(pane, KeyCode.DIGIT3);
            assertThat(pane.mode()).isEqualTo(ImagePane.Mode.ONION);
            key(pane, KeyCode.V);
            assertThat(view.lookup(".bytes-pane")).isNotNull();
            return null;
        });
    }

    @Test
    void aBrokenPictureSaysSoAndItsBytesCanBeSeen() {
        Demo.onScreen(() -> {
            var store = new MemoryStore();
            DiffView view = view(store, MemoryStore.with(store.tree(), "a.png", store.file(new byte[] {1, 0, 2})),
                    MemoryStore.with(store.tree(), "a.png", store.file(new byte[] {1, 0, 3})));
            assertThat(view.lookup(".plain-view").getAccessibleText()).contains("3 bytes, cannot be read as a picture");
            key(view.lookup(".diff-pane"), KeyCode.V);
            var bytes = (BytesPane) view.lookup(".bytes-pane");
            assertThat(bytes.getAccessibleText()).contains("SHA-256 ");
            var diff = bytes.canvas().page().diff();
            assertThat(diff.before().lines()).hasSize(1);
            assertThat(diff.after().lines().getFirst()).startsWith("00000000  01 00 03 ");
            assertThat(diff.hunks()).hasSize(1);
            return null;
        });
    }

    @Test
    void aTableShowsItsChangedCellsAndItsLinesStay() {
        Demo.onScreen(() -> {
            var store = new MemoryStore();
            DiffView view = view(store, store.tree("a.csv", "id,name\n1,Ada\n2,Bob\n"), store.tree("a.csv", "id,name\n1,Ada\n2,Bo\n"));
            assertThat(view.lookup("#table-diff")).isNull();
            key(view.lookup(".diff-canvas"), KeyCode.V);
            view.applyCss();
            view.layout();
            assertThat(((TableView<?>) view.lookup("#table-diff")).getItems()).hasSize(2);
            key(view.lookup("#table-diff"), KeyCode.V);
            assertThat(view.lookup("#table-diff")).isNull();
            assertThat(view.lookup(".diff-canvas")).isNotNull();
            return null;
        });
    }

    @Test
    void brokenJsonSaysWhereInPlaceOfATree() {
        Demo.onScreen(() -> {
            var store = new MemoryStore();
            DiffView view = view(store, store.tree("a.json", "{\"a\": 1}\n"), store.tree("a.json", "{\"a\": }\n"));
            key(view.lookup(".diff-canvas"), KeyCode.V);
            assertThat(view.lookup(".plain-view").getAccessibleText()).contains("cannot be shown as a tree").contains("line 1");
            return null;
        });
    }

    @Test
    void cellsAreComparedByColumnNameAndRecordsByTheirCells() {
        TableDiff table = TableDiff.of(Demo.diff("id,name,old\n1,\"A, the first\",x\n2,B,x\n3,C,x\n", "id,new,name\n1,n,\"A, the first\"\n3,n,C\n4,n,D\n"), ',');
        assertThat(table.columns()).containsExactly("id", "new", "name", "old");
        assertThat(table.rows().stream().filter(r -> r.kind() == TableDiff.Kind.REMOVED).count()).isEqualTo(
                table.rows().stream().filter(r -> r.kind() == TableDiff.Kind.ADDED).count());
        TableDiff.Row first = table.rows().stream().filter(r -> r.cells().get(0).after().equals(Optional.of("1"))).findFirst().orElseThrow();
        assertThat(first.cells().get(2).after()).contains("A, the first");
    }

    @Provide
    Arbitrary<List<List<String>>> records() {
        return Arbitraries.strings().withChars('a', '1', ',', '"', '\n', ' ').ofMaxLength(4).list().ofSize(3).list().ofMinSize(0).ofMaxSize(8);
    }

    @Property(tries = 200)
    void whatIsQuotedIsReadBack(@ForAll("records") List<List<String>> records) {
        assertThat(CsvText.records(csv(records), ',')).isEqualTo(records);
    }

    @Property(tries = 200)
    void everyRecordOfBothVersionsIsOnExactlyOneRow(@ForAll("records") List<List<String>> before, @ForAll("records") List<List<String>> after) {
        String head = "\"x\",\"y\",\"z\"\n";
        TableDiff table = TableDiff.of(Demo.diff(head + csv(before), head + csv(after)), ',');
        assertThat(side(table, true)).isEqualTo(before);
        assertThat(side(table, false)).isEqualTo(after);
    }

    private static List<List<String>> side(TableDiff table, boolean before) {
        return table.rows().stream().filter(r -> r.kind() != (before ? TableDiff.Kind.ADDED : TableDiff.Kind.REMOVED))
                .map(r -> r.cells().stream().map(c -> (before ? c.before() : c.after()).orElseThrow()).toList()).toList();
    }

    private static String csv(List<List<String>> records) {
        var text = new StringBuilder();
        for (List<String> record : records) {
            text.append(String.join(",", record.stream().map(c -> '"' + c.replace("\"", "\"\"") + '"').toList())).append('\n');
        }
        return text.toString();
    }

    @Test
    void aJsonTreeSaysWhichValuesChanged() {
        JsonDiff tree = JsonDiff.of(Demo.diff("{\"a\": [1, 2, 3], \"b\": {\"c\": true}, \"gone\": 1}", "{\"a\": [1, 9, 2, 3], \"b\": {\"c\": false}, \"new\": 1.10}"));
        assertThat(tree.children()).extracting(JsonDiff::name).containsExactly("a", "b", "new", "gone");
        assertThat(tree.children().get(0).children()).extracting(JsonDiff::kind).containsExactly(JsonDiff.Kind.SAME, JsonDiff.Kind.ADDED,
                JsonDiff.Kind.SAME, JsonDiff.Kind.SAME);
        assertThat(tree.children().get(1).children().getFirst()).isEqualTo(new JsonDiff("c", JsonDiff.Kind.CHANGED, Optional.of("true"), Optional.of("false"), List.of()));
        assertThat(tree.children().get(2).after()).contains("1.10");
        assertThat(tree.changes()).isEqualTo(4);
    }
}
