package dev.countersign.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeSyncTest {
    @TempDir
    Path folder;

    @Test
    void onlyKernelsThatTellOfFaultsAreTrusted() {
        assertThat(Stream.of("5.8.0-1-amd64", "6.18.44", "10.0", "5.10.0").filter(WholeSync::tellsFaults)).hasSize(4);
        assertThat(Stream.of("5.7.19", "4.19.0-27-amd64", "3.10.0", "unknown", "").filter(WholeSync::tellsFaults)).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereIsNamedAndNothingStaysOpen() throws IOException {
        assumeTrue(WholeSync.done(List.of(folder)), "no syncfs that tells of faults on this system");
        long open = descriptors();
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> WholeSync.done(List.of(folder, folder.resolve("gone")))).isInstanceOf(NoSuchFileException.class);
            assertThat(WholeSync.done(List.of(folder, folder))).isTrue();
        }
        assertThat(descriptors()).isLessThan(open + 50);
    }

    private static long descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    @Test
    void manyFilesAreWrittenByCoresAndAFaultPutsAllOfThemBack() throws IOException {
        Workspace workspace = Workspace.open(folder);
        var store = new DigestStore();
        var contents = new HashMap<Sha256, byte[]>();
        var edits = new ArrayList<PathEdit>();
        for (int i = 0; i < 300; i++) {
            byte[] before = ("before " + i).getBytes();
            byte[] after = ("after " + i).getBytes();
            Path file = folder.resolve("f" + i % 7).resolve(i + ".txt");
            Files.createDirectories(file.getParent());
            Files.write(file, before);
            Stamp.permit(file, 0644);
            contents.put(Sha256.of(after), after);
            edits.add(new PathEdit(WorkspacePath.of("f" + i % 7 + "/" + i + ".txt"), Optional.of(FileState.file(before, false)),
                    Optional.of(FileState.file(after, false))));
        }
        Snapshot was = workspace.capture(store, Progress.NONE);
        byte[] damaged = contents.replace(Sha256.of("after 211".getBytes()), "other".getBytes());
        assertThatThrownBy(() -> workspace.apply(edits, new Held(contents))).isInstanceOf(MissingContentException.class);
        assertThat(workspace.capture(store, Progress.NONE)).isEqualTo(was);
        assertThat(Trees.everything(folder).keySet()).noneMatch(name -> name.contains(".countersign-"));
        contents.put(Sha256.of(damaged), damaged);
        assertThat(workspace.apply(edits, new Held(contents))).isEqualTo(new ApplyOutcome.Applied(300));
        assertThat(workspace.capture(store, Progress.NONE)).isEqualTo(was.with(edits));
        assertThat(Trees.everything(folder).keySet()).noneMatch(name -> name.contains(".countersign-"));
    }

    /// @param bytes what comes back for each digest
    private record Held(HashMap<Sha256, byte[]> bytes) implements Contents {
        @Override
        public boolean has(Sha256 content) {
            return bytes.containsKey(content);
        }

        @Override
        public byte[] read(Sha256 content) {
            return bytes.get(content);
        }

        @Override
        public java.io.InputStream open(Sha256 content) {
            return new java.io.ByteArrayInputStream(bytes.get(content));
        }
    }
}
