package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
    private static final Path HOME = Path.of("/home/a");

    @TempDir Path folder;

    @Test
    void eachSystemHasItsPlaces() {
        assertThat(Places.of(Map.of(), "Linux", HOME)).isEqualTo(new Places(
                HOME.resolve(".local/share/countersign"), HOME.resolve(".config/countersign")));
        assertThat(Places.of(Map.of("XDG_DATA_HOME", "/d", "XDG_CONFIG_HOME", "/c"), "Linux", HOME)).isEqualTo(new Places(
                Path.of("/d/countersign"), Path.of("/c/countersign")));
        assertThat(Places.of(Map.of(), "Mac OS X", HOME).data()).isEqualTo(HOME.resolve("Library/Application Support/Countersign"));
    }

    @Test
    void aRelativeBaseDirectoryIsIgnored() {
        assertThat(Places.of(Map.of("XDG_DATA_HOME", "d"), "Linux", HOME).data()).isEqualTo(HOME.resolve(".local/share/countersign"));
    }

    @Test
    void oneVariableMovesAllOfIt() {
        assertThat(Places.of(Map.of("COUNTERSIGN_HOME", "/x/../y", "XDG_DATA_HOME", "/d"), "Linux", HOME))
                .isEqualTo(new Places(Path.of("/y"), Path.of("/y/config")));
    }

    @Test
    void theDataFolderIsMadeForItsOwnerAlone() throws IOException {
        Assumptions.assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        var places = new Places(folder.resolve("a/b"), folder.resolve("c"));
        places.make();
        places.make();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(places.data()))).isEqualTo("rwx------");
    }
}
