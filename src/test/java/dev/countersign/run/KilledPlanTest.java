package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.entry.EntryKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A plan whose process is killed again and again at any moment ends as one that never was, and no agent is asked again for what it
/// has answered.
class KilledPlanTest {
    private static final int KILLS = Integer.getInteger("countersign.kills", 6);

    @TempDir
    Path folder;

    @Test
    @Tag("crash")
    void aPlanGoesOnAfterEveryKillAndPaysForNoAnswerTwice() throws Exception {
        var random = new Random(11);
        Set<String> answered = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            if (runs(150 + random.nextInt(900))) {
                break;
            }
            // What the journal says has been answered is not to be asked again.
            answered.addAll(answered());
            Map<String, Long> begun = begun();
            answered.forEach(call -> assertThat(begun).as(call).containsKey(call));
            asked.putAll(begun.entrySet().stream().filter(e -> answered.contains(e.getKey())).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        }
        assertThat(runs(-1)).isTrue();
        Map<String, Long> begun = begun();
        asked.forEach((call, times) -> assertThat(begun.get(call)).as(call).isEqualTo(times));

        try (var bench = new Bench(folder, KilledPlan.agent(folder.resolve("calls")))) {
            RunState state = bench.session.runs().getFirst();
            assertThat(state.ended()).contains("All " + KilledPlan.NODES + " nodes are committed.");
            assertThat(bench.kinds()).hasSize(KilledPlan.NODES).containsOnly(EntryKind.COMMIT);
            assertThat(bench.entries()).extracting(e -> e.node()).containsExactlyElementsOf(
                    Scheduler.order(KilledPlan.plan()).stream().map(Object::toString).toList());
            Map<String, String> files = new HashMap<>(bench.tree());
            files.keySet().removeAll(List.of("a.txt", "b.txt"));
            assertThat(files).isEqualTo(IntStream.range(0, KilledPlan.NODES).boxed().collect(Collectors.toMap(i -> "n" + i + ".txt", _ -> "good\n")));
        }
    }

    private final Map<String, Long> asked = new HashMap<>();

    /// @param millis after which it is killed; -1 for never
    /// @return whether the run ended
    private boolean runs(int millis) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                KilledPlan.class.getName(), folder.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("at work");
            if (millis < 0) {
                return "ended".equals(out.readLine());
            }
            process.waitFor(millis, TimeUnit.MILLISECONDS);
            return !process.isAlive() && process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private Map<String, Long> begun() throws IOException {
        return Files.readAllLines(folder.resolve("calls")).stream().map(line -> line.substring("begin ".length()))
                .collect(Collectors.groupingBy(call -> call, Collectors.counting()));
    }

    private Set<String> answered() throws IOException {
        try (var runs = Files.walk(folder.resolve("data/runs"), 3)) {
            Path journal = runs.filter(f -> f.getFileName().toString().equals("journal.jsonl")).findFirst().orElseThrow();
            return RunJournal.read(journal, RunJson.mapper()).stream().filter(RunEvent.Returned.class::isInstance).map(RunEvent.Returned.class::cast)
                    .map(e -> e.node() + " " + e.attempt()).collect(Collectors.toSet());
        }
    }
}
