package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.rollback.RollbackFile;
import dev.countersign.ledger.rollback.RollbackPreview;
import dev.countersign.ledger.rollback.RollbackRequest;
import dev.countersign.workspace.PathEdit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random histories of entries and outside edits, and random rollbacks in them. Every change writes a line that nothing else
/// writes, so whose work is there can be read off the files.
class RollbackHistoryTest {
    private static final List<String> FILES = List.of("a.txt", "b.txt", "dir/c.txt", "dir/d.txt");
    private static final int PLACES = 8;
    private static final int STEPS = 14;

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void workThatIsNotTakenBackStaysAndRedoRestoresByteByByte(long seed) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        try (var bench = new Bench(temporary)) {
            Map<String, List<String>> work = new TreeMap<>();
            for (String file : FILES) {
                work.put(file, new ArrayList<>(IntStream.range(0, PLACES * 4).mapToObj(i -> file + " " + i).toList()));
                bench.write(file, text(work.get(file)));
            }
            bench.write("untracked.txt", "mine");
            // Which entry wrote which line; lines of outside edits are named by nobody.
            Map<String, Long> author = new HashMap<>();
            long entries = 0;
            for (int step = 0; step < STEPS; step++) {
                var changed = new TreeMap<String, String>();
                boolean outside = random.nextInt(3) == 0;
                for (String file : FILES) {
                    if (random.nextBoolean()) {
                        int place = random.nextInt(PLACES) * 4;
                        String line = "step " + step + " in " + file;
                        work.get(file).set(place, line);
                        if (!outside) {
                            author.put(line, entries);
                        }
                        changed.put(file, text(work.get(file)));
                    }
                }
                if (changed.isEmpty()) {
                    continue;
                }
                if (outside) {
                    for (var file : changed.entrySet()) {
                        bench.write(file.getKey(), file.getValue());
                    }
                } else {
                    bench.commit("n" + step % 3, changed);
                    entries++;
                }
            }
            for (int round = 0; round < 6; round++) {
                rollBack(bench, random, author, entries);
            }
            assertThat(bench.audit().findings()).isEmpty();
            assertThat(bench.read("untracked.txt")).isEqualTo("mine");
        }
    }

    private void rollBack(Bench bench, RandomGenerator random, Map<String, Long> author, long entries) throws IOException {
        RollbackRequest.Aim aim = aim(random, entries);
        Set<Long> undone = aim instanceof RollbackRequest.Undo(var some) ? some
                : IntStream.range((int) aim.seq() + 1, (int) entries).mapToObj(i -> (long) i).collect(Collectors.toSet());
        RollbackPreview first = bench.preview(aim);
        var choices = first.choices();
        for (RollbackFile.Open open : first.conflicts()) {
            choices = choices.leaving(open.path(), true);
        }
        RollbackPreview preview = bench.preview(aim, choices);
        assertThat(preview.conflicts()).isEmpty();
        if (preview.edits().isEmpty()) {
            return;
        }
        Map<String, byte[]> before = bytes(bench);
        long seq = bench.apply(preview).seq();
        Set<String> touched = preview.edits().stream().map(PathEdit::path).map(Object::toString).collect(Collectors.toSet());
        for (String file : FILES) {
            if (!touched.contains(file)) {
                assertThat(Files.readAllBytes(bench.file(file))).as(file).isEqualTo(before.get(file));
                continue;
            }
            List<String> now = bench.read(file).lines().toList();
            for (String line : new String(before.get(file), StandardCharsets.UTF_8).lines().toList()) {
                boolean takenBack = author.containsKey(line) && undone.contains(author.get(line));
                if (line.startsWith("step") && !takenBack) {
                    assertThat(now).as("%s of %s, taking back %s", line, file, undone).contains(line);
                }
            }
            assertThat(now).as(file).noneMatch(line -> author.containsKey(line) && undone.contains(author.get(line)));
        }
        RollbackPreview redo = bench.preview(RollbackRequest.Undo.of(seq));
        assertThat(redo.conflicts()).isEmpty();
        bench.apply(redo);
        Map<String, byte[]> after = bytes(bench);
        for (String file : FILES) {
            assertThat(after.get(file)).as(file).isEqualTo(before.get(file));
        }
    }

    private static RollbackRequest.Aim aim(RandomGenerator random, long entries) {
        if (random.nextBoolean()) {
            return new RollbackRequest.To(random.nextLong(entries));
        }
        var some = new TreeSet<Long>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            some.add(random.nextLong(entries));
        }
        return new RollbackRequest.Undo(some);
    }

    private static Map<String, byte[]> bytes(Bench bench) throws IOException {
        var bytes = new TreeMap<String, byte[]>();
        for (String file : FILES) {
            bytes.put(file, Files.readAllBytes(bench.file(file)));
        }
        return bytes;
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
