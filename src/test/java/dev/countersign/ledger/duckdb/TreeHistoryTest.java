package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.UserException;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.TreeHistory;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.tree.FolderListing;
import dev.countersign.ledger.tree.TreeAt;
import dev.countersign.ledger.tree.TreeRecorder;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.TreeExport;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeHistoryTest {
    @TempDir
    Path temporary;

    private Path root;
    private Workspace workspace;
    private PackStore store;
    private Ledger ledger;
    private Committer committer;
    private TreeRecorder recorder;

    @BeforeEach
    void open() throws IOException {
        root = Files.createDirectories(temporary.resolve("project"));
        write("a.txt", "a0");
        write("src/b.txt", "b0");
        write("src/deep/er/c.txt", "c0");
        write("other/d.txt", "d0");
        workspace = Workspace.open(root);
        store = PackStore.open(temporary.resolve("run.pack"));
        openLedger();
    }

    private void openLedger() throws IOException {
        ledger = new DuckLedgerOpener(temporary.resolve("data"), InstantSource.system(), RandomGenerator.getDefault()).open(workspace);
        committer = new Committer(workspace, ledger);
        recorder = new TreeRecorder(ledger.vault());
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
        store.close();
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Snapshot live() throws IOException {
        return workspace.capture(store, Progress.NONE);
    }

    private TreeAt at(long seq) throws IOException {
        return new TreeHistory(workspace, ledger).at(seq, Progress.NONE);
    }

    /// Makes these paths hold these texts, an empty one deletes; as an entry with or without listings.
    private Snapshot commit(Map<String, String> texts, boolean recorded) throws IOException {
        Snapshot before = live();
        var files = new TreeMap<>(before.files());
        for (var text : texts.entrySet()) {
            if (text.getValue().isEmpty()) {
                files.remove(Drafts.path(text.getKey()));
            } else {
                store.put(Drafts.bytes(text.getValue()));
                files.put(Drafts.path(text.getKey()), Drafts.file(text.getValue()).orElseThrow());
            }
        }
        var after = new Snapshot(files);
        var draft = new EntryDraft(EntryKind.COMMIT, "run", "node", new EntryDraft.Actor("agent", "patch", ""), Optional.empty(), "change",
                before.treeHash(), after.treeHash(), before.editsTo(after), List.of(), OptionalLong.empty());
        assertThat(committer.commit(recorded ? recorder.record(draft, after) : draft, store)).isInstanceOf(Committer.Outcome.Done.class);
        assertThat(live()).isEqualTo(after);
        return after;
    }

    @Test
    void everyTreeOfARandomHistoryComesBackAsItWasWithItsContent() throws IOException {
        var random = new Random(11);
        var trees = new ArrayList<Snapshot>();
        for (int i = 0; i < 25; i++) {
            var texts = new TreeMap<String, String>();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                String path = "f" + random.nextInt(4) + "/g" + random.nextInt(3) + "/" + random.nextInt(6) + ".txt";
                texts.put(path, live().get(Drafts.path(path)).isPresent() && random.nextInt(3) == 0 ? "" : "text " + i + " " + n);
            }
            if (random.nextInt(4) == 0) {
                write("outside.txt", "changed outside before " + i);
            }
            trees.add(commit(texts, true));
            if (random.nextInt(5) == 0) {
                ledger.close();
                openLedger();
            }
        }
        for (int seq = 0; seq < trees.size(); seq++) {
            TreeAt tree = at(seq);
            assertThat(tree.tree()).as("entry " + seq).isEqualTo(trees.get(seq));
            assertThat(tree.basis()).isEqualTo(TreeAt.Basis.RECORDED);
            for (var file : tree.tree().files().entrySet()) {
                if (tree.kept(file.getValue())) {
                    assertThat(Sha256.of(tree.contents().read(file.getValue().content()))).isEqualTo(file.getValue().content());
                } else {
                    assertThat(file.getKey().value()).isEqualTo("outside.txt");
                }
            }
        }
        assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
    }

    @Test
    void anEntryWritesTheListingsOfChangedFoldersOnly() throws IOException {
        commit(Map.of("a.txt", "a1"), true);
        long before = ledger.stats().blobs();
        commit(Map.of("src/deep/er/c.txt", "c1"), true);
        // Content before and after, and the listings of er, deep, src and the top.
        assertThat(ledger.stats().blobs() - before).isEqualTo(6);
        before = ledger.stats().blobs();
        commit(Map.of("a.txt", "a2"), true);
        assertThat(ledger.stats().blobs() - before).isEqualTo(2);
    }

    @Test
    void anEntryThatSaysNothingOfTheTreeStandsOnTheOneBefore() throws IOException {
        Snapshot first = commit(Map.of("a.txt", "a1"), true);
        Sha256 none = Sha256.of(new byte[0]);
        ledger.record(new EntryDraft(EntryKind.GRANT, "run", "", new EntryDraft.Actor("human", "anna", ""), Optional.empty(), "allowed", none, none,
                List.of(), List.of(), OptionalLong.empty()));
        commit(Map.of("a.txt", "a2"), true);
        assertThat(at(1).tree()).isEqualTo(first);
        assertThat(at(1).basis()).isEqualTo(TreeAt.Basis.RECORDED);
    }

    @Test
    void withoutListingsATreeIsWorkedOutAndProvedByItsHash() throws IOException {
        Snapshot first = commit(Map.of("a.txt", "a1", "new.txt", "n"), false);
        Snapshot second = commit(Map.of("src/b.txt", "", "new.txt", "m"), false);
        commit(Map.of("a.txt", "a3"), true);
        commit(Map.of("a.txt", "a4"), false);
        assertThat(at(0)).extracting(TreeAt::tree, TreeAt::basis).containsExactly(first, TreeAt.Basis.PROVED);
        assertThat(at(1)).extracting(TreeAt::tree, TreeAt::basis).containsExactly(second, TreeAt.Basis.PROVED);
        assertThat(at(3)).extracting(TreeAt::tree, TreeAt::basis).containsExactly(live(), TreeAt.Basis.PROVED);
    }

    @Test
    void whatChangedOutsideSinceMakesAnOldTreePartialAndSaysSo() throws IOException {
        commit(Map.of("a.txt", "a1"), false);
        write("other/d.txt", "d1, by hand");
        Snapshot second = commit(Map.of("a.txt", "a2"), false);
        assertThat(at(0).basis()).isEqualTo(TreeAt.Basis.PARTIAL);
        assertThat(at(0).tree().get(Drafts.path("a.txt"))).isEqualTo(Drafts.file("a1"));
        assertThat(at(0).tree().get(Drafts.path("other/d.txt"))).isEqualTo(Drafts.file("d1, by hand"));
        assertThat(at(1)).extracting(TreeAt::tree, TreeAt::basis).containsExactly(second, TreeAt.Basis.PROVED);
    }

    @Test
    void contentThatNobodyKeptIsNamedAndTheRestIsExported() throws IOException {
        Snapshot tree = commit(Map.of("a.txt", "a1"), true);
        write("other/d.txt", "changed");
        TreeAt at = at(0);
        assertThat(at.tree()).isEqualTo(tree);
        assertThat(at.lost()).isEqualTo(1);
        Path folder = temporary.resolve("export");
        TreeExport.Written written = new TreeExport(workspace.root(), folder).write(at.tree(), at.contents(), Progress.NONE);
        assertThat(written.missing()).containsExactly(Drafts.path("other/d.txt"));
        assertThat(written.written()).isEqualTo(3);
        var expected = new TreeMap<WorkspacePath, FileState>(tree.files());
        expected.remove(Drafts.path("other/d.txt"));
        Snapshot exported = Workspace.open(folder).capture(store, Progress.NONE);
        assertThat(exported.files()).containsAllEntriesOf(expected);
        assertThat(Files.readString(folder.resolve("src/b.txt"))).isEqualTo("b0");
    }

    @Test
    void anExportGoesOnlyWhereNothingIsAndNeverIntoTheWorkspace() throws IOException {
        commit(Map.of("a.txt", "a1"), true);
        TreeAt at = at(0);
        Path full = Files.createDirectories(temporary.resolve("full"));
        Files.writeString(full.resolve("mine.txt"), "mine");
        Path link = temporary.resolve("link");
        Files.createSymbolicLink(link, root.resolve("src"));
        for (Path folder : List.of(full, full.resolve("mine.txt"), root, root.resolve("new"), root.resolve("src/new"), link.resolve("new"),
                temporary.resolve("no/such"), temporary.resolve("full/../project/new"))) {
            assertThatThrownBy(() -> new TreeExport(workspace.root(), folder).write(at.tree(), at.contents(), Progress.NONE))
                    .as(folder.toString()).isInstanceOfSatisfying(UserException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("WORKSPACE-030"));
        }
        assertThat(live()).isEqualTo(at.tree());
        assertThat(Files.readString(full.resolve("mine.txt"))).isEqualTo("mine");
    }

    @Test
    void aCancelledExportLeavesNothingBehind() throws IOException {
        commit(Map.of("a.txt", "a1"), true);
        TreeAt at = at(0);
        var progress = new Progress() {
            private int steps;

            @Override
            public void step(String what, long done, long total) {
                steps++;
            }

            @Override
            public boolean cancelled() {
                return steps == 3;
            }
        };
        Path made = temporary.resolve("export");
        assertThatThrownBy(() -> new TreeExport(workspace.root(), made).write(at.tree(), at.contents(), progress))
                .isInstanceOf(Progress.CancelledException.class);
        assertThat(made).doesNotExist();
        progress.steps = 0;
        Path empty = Files.createDirectories(temporary.resolve("empty"));
        assertThatThrownBy(() -> new TreeExport(workspace.root(), empty).write(at.tree(), at.contents(), progress))
                .isInstanceOf(Progress.CancelledException.class);
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void listingsThatAreNotThoseOfTheTreeAreNotBelieved() throws IOException {
        Snapshot before = live();
        store.put(Drafts.bytes("a1"));
        var files = new TreeMap<>(before.files());
        files.put(Drafts.path("a.txt"), Drafts.file("a1").orElseThrow());
        var after = new Snapshot(files);
        Sha256 forged = ledger.vault().put(new FolderListing(List.of(new FolderListing.Line.Leaf(Drafts.path("forged.txt"),
                Drafts.file("forged").orElseThrow()))).bytes());
        Sha256 malformed = ledger.vault().put(Drafts.bytes("no listing"));
        for (Sha256 top : List.of(forged, malformed)) {
            Snapshot now = live();
            var draft = new EntryDraft(EntryKind.COMMIT, "run", "node", new EntryDraft.Actor("agent", "patch", ""), Optional.empty(), "change",
                    now.treeHash(), after.treeHash(), now.editsTo(after), List.of(new EntryDraft.Evidence(FolderListing.EVIDENCE, top)),
                    OptionalLong.empty());
            committer.commit(draft, store);
            assertThat(at(ledger.size() - 1)).extracting(TreeAt::tree, TreeAt::basis).containsExactly(after, TreeAt.Basis.PROVED);
        }
    }

    @Test
    void aListingThatIsMissingBelowTheTreeOfAnEntryIsNamed() throws IOException {
        commit(Map.of("src/deep/er/c.txt", "c1"), true);
        assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        Sha256 gone = Sha256.of(Drafts.bytes("a listing that nobody has"));
        Sha256 src = ledger.vault().put(new FolderListing(List.of(new FolderListing.Line.Folder(Drafts.path("deep"), gone, 3))).bytes());
        ledger.vault().put(new FolderListing(List.of(new FolderListing.Line.Folder(Drafts.path("abandoned"), Drafts.TREE, 1))).bytes());
        Sha256 top = ledger.vault().put(new FolderListing(List.of(new FolderListing.Line.Folder(Drafts.path("src"), src, 3))).bytes());
        Sha256 none = Sha256.of(new byte[0]);
        ledger.record(new EntryDraft(EntryKind.GRANT, "run", "", new EntryDraft.Actor("human", "anna", ""), Optional.empty(), "allowed", none, none,
                List.of(), List.of(new EntryDraft.Evidence(FolderListing.EVIDENCE, top)), OptionalLong.empty()));
        assertThat(ledger.audit(Progress.NONE).findings()).extracting(finding -> finding.where() + ": " + finding.what())
                .containsExactly("blob " + gone.hex() + " (listing of src/deep/ in the tree of entry 1): it is not in the vault");
    }
}
