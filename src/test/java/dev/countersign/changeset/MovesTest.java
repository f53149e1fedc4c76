package dev.countersign.changeset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MovesTest {
    private static final String BLOCK = "void retry(int times) {\n    for (int i = 0; i < times; i++) {\n        call();\n    }\n}\n";
    private static final String OTHER = "int answer() {\n    return fortyTwo;\n}\n";

    @Test
    void aBlockThatWentToAnotherFileIsMoved() {
        assertThat(Moves.of(List.of(source("a", "head\n" + BLOCK + "tail\n", "head\ntail\n"), source("b", OTHER, OTHER + BLOCK))))
                .containsExactly(new Moves.Block(path("a"), 1, path("b"), 3, 5, true, true));
    }

    @Test
    void aBlockWithinAFileIsMovedToo() {
        assertThat(Moves.of(List.of(source("a", BLOCK + OTHER, OTHER + BLOCK)))).singleElement()
                .satisfies(block -> assertThat(block.moved()).isTrue());
    }

    @Test
    void whatStillStandsWasCopied() {
        assertThat(Moves.of(List.of(source("a", BLOCK + "x\n", BLOCK + "y\n"), source("b", "", BLOCK))))
                .containsExactly(new Moves.Block(path("a"), 0, path("b"), 0, 5, false, true));
    }

    @Test
    void whatWentToTwoPlacesIsMovedOnceAndCopiedOnce() {
        assertThat(Moves.of(List.of(source("a", BLOCK, ""), source("b", "", BLOCK), source("c", "", BLOCK))))
                .extracting(Moves.Block::path, Moves.Block::moved)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(path("b"), true), org.assertj.core.groups.Tuple.tuple(path("c"), false));
    }

    @Test
    void anIndentedBlockIsMovedAndSaysSo() {
        String indented = BLOCK.lines().map(l -> "    " + l + "\n").collect(Collectors.joining());

        assertThat(Moves.of(List.of(source("a", BLOCK, ""), source("b", "class B {\n}\n", "class B {\n" + indented + "}\n"))))
                .containsExactly(new Moves.Block(path("a"), 0, path("b"), 1, 5, true, false));
    }

    @Test
    void bracesAndShortLinesAreNoBlock() {
        assertThat(Moves.of(List.of(source("a", "}\n}\n}\n", ""), source("b", "", "}\n}\n}\n")))).isEmpty();
        assertThat(Moves.of(List.of(source("a", "a line that is long enough alone\n", ""),
                source("b", "", "a line that is long enough alone\n")))).isEmpty();
    }

    @Test
    void manyEqualLinesAreFoundInLinearWork() {
        String many = IntStream.range(0, 100_000).mapToObj(i -> "same text on every one of the lines\n").collect(Collectors.joining());

        assertThat(Moves.of(List.of(source("a", many, ""), source("b", "", many)))).hasSize(1);
    }

    @Property(tries = 300)
    void blocksSayTheTruth(@ForAll("files") List<String> texts) {
        var sources = new ArrayList<Moves.Source>();
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            sources.add(source("f" + i, texts.get(i), texts.get(i + 1)));
        }
        for (Moves.Block block : Moves.of(sources)) {
            FileDiff.Text from = diff(sources, block.from());
            FileDiff.Text to = diff(sources, block.path());
            for (int i = 0; i < block.count(); i++) {
                int line = block.start() + i;
                int source = block.fromStart() + i;
                assertThat(from.before().lines().get(source).strip()).isEqualTo(to.after().lines().get(line).strip());
                assertThat(to.hunks()).anyMatch(h -> h.afterStart() <= line && line < h.afterEnd());
                if (block.moved()) {
                    assertThat(from.hunks()).anyMatch(h -> h.beforeStart() <= source && source < h.beforeEnd());
                }
                if (block.exact()) {
                    assertThat(from.before().lines().get(source)).isEqualTo(to.after().lines().get(line));
                }
            }
        }
    }

    @Provide
    Arbitrary<List<String>> files() {
        return Arbitraries.of("void retry(int times) {", "for (int i = 0; i < times; i++) {", "  call(first, second);", "}", "", "  }",
                "call(first, second);").list().ofMaxSize(14).map(lines -> String.join("\n", lines)).list().ofMinSize(2).ofMaxSize(6);
    }

    private static FileDiff.Text diff(List<Moves.Source> sources, WorkspacePath path) {
        return sources.stream().filter(s -> s.path().equals(path)).findFirst().orElseThrow().diff();
    }

    private static Moves.Source source(String name, String before, String after) {
        return new Moves.Source(path(name), path(name), new Differ().diff(file(before), file(after), Differ.Options.EXACT));
    }

    private static TextFile file(String text) {
        return TextFile.read(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static WorkspacePath path(String name) {
        return WorkspacePath.of(name);
    }
}
