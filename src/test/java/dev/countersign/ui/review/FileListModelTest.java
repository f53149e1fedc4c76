package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.MemoryStore;
import dev.countersign.review.GeneratedFiles;
import dev.countersign.review.Reason;
import dev.countersign.review.Triage;
import dev.countersign.ui.fx.Background;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileListModelTest {
    private static final String[] NOTHING = {};
    private static final String[] FILES = {"src/b.txt", "1\n2\n3\n", "src/a.txt", "1\n", "pom.xml", "<p/>\n", "run/release.sh", "x\n", "web/yarn.lock", "x\n",
        "dist/auth.js", "x\n"};

    private final DemoSource source = DemoSource.of(new MemoryStore(), NOTHING, FILES);
    private final ReviewViewModel review = new ReviewViewModel(source, ReviewDrafts.inMemory(), Background.sameThread(), InstantSource.fixed(DemoSource.NOW));
    private final FileListModel list = new FileListModel(review.files());

    private List<String> rows() {
        return list.rows().stream().map(row -> switch (row) {
            case FileRow.Changed changed -> (changed.indented() ? "  " : "") + changed.file().path().value();
            case FileRow.Folder folder -> (folder.open() ? "- " : "+ ") + folder.path() + " " + folder.files();
            case FileRow.Generated made -> (made.open() ? "- " : "+ ") + "generated " + made.files();
        }).toList();
    }

    private FileListModel byRisk() {
        list.triage(new Triage(source.view), GeneratedFiles.BY_NAME);
        list.sortProperty().set(FileListModel.Sort.RISK);
        return list;
    }

    @Test
    void whatDeservesALookComesFirstAndGeneratedFilesAreFoldedUnlessTheyDoToo() {
        byRisk();
        assertThat(rows()).containsExactly("dist/auth.js", "pom.xml", "run/release.sh", "src/a.txt", "src/b.txt", "+ generated 1");
        list.toggle(list.rows().getLast());
        assertThat(rows()).endsWith("- generated 1", "  web/yarn.lock");
    }

    @Test
    void bySizeByPathAndUndecidedFirst() {
        byRisk().sortProperty().set(FileListModel.Sort.SIZE);
        assertThat(rows()).startsWith("src/b.txt", "dist/auth.js");
        list.sortProperty().set(FileListModel.Sort.PATH);
        assertThat(rows()).startsWith("dist/auth.js", "pom.xml", "run/release.sh", "src/a.txt");
        list.sortProperty().set(FileListModel.Sort.UNDECIDED);
        review.goTo(review.files().stream().filter(f -> f.path().value().equals("dist/auth.js")).findFirst().orElseThrow(), 0);
        review.decideFile(HunkDecision.ACCEPTED);
        list.refresh();
        assertThat(rows()).containsExactly("pom.xml", "run/release.sh", "src/a.txt", "src/b.txt", "dist/auth.js", "+ generated 1");
    }

    @Test
    void foldersOpenAndFold() {
        list.treeProperty().set(true);
        assertThat(rows()).containsExactly("-  1", "  pom.xml", "- run 1", "  run/release.sh", "- src 2", "  src/a.txt", "  src/b.txt", "+ generated 2");
        list.toggle(new FileRow.Folder("src", 2, true));
        assertThat(rows()).contains("+ src 2").doesNotContain("  src/a.txt");
        list.reveal(review.files().stream().filter(f -> f.path().value().equals("src/a.txt")).findFirst().orElseThrow());
        assertThat(rows()).contains("  src/a.txt");
    }

    @Test
    void filteredByTextAndByReasonAndStillGoneThroughWhole() {
        byRisk().filterProperty().set("SRC/");
        assertThat(rows()).containsExactly("src/a.txt", "src/b.txt");
        assertThat(list.order()).hasSize(6);
        list.filterProperty().set("");
        list.reasonProperty().set(Optional.of(Reason.Kind.SCRIPT));
        assertThat(rows()).containsExactly("run/release.sh");
        assertThat(list.kinds()).containsExactly(Reason.Kind.SECURITY, Reason.Kind.DEPENDENCY, Reason.Kind.SCRIPT);
    }

    @Test
    void theWayThroughTheFilesIsTheListsOrder() {
        var triaging = new Triaging(review, list, Background.sameThread());
        assertThat(triaging.generated()).isSameAs(GeneratedFiles.BY_NAME);
        assertThat(review.fileProperty().get().path().value()).isEqualTo("dist/auth.js");
        review.stepFile(1);
        assertThat(review.fileProperty().get().path().value()).isEqualTo("pom.xml");
        review.step(1);
        assertThat(review.fileProperty().get().path().value()).isEqualTo("run/release.sh");
        review.acceptRest();
        assertThat(review.progressProperty().get()).isEqualTo("6 of 6 hunks decided");
    }

    @Test
    void aThousandFilesAreOrderedInOneGo() {
        var after = new String[2000];
        for (int i = 0; i < 1000; i++) {
            after[2 * i] = "src/f" + i + ".txt";
            after[2 * i + 1] = i + "\n";
        }
        var many = new ReviewViewModel(DemoSource.of(new MemoryStore(), NOTHING, after), ReviewDrafts.inMemory(), Background.sameThread(),
                InstantSource.fixed(DemoSource.NOW));
        var model = new FileListModel(many.files());
        model.triage(new Triage(many.nodeProperty().get()), GeneratedFiles.BY_NAME);
        assertThat(model.rows()).hasSize(1000);
        var rows = List.copyOf(model.rows());
        int[] changes = {0};
        model.rows().addListener((javafx.collections.ListChangeListener<FileRow>) _ -> changes[0]++);
        model.refresh();
        assertThat(model.rows()).isEqualTo(rows);
        assertThat(changes[0]).as("what stays the same is not told").isZero();
    }
}
