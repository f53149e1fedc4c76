package dev.countersign.changeset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.FileMerge.Reason;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.FileState.Kind;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileMergeTest {
    private static final Optional<FileState> NOTHING = Optional.empty();

    private final MemoryStore store = new MemoryStore();

    @Test
    void aSideThatStayedYields() throws IOException {
        assertThat(merge(file("a\n", 0644), file("a\n", 0644), NOTHING)).isEqualTo(settled(NOTHING));
        assertThat(merge(NOTHING, file("a\n", 0644), NOTHING)).isEqualTo(settled(file("a\n", 0644)));
        assertThat(merge(file("a\n", 0644), NOTHING, NOTHING)).isEqualTo(settled(NOTHING));
        assertThat(merge(file("\0", 0644), link("x"), file("\0", 0644))).isEqualTo(settled(link("x")));
    }

    @Test
    void contentOfOneAndPermissionsOfTheOther() throws IOException {
        assertThat(merge(file("a\n", 0644), file("a\n", 0755), file("b\n", 0644))).isEqualTo(settled(file("b\n", 0755)));
        assertThat(merge(file("\0a", 0644), file("\0b", 0644), file("\0a", 0600))).isEqualTo(settled(file("\0b", 0600)));
    }

    @Test
    void permissionsAreMergedBitByBit() throws IOException {
        assertThat(merge(file("a\n", 0644), file("a\n", 0755), file("a\n", 0640))).isEqualTo(settled(file("a\n", 0751)));
        assertThat(merge(NOTHING, file("a\n", 0755), file("a\n", 0640))).isEqualTo(settled(file("a\n", 0640)));
    }

    @Test
    void linesOfBothSidesMakeANewFile() throws IOException {
        FileMerge merge = merge(file("a\n-\nb\n", 0644), file("A\n-\nb\n", 0644), file("a\n-\nB\n", 0755));

        assertThat(merge).isInstanceOfSatisfying(FileMerge.Settled.class, settled -> {
            assertThat(settled.state()).isEqualTo(file("A\n-\nB\n", 0755));
            assertThat(settled.merged().orElseThrow().oursOnly()).isEqualTo(1);
        });
        assertThat(store.has(Sha256.of("A\n-\nB\n".getBytes(StandardCharsets.UTF_8)))).isTrue();
    }

    @Test
    void aConflictIsResolvedToAFile() throws IOException {
        FileMerge merge = merge(file("a\n", 0644), file("b\n", 0755), file("c\n", 0644));

        assertThat(merge).isInstanceOfSatisfying(FileMerge.Lines.class, lines -> {
            try {
                assertThat(lines.resolved(Map.of(0, new Merge.Resolution.Own("d\n")), store)).isEqualTo(file("d\n", 0755).orElseThrow());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void whatIsNoTextIsTakenWhole() throws IOException {
        assertThat(merge(file("a\n", 0644), NOTHING, file("b\n", 0644))).isEqualTo(new FileMerge.Whole(Reason.CHANGED_AND_DELETED));
        assertThat(merge(file("a\n", 0644), file("b\n", 0644), NOTHING)).isEqualTo(new FileMerge.Whole(Reason.CHANGED_AND_DELETED));
        assertThat(merge(file("\0a", 0644), file("\0b", 0644), file("\0c", 0644))).isEqualTo(new FileMerge.Whole(Reason.BINARY));
        assertThat(merge(link("a"), link("b"), link("c"))).isEqualTo(new FileMerge.Whole(Reason.LINK));
        assertThat(merge(file("a\n", 0644), link("b"), file("c\n", 0644))).isEqualTo(new FileMerge.Whole(Reason.KIND));
        assertThat(merge(file("\u00e9\n-\n", 0644), bytes("\u00e9\n-\nx\n".getBytes(StandardCharsets.ISO_8859_1)),
                file("\u00e9\n-\nz\n", 0644))).isEqualTo(new FileMerge.Whole(Reason.ENCODING));
    }

    @Test
    void twoNewFilesShareWhatTheyHaveInCommon() throws IOException {
        assertThat(merge(NOTHING, file("a\nb\n", 0644), file("a\nc\n", 0644))).isInstanceOfSatisfying(FileMerge.Lines.class,
                lines -> assertThat(lines.merge().chunks()).hasSize(2));
    }

    private FileMerge merge(Optional<FileState> base, Optional<FileState> ours, Optional<FileState> theirs) throws IOException {
        return FileMerge.of(base, ours, theirs, store, store);
    }

    private static FileMerge settled(Optional<FileState> state) {
        return new FileMerge.Settled(state, Optional.empty());
    }

    private Optional<FileState> file(String content, int permissions) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return Optional.of(new FileState(Kind.FILE, permissions, store.put(bytes), bytes.length));
    }

    private Optional<FileState> bytes(byte[] bytes) {
        return Optional.of(new FileState(Kind.FILE, 0644, store.put(bytes), bytes.length));
    }

    private Optional<FileState> link(String target) {
        byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
        return Optional.of(new FileState(Kind.LINK, 0777, store.put(bytes), bytes.length));
    }
}
