package dev.countersign.bench;

import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.jgit.HistogramDiff;
import com.github.difflib.algorithm.myers.MyersDiff;
import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.TextFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

/** The two diff engines, and ours on top of one of them, on a file with scattered edits. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class DiffBenchmark {
    private final List<String> before = new ArrayList<>();
    private final List<String> after = new ArrayList<>();
    private TextFile beforeText;
    private TextFile afterText;

    @Setup
    public void lines() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            String line = "line " + i;
            before.add(line);
            after.add(random.nextInt(20) == 0 ? line + " edited" : line);
        }
        beforeText = TextFile.read(String.join("\n", before).getBytes(StandardCharsets.UTF_8)).orElseThrow();
        afterText = TextFile.read(String.join("\n", after).getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    @Benchmark
    public List<Change> histogram() {
        return new HistogramDiff<String>().computeDiff(before, after, null);
    }

    /** Ours: with line ends, in stable hunks. */
    @Benchmark
    public FileDiff.Text countersign() {
        return new Differ().diff(beforeText, afterText, Differ.Options.EXACT);
    }

    @Benchmark
    public List<Change> myers() {
        return new MyersDiff<String>().computeDiff(before, after, null);
    }
}
