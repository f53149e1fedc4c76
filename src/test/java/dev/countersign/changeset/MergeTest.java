package dev.countersign.changeset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.changeset.Merge.Origin;
import dev.countersign.changeset.Merge.Resolution;
import dev.countersign.fault.UserException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MergeTest {

    @Property(tries = 500)
    void whatOneSideLeftAloneIsAsTheOtherHasIt(@ForAll("texts") byte[] base, @ForAll("texts") byte[] side) {
        assertThat(merged(base, base, side)).isEqualTo(side);
        assertThat(merged(base, side, base)).isEqualTo(side);
        assertThat(merged(base, side, side)).isEqualTo(side);
    }

    @Property(tries = 500)
    void sidesMayBeSwapped(@ForAll("texts") byte[] base, @ForAll("texts") byte[] ours, @ForAll("texts") byte[] theirs) {
        var one = Merge.of(text(base), text(ours), text(theirs));
        var other = Merge.of(text(base), text(theirs), text(ours));

        assertThat(one.isPresent()).isEqualTo(other.isPresent());
        if (one.isPresent() && !one.get().coarse()) {
            assertThat(one.get().isClean()).isEqualTo(other.get().isClean());
            if (one.get().isClean()) {
                assertThat(one.get().text().bytes()).isEqualTo(other.get().text().bytes());
            }
        }
    }

    @Property(tries = 500)
    void chunksCoverAllLinesOfAllThree(@ForAll("texts") byte[] base, @ForAll("texts") byte[] ours, @ForAll("texts") byte[] theirs) {
        Merge.of(text(base), text(ours), text(theirs)).ifPresent(merge -> {
            int inBase = 0;
            int inOurs = 0;
            int inTheirs = 0;
            for (Merge.Chunk chunk : merge.chunks()) {
                assertThat(List.of(chunk.base().from(), chunk.ours().from(), chunk.theirs().from()))
                        .isEqualTo(List.of(inBase, inOurs, inTheirs));
                inBase = chunk.base().to();
                inOurs = chunk.ours().to();
                inTheirs = chunk.theirs().to();
            }
            assertThat(List.of(inBase, inOurs, inTheirs)).isEqualTo(List.of(merge.base().lines().size(),
                    merge.ours().lines().size(), merge.theirs().lines().size()));
        });
    }

    /// Every line is different, so where each comes from is known without any differ.
    @Property(tries = 500)
    void noLineOfEitherSideIsLost(@ForAll("edits") List<Edit> edits) {
        var base = new ArrayList<String>();
        var ours = new ArrayList<String>();
        var theirs = new ArrayList<String>();
        var both = new ArrayList<String>();
        for (int i = 0; i < edits.size(); i++) {
            Edit edit = edits.get(i);
            // Three lines that nobody touches stand between two edits.
            List<String> kept = List.of("kept " + i, "kept too " + i, "kept as well " + i);
            List.of(base, ours, theirs, both).forEach(lines -> lines.addAll(kept));
            List<String> old = lines("old", i, edit.removed);
            List<String> changed = lines("new", i, edit.added);
            base.addAll(old);
            ours.addAll(edit.byOurs ? changed : old);
            theirs.addAll(edit.byTheirs ? changed : old);
            both.addAll(edit.byOurs || edit.byTheirs ? changed : old);
        }

        Merge merge = Merge.of(text(bytes(base)), text(bytes(ours)), text(bytes(theirs))).orElseThrow();

        assertThat(merge.conflicts()).isEmpty();
        assertThat(merge.text().lines()).isEqualTo(both);
        long mine = edits.stream().filter(e -> e.byOurs && !e.byTheirs && e.removed + e.added > 0).count();
        assertThat(merge.oursOnly()).isEqualTo((int) mine);
    }

    record Edit(int removed, int added, boolean byOurs, boolean byTheirs) {}

    @Provide
    Arbitrary<List<Edit>> edits() {
        return Combinators.combine(Arbitraries.integers().between(0, 4), Arbitraries.integers().between(0, 4),
                Arbitraries.of(true, false), Arbitraries.of(true, false)).as(Edit::new).list().ofMinSize(1).ofMaxSize(12);
    }

    /// Few different lines, so that diffs slide: a clean merge still changes the number of each line by what the sides did.
    @Property(tries = 2000)
    void aCleanMergeHasTheLinesOfBothChanges(@ForAll("shortTexts") String base, @ForAll("shortTexts") String ours,
                                             @ForAll("shortTexts") String theirs) {
        Merge merge = Merge.of(text(base), text(ours), text(theirs)).orElseThrow();
        if (!merge.isClean()) {
            return;
        }
        var expected = count(ours);
        count(theirs).forEach((line, n) -> expected.merge(line, n, Integer::sum));
        count(base).forEach((line, n) -> expected.merge(line, -n, Integer::sum));
        for (Merge.Chunk chunk : merge.chunks()) {
            if (chunk instanceof Merge.Settled settled && settled.origin() == Origin.BOTH) {
                merge.ours().lines().subList(chunk.ours().from(), chunk.ours().to())
                        .forEach(line -> expected.merge(line, -1, Integer::sum));
                merge.base().lines().subList(chunk.base().from(), chunk.base().to())
                        .forEach(line -> expected.merge(line, 1, Integer::sum));
            }
        }
        expected.values().removeIf(n -> n == 0);
        assertThat(count(merge.text().text())).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> shortTexts() {
        return Arbitraries.of("a\n", "b\n", "c\n").list().ofMaxSize(9).map(lines -> String.join("", lines));
    }

    @Test
    void changesThatTouchConflict() {
        Merge merge = Merge.of(text("a\nb\nc\nd\n"), text("a\nB\nc\nd\n"), text("a\nb\nC\nd\n")).orElseThrow();

        assertThat(merge.chunks()).containsExactly(
                new Merge.Settled(range(0, 1), range(0, 1), range(0, 1), Origin.UNCHANGED),
                new Merge.Conflict(0, range(1, 3), range(1, 3), range(1, 3)),
                new Merge.Settled(range(3, 4), range(3, 4), range(3, 4), Origin.UNCHANGED));
    }

    @Test
    void whatBothAddedStandsOnceAndTheRestConflicts() {
        Merge merge = Merge.of(TextFile.EMPTY, text("a\nmine\nz\n"), text("a\ntheirs\nz\n")).orElseThrow();

        assertThat(merge.chunks()).containsExactly(
                new Merge.Settled(range(0, 0), range(0, 1), range(0, 1), Origin.BOTH),
                new Merge.Conflict(0, range(0, 0), range(1, 2), range(1, 2)),
                new Merge.Settled(range(0, 0), range(2, 3), range(2, 3), Origin.BOTH));
    }

    @Test
    void eachConflictIsSettledItsOwnWay() {
        Merge merge = Merge.of(text("1\nx\n2\nx\n3\nx\n4\nx\n5\nx\n6\n"), text("1o\nx\n2o\nx\n3o\nx\n4o\nx\n5o\nx\n6o\n"),
                text("1t\nx\n2t\nx\n3t\nx\n4t\nx\n5t\nx\n6t\n")).orElseThrow();

        String result = merge.text(Map.of(0, new Resolution.Ours(), 1, new Resolution.Theirs(), 2, new Resolution.OursThenTheirs(),
                3, new Resolution.TheirsThenOurs(), 4, new Resolution.Base(), 5, new Resolution.Own("six\nseven"))).text();

        assertThat(result).isEqualTo("1o\nx\n2t\nx\n3o\n3t\nx\n4t\n4o\nx\n5\nx\nsix\nseven");
    }

    @Test
    void anOpenConflictHasNoResult() {
        Merge merge = Merge.of(text("a\n"), text("b\n"), text("c\n")).orElseThrow();

        assertThatThrownBy(merge::text).isInstanceOf(IllegalStateException.class).hasMessageContaining("conflict 1");
    }

    @Test
    void anUnfinishedLineNeverRunsIntoTheNext() {
        Merge merge = Merge.of(text("a\nx"), text("a\nmine"), text("a\ntheirs")).orElseThrow();

        assertThat(merge.text(Map.of(0, new Resolution.OursThenTheirs())).text()).isEqualTo("a\nmine\ntheirs");
        assertThat(Merge.of(text("a\n-\nb"), text("A\n-\nb"), text("a\n-\nb\n")).orElseThrow().text().text()).isEqualTo("A\n-\nb\n");
    }

    @Test
    void oneSideTurnsTheLineEndsTheOtherChangesALine() {
        Merge merge = Merge.of(text("a\nb\nc\n"), text("a\r\nb\r\nc\r\n"), text("a\nb\nC\n")).orElseThrow();

        assertThat(merge.text().text()).isEqualTo("a\r\nb\r\nC\r\n");
    }

    @Test
    void ownWordsGetTheFilesLineEnds() {
        Merge merge = Merge.of(text("a\r\nb\r\n"), text("a\r\nmine\r\n"), text("a\r\ntheirs\r\n")).orElseThrow();

        assertThat(merge.text(Map.of(0, new Resolution.Own("x\ny\n"))).text()).isEqualTo("a\r\nx\r\ny\r\n");
    }

    @Test
    void aMarkAndAnEncodingAreMergedLikeALine() {
        byte[] base = "a\n-\nb\n".getBytes(StandardCharsets.UTF_8);
        byte[] marked = "\ufeffa\n-\nb\n".getBytes(StandardCharsets.UTF_8);
        byte[] wide = wide("a\n-\nb\n");
        byte[] changed = "a\n-\nB\u20ac\n".getBytes(StandardCharsets.UTF_8);

        assertThat(merged(base, marked, changed)).isEqualTo("\ufeffa\n-\nB\u20ac\n".getBytes(StandardCharsets.UTF_8));
        assertThat(merged(base, changed, wide)).isEqualTo(wide("a\n-\nB\u20ac\n"));
        assertThat(Merge.of(text(base), text(marked), text(wide))).isEmpty();
    }

    @Test
    void guessedEncodingsAreNotMixed() {
        Charset latin = StandardCharsets.ISO_8859_1;
        TextFile base = text("caf\u00e9\n-\nb\n".getBytes(latin));

        assertThat(Merge.of(base, text("caf\u00e9\n-\nb\n".getBytes(StandardCharsets.UTF_8)), text("caf\u00e9\n-\nB\n".getBytes(latin))))
                .isEmpty();
        assertThat(merged("caf\u00e9\n-\nb\n".getBytes(latin), "cafe\n-\nb\n".getBytes(latin), "caf\u00e9\n-\n\u00fc\n".getBytes(latin)))
                .isEqualTo("cafe\n-\n\u00fc\n".getBytes(latin));
    }

    @Test
    void ownWordsThatTheEncodingLacksAreRefused() {
        Merge merge = Merge.of(text("\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)), text("\u00e8\n".getBytes(StandardCharsets.ISO_8859_1)),
                text("\u00ea\n".getBytes(StandardCharsets.ISO_8859_1))).orElseThrow();

        TextFile own = merge.text(Map.of(0, new Resolution.Own("\u20ac\n")));

        assertThatThrownBy(own::bytes).isInstanceOf(UserException.class).hasMessageContaining("U+20AC");
    }

    @Test
    void markersAreWrittenInThreeStyles() {
        Merge merge = Merge.of(text("a\nb\nc\n"), text("a\nsame\nmine\nc\n"), text("a\nsame\ntheirs\nc\n")).orElseThrow();

        assertThat(marked(merge, ConflictMarkers.Style.MERGE))
                .isEqualTo("a\nsame\n<<<<<<< o\nmine\n=======\ntheirs\n>>>>>>> t\nc\n");
        assertThat(marked(merge, ConflictMarkers.Style.ZDIFF3))
                .isEqualTo("a\nsame\n<<<<<<< o\nmine\n||||||| b\nb\n=======\ntheirs\n>>>>>>> t\nc\n");
        assertThat(marked(merge, ConflictMarkers.Style.DIFF3))
                .isEqualTo("a\n<<<<<<< o\nsame\nmine\n||||||| b\nb\n=======\nsame\ntheirs\n>>>>>>> t\nc\n");
    }

    @Test
    void hostileTextsEndWithALargerConflictNotWithAWait() {
        // Few different lines in many orders: the quadratic case of every exact algorithm.
        List<String> lines = IntStream.range(0, 120_000).mapToObj(i -> "x" + (i * 2654435761L >>> 13) % 7).toList();
        List<String> reversed = new ArrayList<>(lines);
        Collections.reverse(reversed);
        List<String> turned = new ArrayList<>(lines);
        Collections.rotate(turned, 60_000);

        Merge merge = Merge.of(text(bytes(lines)), text(bytes(reversed)), text(bytes(turned))).orElseThrow();

        assertThat(merge.coarse()).isTrue();
        assertThat(merge.isClean()).isFalse();
    }

    private static String marked(Merge merge, ConflictMarkers.Style style) {
        return new ConflictMarkers(style, "o", "b", "t").write(merge).text();
    }

    private static LineRange range(int from, int to) {
        return new LineRange(from, to);
    }

    private static byte[] wide(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_16LE);
        byte[] file = new byte[body.length + 2];
        file[0] = (byte) 0xff;
        file[1] = (byte) 0xfe;
        System.arraycopy(body, 0, file, 2, body.length);
        return file;
    }

    private static byte[] merged(byte[] base, byte[] ours, byte[] theirs) {
        return Merge.of(text(base), text(ours), text(theirs)).map(merge -> merge.text().bytes())
                .orElse("not to be merged".getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Integer> count(String text) {
        var count = new HashMap<String, Integer>();
        text.lines().forEach(line -> count.merge(line, 1, Integer::sum));
        return count;
    }

    private static List<String> lines(String word, int edit, int count) {
        return IntStream.range(0, count).mapToObj(i -> word + " " + edit + " " + i).toList();
    }

    private static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static TextFile text(String text) {
        return text(text.getBytes(StandardCharsets.UTF_8));
    }

    private static TextFile text(byte[] bytes) {
        return TextFile.read(bytes).orElseThrow();
    }

    @Provide
    Arbitrary<byte[]> texts() {
        Arbitrary<String> ends = Arbitraries.of("\n", "\n", "\r\n", "\r");
        Arbitrary<String> line = Combinators.combine(Arbitraries.of("a", "b", "c", "", " ", "\u20ac"), ends).as(String::concat);
        Arbitrary<String> body = Combinators.combine(line.list().ofMaxSize(14), Arbitraries.of("", "", "x", "a"))
                .as((lines, last) -> String.join("", lines) + last);
        Arbitrary<String> uniform = Combinators.combine(Arbitraries.of("a", "b", "c").list().ofMaxSize(10), Arbitraries.of("\n", "\r\n"))
                .as((lines, end) -> lines.isEmpty() ? "" : String.join(end, lines) + end);
        return Arbitraries.oneOf(body, uniform, uniform.map(t -> "\ufeff" + t)).map(t -> t.getBytes(StandardCharsets.UTF_8));
    }
}
