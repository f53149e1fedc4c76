package dev.countersign.ledger.lucene;

import dev.countersign.ledger.Decided;
import dev.countersign.ledger.EntryKind;
import dev.countersign.ledger.EntryQuery;
import dev.countersign.ledger.Found;
import dev.countersign.ledger.Grouping;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Outline;
import dev.countersign.ledger.Verdict;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/// Builds the index of a ledger where it is missing, and measures pages and outlines: arguments are the data folder and the
/// workspace. `mvn -o -q test-compile exec:exec -Dexec.classpathScope=test -Dmain.class=dev.countersign.ledger.lucene.SearchBench
/// -Dargs="DATA WORKSPACE"`
public final class SearchBench {
    private static final int ROUNDS = 200;

    private SearchBench() {}

    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        var opener = new IndexedOpener(data, new DuckLedgerOpener(data, InstantSource.system(), new Random()));
        long opened = System.nanoTime();
        try (Ledger ledger = opener.open(Workspace.open(Path.of(arguments[1])))) {
            System.out.printf("open: %.0f ms, %,d entries%n", millis(opened), ledger.size());
            long began = System.nanoTime();
            Outline outline = ledger.outline(EntryQuery.recent(1), Grouping.DAY);
            System.out.printf("first outline: %.0f ms, indexed %,d%n", millis(began), outline.indexed());
            while (outline.indexed() < outline.size()) {
                try {
                    Thread.sleep(1_000);
                } catch (InterruptedException e) {
                    return;
                }
                outline = ledger.outline(EntryQuery.recent(1), Grouping.DAY);
            }
            System.out.printf("index whole after %.1f s, %d days%n", millis(began) / 1_000, outline.groups().size());
            List<Found> some = ledger.rows(EntryQuery.recent(1), Grouping.DAY, outline.size(), outline.count() / 2, 3);
            some.forEach(found -> System.out.println(found.entry().what().summary() + " | " + found.entry().what().actor() + " | " + found.traits() + " | "
                    + found.entry().what().changes().stream().map(c -> c.path().value()).toList()));
            String agent = some.getFirst().entry().what().actor().id();
            String file = some.stream().flatMap(f -> f.entry().what().changes().stream()).findFirst().map(c -> c.path().value()).orElse("x");
            String word = some.getFirst().entry().what().summary().split("\\W+")[0];
            for (Map.Entry<String, EntryQuery> each : queries(agent, file, word, some.getFirst().entry().time()).entrySet()) {
                measure(ledger, each.getKey(), each.getValue());
            }
            for (Grouping grouping : Grouping.values()) {
                long start = System.nanoTime();
                Outline all = ledger.outline(new EntryQuery(OptionalLong.empty(), 1, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.of(grouping.ordinal()), OptionalLong.empty()), grouping);
                System.out.printf("outline of all by %s: %.0f ms, %,d groups%n", grouping, millis(start), all.groups().size());
            }
        }
    }

    private static Map<String, EntryQuery> queries(String agent, String file, String word, long time) {
        var open = EntryQuery.recent(100);
        var queries = new LinkedHashMap<String, EntryQuery>();
        queries.put("no filter", open);
        queries.put("agent", with(Optional.empty(), Optional.empty(), Optional.of(agent), Optional.empty(), Optional.empty(), OptionalLong.empty()));
        queries.put("file " + file, with(Optional.empty(), Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty()));
        String folder = file.substring(0, file.lastIndexOf('/') + 1);
        queries.put("folder " + folder, with(Optional.empty(), Optional.of(folder.isEmpty() ? "*" : folder), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty()));
        queries.put("glob", with(Optional.empty(), Optional.of("*" + file.substring(file.lastIndexOf('.') + 1)), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty()));
        queries.put("verdict green", with(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(Verdict.GREEN), Optional.empty(), OptionalLong.empty()));
        queries.put("rolled back", with(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(Decided.ROLLED_BACK), OptionalLong.empty()));
        queries.put("rejection", open.kind(EntryKind.REJECTION));
        queries.put("before a time", new EntryQuery(OptionalLong.empty(), 100, Optional.empty(), Optional.empty(), Optional.of(agent), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), OptionalLong.of(time)));
        queries.put("text " + word, with(Optional.of(word), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty()));
        queries.put("text prefix", with(Optional.of(word.substring(0, Math.min(2, word.length()))), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty()));
        queries.put("text, none", with(Optional.of("xyzzyplugh"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty()));
        return queries;
    }

    private static EntryQuery with(Optional<String> text, Optional<String> path, Optional<String> actor, Optional<Verdict> verdict, Optional<Decided> decided,
                                   OptionalLong since) {
        return new EntryQuery(OptionalLong.empty(), 100, text, path, actor, Optional.empty(), Optional.empty(), verdict, decided, Optional.empty(), since,
                OptionalLong.empty());
    }

    private static void measure(Ledger ledger, String name, EntryQuery query) throws IOException {
        double[] times = new double[ROUNDS];
        int found = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            found = ledger.page(query).size();
            times[i] = millis(start);
        }
        Arrays.sort(times);
        System.out.printf("page of 100, %s: p50 %.2f ms, p99 %.2f ms, %d found%n", name, times[ROUNDS / 2], times[ROUNDS * 99 / 100], found);
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }
}
