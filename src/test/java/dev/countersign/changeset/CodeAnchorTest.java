package dev.countersign.changeset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.changeset.CodeAnchor.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CodeAnchorTest {
    private static CodeAnchor at(String lines, int from, int to) {
        return CodeAnchor.of(Side.AFTER, lines.lines().toList(), new LineRange(from, to));
    }

    private static Optional<LineRange> find(CodeAnchor anchor, String lines) {
        return anchor.find(lines.lines().toList());
    }

    @Example
    void movesWithItsLines() {
        CodeAnchor anchor = at("a\nb\nc\nd\n", 1, 3);
        assertThat(find(anchor, "new\nnew\na\nb\nc\nd\n")).contains(new LineRange(3, 5));
        assertThat(find(anchor, "b\nc\n")).contains(new LineRange(0, 2));
    }

    @Example
    void isOutdatedWhereALineOfItIsGoneOrAnother() {
        CodeAnchor anchor = at("a\nb\nc\nd\n", 1, 3);
        assertThat(find(anchor, "a\nb\nC\nd\n")).isEmpty();
        assertThat(find(anchor, "a\nc\nb\nd\n")).isEmpty();
        assertThat(find(anchor, "")).isEmpty();
    }

    @Example
    void equalLinesAreToldApartByTheirSurroundings() {
        CodeAnchor anchor = at("f {\n}\ng {\n}\n", 3, 4);
        assertThat(find(anchor, "f {\n}\nh {\n}\ng {\n}\n")).contains(new LineRange(5, 6));
    }

    @Example
    void aLineThatIsEqualByChanceIsNoPlace() {
        CodeAnchor anchor = at("f {\n}\ng {\n}\n", 3, 4);
        assertThat(find(anchor, "h {\n}\nend\n")).isEmpty();
    }

    @Example
    void aRangeIsWithinItsFile() {
        assertThatThrownBy(() -> at("a\n", 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> at("a\n", 0, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    /// In the file as it was it is where it was, unless equal surroundings make two places the same.
    @Property
    void isFoundWhereItWas(@ForAll @Size(min = 1, max = 30) List<@IntRange(max = 200) Integer> file, @ForAll @IntRange(max = 29) int from,
                           @ForAll @IntRange(min = 1, max = 5) int count) {
        List<String> lines = file.stream().map(i -> "line " + i).toList();
        int start = from % lines.size();
        var range = new LineRange(start, Math.min(lines.size(), start + count));
        assertThat(CodeAnchor.of(Side.AFTER, lines, range).find(lines)).contains(range);
    }

    /// Wherever it is found, the quoted lines stand there; and lines that stand once follow every edit elsewhere.
    @Property
    void whatIsFoundIsWhatWasQuoted(@ForAll @Size(min = 2, max = 25) List<@IntRange(max = 12) Integer> file, @ForAll @IntRange(max = 24) int from,
                                    @ForAll @Size(max = 8) List<@IntRange(max = 10_000) Integer> edits) {
        var lines = new ArrayList<>(file.stream().map(i -> "line " + i).toList());
        int start = from % lines.size();
        CodeAnchor anchor = CodeAnchor.of(Side.AFTER, List.copyOf(lines), new LineRange(start, start + 1));
        int place = start;
        boolean survives = true;
        for (int edit : edits) {
            int at = edit % (lines.size() + 1);
            switch (edit % 3) {
                case 0 -> {
                    lines.add(at, "new " + edit);
                    place += at <= place ? 1 : 0;
                }
                case 1 -> {
                    if (at < lines.size()) {
                        lines.remove(at);
                        survives &= at != place;
                        place -= at < place ? 1 : 0;
                    }
                }
                default -> {
                    if (at < lines.size()) {
                        lines.set(at, "changed " + edit);
                        survives &= at != place;
                    }
                }
            }
        }
        Optional<LineRange> found = anchor.find(lines);
        found.ifPresent(range -> assertThat(lines.subList(range.from(), range.to())).isEqualTo(anchor.quote()));
        if (survives && anchor.unique()) {
            assertThat(found).contains(new LineRange(place, place + 1));
        }
    }
}
