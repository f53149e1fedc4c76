package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.run.Doctor.Finding;
import dev.countersign.run.Doctor.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DependencyAgesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    private Path root;

    private List<Finding> examine() {
        return new DependencyAges(root, NOW).examine();
    }

    private void write(String name, String changed, String text) throws IOException {
        Files.setLastModifiedTime(Files.writeString(root.resolve(name), text), FileTime.from(Instant.parse(changed + "T00:00:00Z")));
    }

    @Test
    void aLockFileWithoutDaysSaysThatTheyAreNotKnown() throws IOException {
        write("package-lock.json", "2026-10-22", "{\n \"packages\": {\n  \"node_modules/a\": {\n   \"version\": \"1.0.0\",\n   \"resolved\": \"https://registry.npmjs.org/a\"\n  }\n }\n}\n");
        write("Cargo.lock", "2025-11-01", "version = 4\n\n[[package]]\nname = \"a\"\n\n[[package]]\nname = \"b\"\n");

        assertThat(examine()).containsExactly(
                new Finding(Health.GOOD, "Dependencies", "package-lock.json: 1 package, last changed 10 days ago; when they were released is not known here", ""),
                new Finding(Health.NOTE, "Dependencies", "Cargo.lock: 2 packages, last changed 365 days ago; when they were released is not known here",
                        "See what is newer: cargo update --dry-run."));
    }

    @Test
    void daysThatTheFileNamesAreTold() throws IOException {
        write("uv.lock", "2026-10-22", "version = 1\n[[package]]\nname = \"a\"\nsdist = { url = \"u\", upload-time = \"2024-02-03T04:05:06Z\" }\n[[package]]\nname = \"b\"\n"
                + "wheels = [{ url = \"v\", upload-time = \"2025-06-30T00:00:00Z\" }]\n");
        write("go.mod", "2026-10-22", "module example.org/x\n\ngo 1.24\n\nrequire (\n\tgolang.org/x/sys v0.0.0-20260912131415-abcdef012345\n\tgithub.com/a/b v1.2.3 // indirect\n)\n");

        assertThat(examine()).containsExactly(
                new Finding(Health.GOOD, "Dependencies", "go.mod: 2 packages, the oldest of the known releases of 2026-09-12, the newest of 2026-09-12; of most versions of Go no day is known here", ""),
                new Finding(Health.NOTE, "Dependencies", "uv.lock: 2 packages, the oldest of the known releases of 2024-02-03, the newest of 2025-06-30",
                        "See what is newer: uv lock --upgrade --dry-run."));
    }

    @Test
    void requirementsWithoutAVersionAreNamed() throws IOException {
        write("requirements.txt", "2026-10-22", "# mine\na==1.2.3\nb>=2\n-r other.txt\nc\nd[x,y] == 3.0 ; python_version > \"3.8\"\n");

        assertThat(examine()).containsExactly(new Finding(Health.NOTE, "Dependencies",
                "requirements.txt: 4 packages, last changed 10 days ago; when they were released is not known here; 2 of them of no fixed version, so that others may be installed tomorrow",
                "Write versions as name==1.2.3."));
    }

    @Test
    void whatIsNotThereIsSaidAndLinksAreNotFollowed() throws IOException {
        assertThat(examine()).containsExactly(new Finding(Health.GOOD, "Dependencies", "no lock file of npm, Cargo, Go or Python lies in the workspace's folder", ""));
        Files.createSymbolicLink(root.resolve("go.mod"), Path.of("/etc/passwd"));
        assertThat(examine()).extracting(Finding::health).containsExactly(Health.GOOD);
        write("uv.lock", "2026-10-22", "[[package]]\nupload-time = \"2026-99-99\"\n");
        assertThat(examine()).singleElement().satisfies(one -> assertThat(one.says()).contains("not known here"));
    }
}
