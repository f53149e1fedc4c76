package dev.countersign.ledger.blame;

import static dev.countersign.ledger.blame.Past.add;
import static dev.countersign.ledger.blame.Past.change;
import static dev.countersign.ledger.blame.Past.delete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.UserException;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlameTest {
    private static final OptionalLong NO = OptionalLong.empty();

    @TempDir
    Path folder;

    private Ledger ledger;
    private Past past;

    @BeforeEach
    void open() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path work = Files.createDirectory(folder.resolve("work"));
        ledger = new DuckLedgerOpener(data, InstantSource.system(), RandomGenerator.getDefault()).open(Workspace.open(work));
        past = new Past(ledger);
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
    }

    private List<Origin> now(String path, String text) throws IOException {
        return origins(new Blame(ledger).now(Drafts.path(path), Drafts.bytes(text), Progress.NONE));
    }

    private List<Origin> at(String path, long seq) throws IOException {
        return origins(new Blame(ledger).at(Drafts.path(path), seq, Progress.NONE));
    }

    private static List<Origin> origins(Annotation annotation) {
        return annotation.lines().stream().map(Annotation.Line::origin).toList();
    }

    private static Origin by(long seq) {
        return new Origin.Recorded(seq, false, NO);
    }

    private static Origin older() {
        return new Origin.Older(NO);
    }

    @Test
    void eachLineBelongsToTheEntryThatLastChangedIt() throws IOException {
        past.commit(change("a", "one\ntwo\n", "one\nTWO\n"));
        past.commit(change("a", "one\nTWO\n", "one\nTWO\nthree\n"));
        assertThat(now("a", "one\nTWO\nthree\n")).containsExactly(older(), by(0), by(1));
    }

    @Test
    void whatWasChangedOutsideIsSaidToBe() throws IOException {
        past.commit(add("a", "one\ntwo\n"));
        past.commit(change("a", "one\nmine\n", "one\nmine\nthree\n"));
        assertThat(now("a", "one\nmine\nthree\nfour\n")).containsExactly(by(0), new Origin.Outside(OptionalLong.of(1), NO), by(1),
                new Origin.Outside(NO, NO));
    }

    @Test
    void aFileTheLedgerNeverSawIsOlder() throws IOException {
        assertThat(now("b", "x\n")).containsExactly(older());
        assertThatThrownBy(() -> at("b", 0)).isInstanceOf(UserException.class).hasMessageContaining("knows of no file");
    }

    @Test
    void aRollbackGivesLinesBackToTheirEntryAndIsNamed() throws IOException {
        past.commit(add("a", "one\ntwo\n"));
        past.commit(change("a", "one\ntwo\n", "one\nTWO\n"));
        past.rollback(0, change("a", "one\nTWO\n", "one\ntwo\n"));
        assertThat(now("a", "one\ntwo\n")).containsExactly(by(0), new Origin.Recorded(0, false, OptionalLong.of(2)));
        Annotation annotation = new Blame(ledger).now(Drafts.path("a"), Drafts.bytes("one\ntwo\n"), Progress.NONE);
        assertThat(annotation.entries().keySet()).containsExactly(0L, 2L);
    }

    @Test
    void aRollbackThatBringsADeletedFileBackGivesItsLinesBack() throws IOException {
        past.commit(add("a", "one\ntwo\n"));
        past.commit(delete("a", "one\ntwo\n"));
        past.rollback(0, add("a", "one\ntwo\n"));
        assertThat(now("a", "one\ntwo\n")).containsOnly(new Origin.Recorded(0, false, OptionalLong.of(2)));
    }

    @Test
    void aRollbackMergedWithLaterWorkGivesBackOnlyItsOwnLines() throws IOException {
        past.commit(add("a", "one\ntwo\nthree\nfour\nfive\n"));
        past.commit(change("a", "one\ntwo\nthree\nfour\nfive\n", "one\nTWO\nthree\nfour\nfive\n"));
        past.commit(change("a", "one\nTWO\nthree\nfour\nfive\n", "one\nTWO\nthree\nfour\nFIVE\n"));
        past.rollback(1, change("a", "one\nTWO\nthree\nfour\nFIVE\n", "one\ntwo\nthree\nfour\nFIVE\n"));
        assertThat(at("a", 3)).containsExactly(by(0), new Origin.Recorded(0, false, OptionalLong.of(3)), by(0), by(0), by(2));
    }

    @Test
    void aRenameIsFollowed() throws IOException {
        past.commit(add("old", "one\ntwo\nthree\nfour\n"));
        past.commit(change("old", "one\ntwo\nthree\nfour\n", "one\nTWO\nthree\nfour\n"));
        past.commit(delete("old", "one\nTWO\nthree\nfour\n"), add("new", "one\nTWO\nthree\nFOUR\n"));
        assertThat(now("new", "one\nTWO\nthree\nFOUR\n")).containsExactly(by(0), by(1), by(0), by(2));
        assertThat(at("old", 0)).containsOnly(by(0));
    }

    @Test
    void whatTheReviewerWroteIsTheReviewers() throws IOException {
        var proposed = new EntryDraft.Evidence(Blame.proposed(Drafts.path("a")),
                ledger.vault().put(Drafts.bytes("one\nagent\nagent too\n")));
        past.entry(EntryKind.COMMIT, NO, List.of(proposed), change("a", "one\n", "one\nagent\nreviewer\n"));
        assertThat(at("a", 0)).containsExactly(older(), by(0), new Origin.Recorded(0, true, NO));
    }

    @Test
    void aFileStoodBeforeItsNextEntryAsThatOneFoundIt() throws IOException {
        past.commit(add("b", "x\n"));
        past.commit(change("a", "one\n", "two\n"));
        assertThat(at("a", 0)).containsExactly(older());
    }

    @Test
    void aChangeOfModeAloneChangesNoLine() throws IOException {
        past.commit(add("a", "one\n"));
        var before = Drafts.file("one\n");
        var after = before.map(s -> new dev.countersign.workspace.FileState(s.kind(), 0755, s.content(), s.size()));
        EntryDraft draft = Drafts.of(EntryKind.COMMIT, "patch", "chmod",
                List.of(new dev.countersign.workspace.PathEdit(Drafts.path("a"), before, after)), List.of());
        ledger.finish(ledger.begin(draft));
        assertThat(now("a", "one\n")).containsExactly(by(0));
    }

    @Test
    void whatIsNoTextHasNoLines() {
        assertThatThrownBy(() -> now("a", "a\0b")).isInstanceOf(UserException.class).hasMessageContaining("not text");
    }

    @Test
    void anUnwantedQuestionEnds() throws IOException {
        past.commit(add("a", "one\n"));
        var unwanted = new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> new Blame(ledger).at(Drafts.path("a"), 0, unwanted)).isInstanceOf(Progress.CancelledException.class);
    }
}
