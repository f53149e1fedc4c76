package dev.countersign.changeset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DifferTest {
    private final Differ differ = new Differ();

    @Property(tries = 1000)
    void hunksTurnTheOneTextIntoTheOther(@ForAll("texts") byte[] before, @ForAll("texts") byte[] after) {
        FileDiff.Text diff = diff(before, after);

        var all = diff.hunks().stream().map(Hunk::index).collect(Collectors.toCollection(TreeSet::new));
        if (!(diff.before().lines().isEmpty() && diff.after().lines().isEmpty())) {
            assertThat(Composition.of(diff, all)).isEqualTo(after);
        }
        assertThat(Composition.of(diff, new TreeSet<>())).isEqualTo(before);
    }

    @Property(tries = 1000)
    void hunksAreInOrderAndNeverTouch(@ForAll("texts") byte[] before, @ForAll("texts") byte[] after) {
        List<Hunk> hunks = diff(before, after).hunks();

        for (int i = 0; i < hunks.size(); i++) {
            assertThat(hunks.get(i).index()).isEqualTo(i);
            assertThat(hunks.get(i).beforeCount() + hunks.get(i).afterCount()).isPositive();
            if (i > 0) {
                assertThat(hunks.get(i).beforeStart()).isGreaterThan(hunks.get(i - 1).beforeEnd());
                assertThat(hunks.get(i).beforeStart() - hunks.get(i - 1).beforeEnd())
                        .isEqualTo(hunks.get(i).afterStart() - hunks.get(i - 1).afterEnd());
            }
        }
    }

    @Property(tries = 1000)
    void filesThatDifferNeverLookTheSame(@ForAll("texts") byte[] before, @ForAll("texts") byte[] after) throws IOException {
        var store = new MemoryStore();
        var change = new FileChange.Modified(WorkspacePath.of("f"), store.file(before), store.file(after));
        FileDiff diff = differ.diff(change, store, Differ.Options.EXACT);

        boolean looksTheSame = diff instanceof FileDiff.Text text && text.hunks().isEmpty();
        assertThat(looksTheSame).isEqualTo(Arrays.equals(before, after));
    }

    /// Texts that often share lines, in several charsets, with all kinds of ends.
    @Provide
    Arbitrary<byte[]> texts() {
        Arbitrary<String> line = Combinators.combine(Arbitraries.of("a", "b", "c", "", " a", "\u00e9"),
                Arbitraries.of("\n", "\n", "\n", "\r\n", "\r")).as(String::concat);
        Arbitrary<String> text = Combinators.combine(line.list().ofMaxSize(12), Arbitraries.of("", "", "a"))
                .as((lines, last) -> String.join("", lines) + last);
        return Combinators.combine(text, Arbitraries.of(StandardCharsets.UTF_8, StandardCharsets.UTF_8,
                StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE), Arbitraries.of(true, false))
                .as(DifferTest::encode);
    }

    private static byte[] encode(String text, Charset charset, boolean mark) {
        boolean wide = !charset.equals(StandardCharsets.UTF_8) && !charset.equals(StandardCharsets.ISO_8859_1);
        return ((wide || mark && charset.equals(StandardCharsets.UTF_8) ? "\ufeff" : "") + text).getBytes(charset);
    }

    @Test
    void aMissingFinalNewlineIsAChange() {
        assertThat(diff("a\nb\n", "a\nb").hunks()).containsExactly(new Hunk(0, 1, 1, 1, 1));
    }

    @Test
    void lineEndsAloneAreAChange() {
        assertThat(diff("a\r\nb\r\n", "a\r\nb\n").hunks()).containsExactly(new Hunk(0, 1, 1, 1, 1));
    }

    @Test
    void aNewMarkIsAChangeOfTheFirstLine() {
        assertThat(diff("a\nb\n", "\ufeffa\nb\n").hunks()).containsExactly(new Hunk(0, 0, 1, 0, 1));
    }

    @Test
    void sameWordsInAnotherCharsetAreAChangeWhereTheBytesAre() {
        byte[] latin = "x\ncaf\u00e9\ny\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf8 = "x\ncaf\u00e9\ny\n".getBytes(StandardCharsets.UTF_8);

        assertThat(diff(latin, utf8).hunks()).containsExactly(new Hunk(0, 1, 1, 1, 1));
    }

    @Test
    void whitespaceIsIgnoredOnlyWhenAsked() {
        TextFile before = text("if (x) {\r\n  y\n}");
        TextFile after = text("if  (x)  {\n\ty\n}\n");

        assertThat(differ.diff(before, after, new Differ.Options(Whitespace.ALL)).hunks()).isEmpty();
        assertThat(differ.diff(before, after, Differ.Options.EXACT).hunks()).containsExactly(new Hunk(0, 0, 3, 0, 3));
    }

    @Test
    void anAddedFileIsOneHunk() throws IOException {
        var store = new MemoryStore();
        var change = new FileChange.Added(WorkspacePath.of("f"), store.file("a\nb\n"));

        assertThat(differ.diff(change, store, Differ.Options.EXACT)).isEqualTo(new FileDiff.Text(TextFile.EMPTY,
                text("a\nb\n"), List.of(new Hunk(0, 0, 0, 0, 2)), false));
    }

    @Test
    void binaryHugeAndLinkedContentIsNamedNotRead() throws IOException {
        var store = new MemoryStore();
        WorkspacePath path = WorkspacePath.of("f");
        FileState text = store.file("a\n");
        FileState huge = new FileState(FileState.Kind.FILE, 0644, Sha256.of(new byte[] {9}), Differ.MAX_BYTES + 1);

        assertThat(differ.diff(new FileChange.Modified(path, text, store.file(new byte[] {1, 0, 2})), store, Differ.Options.EXACT))
                .isEqualTo(new FileDiff.Binary(2, 3));
        assertThat(differ.diff(new FileChange.Modified(path, text, huge), store, Differ.Options.EXACT))
                .isEqualTo(new FileDiff.TooLarge(2, Differ.MAX_BYTES + 1));
        assertThat(differ.diff(new FileChange.Modified(path, store.link("a"), store.link("b")), store, Differ.Options.EXACT))
                .isEqualTo(new FileDiff.Link("a", "b"));
        assertThat(differ.diff(new FileChange.Modified(path, text, store.link("/etc/passwd")), store, Differ.Options.EXACT))
                .isEqualTo(new FileDiff.Link("", "/etc/passwd"));
    }

    @Test
    void tooManyLinesAreTooLarge() throws IOException {
        var store = new MemoryStore();
        byte[] lines = new byte[Differ.MAX_LINES + 1];
        Arrays.fill(lines, (byte) '\n');

        assertThat(differ.diff(new FileChange.Added(WorkspacePath.of("f"), store.file(lines)), store, Differ.Options.EXACT))
                .isEqualTo(new FileDiff.TooLarge(0, lines.length));
    }

    @Test
    void aThousandScatteredEditsAreAThousandHunks() {
        List<String> lines = IntStream.range(0, 10_000).mapToObj(i -> "line " + i).collect(Collectors.toList());
        String before = String.join("\n", lines);
        for (int i = 5; i < lines.size(); i += 10) {
            lines.set(i, "other " + i);
        }
        FileDiff.Text diff = diff(before, String.join("\n", lines));

        assertThat(diff.hunks()).hasSize(1000).allMatch(h -> h.beforeCount() == 1 && h.afterCount() == 1);
        assertThat(diff.coarse()).isFalse();
    }

    @Test
    void hostileFilesEndAndSayThatTheyAreCoarse() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        FileDiff.Text diff = diff(sevenWords(random, 40_000), sevenWords(random, 40_000));

        assertThat(diff.coarse()).isTrue();
        assertThat(diff.hunks()).isNotEmpty();
    }

    private static String sevenWords(RandomGenerator random, int lines) {
        return random.ints(lines, 0, 7).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }

    @Test
    void wordsThatDifferAreMarkedWhole() {
        assertThat(differ.words("int attempts = 0;", "int retries = 10;")).isEqualTo(new Differ.WordDiff(
                List.of(new Differ.Range(4, 12), new Differ.Range(15, 16)),
                List.of(new Differ.Range(4, 11), new Differ.Range(14, 16))));
        assertThat(differ.words("same", "same")).isEqualTo(new Differ.WordDiff(List.of(), List.of()));
        assertThat(differ.words("", "new")).isEqualTo(new Differ.WordDiff(List.of(), List.of(new Differ.Range(0, 3))));
        assertThat(differ.words("call(a)", "call(a, b)")).isEqualTo(new Differ.WordDiff(
                List.of(), List.of(new Differ.Range(6, 9))));
    }

    @Test
    void aVeryLongLineIsMarkedBetweenItsCommonStartAndEnd() {
        String many = IntStream.range(0, 50_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
        String others = IntStream.range(0, 50_000).mapToObj(i -> "v" + i).collect(Collectors.joining(" "));

        assertThat(differ.words("x " + many + " y", "x " + others + " y")).isEqualTo(new Differ.WordDiff(
                List.of(new Differ.Range(2, 2 + many.length())), List.of(new Differ.Range(2, 2 + others.length()))));
    }

    @Property(tries = 500)
    void whatIsNotMarkedIsTheSame(@ForAll("lines") String before, @ForAll("lines") String after) {
        Differ.WordDiff words = differ.words(before, after);

        assertThat(cut(before, words.before())).isEqualTo(cut(after, words.after()));
    }

    @Provide
    Arbitrary<String> lines() {
        return Arbitraries.of("foo", "bar", " ", "  ", "(", ")", "\ud83d\ude00", "_x1", "\t").list().ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static String cut(String line, List<Differ.Range> ranges) {
        var rest = new StringBuilder(line);
        ranges.reversed().forEach(r -> rest.delete(r.start(), r.end()));
        return rest.toString();
    }

    private FileDiff.Text diff(String before, String after) {
        return diff(before.getBytes(StandardCharsets.UTF_8), after.getBytes(StandardCharsets.UTF_8));
    }

    private FileDiff.Text diff(byte[] before, byte[] after) {
        return differ.diff(TextFile.read(before).orElseThrow(), TextFile.read(after).orElseThrow(), Differ.Options.EXACT);
    }

    private static TextFile text(String text) {
        return TextFile.read(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
