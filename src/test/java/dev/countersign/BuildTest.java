package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.jgit.HistogramDiff;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

/** What the build promises to everything else. */
class BuildTest {
    @Test
    void runsOnTheSelectedJdk() {
        assertThat(Runtime.version().feature()).isEqualTo(25);
    }

    @Test
    void javaFxIsNamedModulesAndTheRestIsNot() {
        assertThat(Stage.class.getModule().getName()).isEqualTo("javafx.graphics");
        assertThat(BuildTest.class.getModule().isNamed()).isFalse();
        assertThat(org.controlsfx.control.PopOver.class.getModule().isNamed()).isFalse();
    }

    @Test
    void versionIsFilteredIntoTheJar() throws Exception {
        assertThat(Main.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void tempFolderIsUnderTarget() throws Exception {
        Path temp = Path.of(System.getProperty("java.io.tmpdir"));
        assertThat(temp).hasFileName("tmp");
        assertThat(temp.getParent()).hasFileName("target");
        Files.delete(Files.createTempFile("build", ".tmp"));
    }

    /** A rule over class files that can't be read passes without a word. */
    @Test
    void archUnitReadsClassFilesOfThisJdk() {
        var main = new ClassFileImporter().importPackages("dev.countersign").get(Main.class);
        assertThat(main.getDirectDependenciesFromSelf())
                .anyMatch(dependency -> dependency.getTargetClass().getName().equals("java.lang.String"));
    }

    /** java-diff-utils-jgit was compiled against another JGit and another java-diff-utils. */
    @Test
    void histogramDiffWorksWithThePinnedJGit() {
        var patch = DiffUtils.diff(List.of("a", "b", "c"), List.of("a", "x", "c"), new HistogramDiff<>());
        assertThat(patch.getDeltas()).hasSize(1);
        assertThat(patch.getDeltas().getFirst().getTarget().getLines()).containsExactly("x");
    }

    @Test
    void duckDbLoadsItsLibrary() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var result = connection.createStatement().executeQuery("select 42")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getInt(1)).isEqualTo(42);
        }
    }
}
