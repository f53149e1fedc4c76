package dev.countersign.bench;

import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Snapshots of 10,000 files: sorting and hashing one, the same after three edits, and plain SHA-256 over as many bytes.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TreeHashBenchmark {
    private final Map<WorkspacePath, FileState> files = new HashMap<>();
    private Snapshot base;
    private List<PathEdit> edits;
    private byte[] bytes;

    @Setup
    public void tree() {
        int length = 0;
        for (int i = 0; i < 10_000; i++) {
            String name = Ground.name(i);
            files.put(WorkspacePath.of(name), FileState.file(name.getBytes(StandardCharsets.UTF_8), false));
            length += name.length() + 73;
        }
        bytes = new byte[length];
        base = new Snapshot(files);
        edits = List.of(1, 5_000, 9_999).stream().map(i -> WorkspacePath.of(Ground.name(i))).map(path -> new PathEdit(path, base.get(path),
                Optional.of(FileState.file(new byte[] {1}, false)))).toList();
    }

    @Benchmark
    public Sha256 snapshot() {
        return new Snapshot(files).treeHash();
    }

    @Benchmark
    public Sha256 snapshotAfterEdits() {
        return base.with(edits).treeHash();
    }

    @Benchmark
    public byte[] plainSha256() throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
