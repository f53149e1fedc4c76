package dev.countersign.ledger.lucene;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.Decided;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.entry.EntryReading;
import dev.countersign.ledger.entry.Verdict;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.Found;
import dev.countersign.ledger.query.Grouping;
import dev.countersign.ledger.query.Outline;
import dev.countersign.ledger.store.LedgerFolder;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;

/// Builds the index of a ledger where it is missing, and measures first page, pages, outlines and rows. `SearchBench DIR [ROUNDS]`, a folder
/// made by `MillionEntries`. Each round of a question asks for another word, path, agent, day.
public final class SearchBench {
    private final PrintStream says = System.out;
    private final Ledger ledger;
    private final int rounds;
    private final Random random = new Random(7);
    private final List<Entry> some = new ArrayList<>();

    private SearchBench(Ledger ledger, int rounds) {
        this.ledger = ledger;
        this.rounds = rounds;
    }

    private interface Drawn {
        EntryQuery query();
    }

    private interface Asked {
        int ask() throws IOException;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path data = Path.of(arguments[0], "home");
        Workspace workspace = Workspace.open(Path.of(arguments[0], "project"));
        Path folder = new LedgerFolder(data, workspace.id()).root().resolve("index");
        var opener = new IndexedOpener(data, new DuckLedgerOpener(data, InstantSource.system(), new Random()));
        long opened = System.nanoTime();
        try (Ledger ledger = opener.open(workspace)) {
            System.out.printf("open: %.0f ms, %,d entries; load %s%n", millis(opened), ledger.size(), load());
            var bench = new SearchBench(ledger, arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200);
            bench.firstPage();
            bench.build(opened);
            System.out.printf("index: %.1f MB on disk; heap in use after a collection %.0f MB%n", bytes(folder) / 1e6, heap() / 1e6);
            bench.questions();
            System.out.printf("load %s%n", load());
        }
    }

    private void firstPage() throws IOException {
        long began = System.nanoTime();
        Outline outline = ledger.outline(EntryQuery.recent(1), Grouping.DAY);
        double outlined = millis(began);
        int rows = ledger.rows(EntryQuery.recent(1), Grouping.DAY, outline.size(), 0, 100).size();
        says.printf("first page of the timeline: outline of %,d rows and %d days %.0f ms, with %d rows %.0f ms%n", outline.count(), outline.groups().size(),
                outlined, rows, millis(began));
    }

    private void build(long opened) throws IOException, InterruptedException {
        var sample = EntryQuery.recent(1).kind(EntryKind.ESCALATION);
        long told = 0;
        long before = -1;
        for (Outline outline = ledger.outline(sample, Grouping.DAY); ; outline = ledger.outline(sample, Grouping.DAY)) {
            if (outline.indexed() >= outline.size()) {
                says.printf("index whole %.1f s after opening; processor time of the process %.0f s; load %s%n", millis(opened) / 1_000,
                        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9, load());
                return;
            }
            if (outline.indexed() > told || before != outline.indexed() && told == 0) {
                says.printf("%,d after %.1f s%n", outline.indexed(), millis(opened) / 1_000);
                before = outline.indexed();
                told = before + outline.size() / 10;
            }
            Thread.sleep(1_000);
        }
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void questions() throws IOException {
        for (int i = 0; i < 400; i++) {
            some.add(ledger.entry(random.nextLong(ledger.size())).orElseThrow());
        }
        var reading = new EntryReading(ledger.vault());
        var words = new ArrayList<String>();
        var lines = new ArrayList<String>();
        for (Entry entry : some.subList(0, 60)) {
            reading.read(entry).lines().forEach((where, texts) -> texts.forEach(line -> {
                List<String> found = WordAnalyzer.words(line).stream().map(WordAnalyzer.Word::text).filter(w -> w.length() > 2).toList();
                words.addAll(found);
                if (found.size() > 3 && !where.equals("file")) {
                    lines.add(line);
                }
            }));
        }
        List<String> paths = some.stream().flatMap(e -> e.what().changes().stream()).map(e -> e.path().value()).toList();
        for (Map.Entry<String, Drawn> each : drawn(words, lines, paths).entrySet()) {
            measure("page of 100, " + each.getKey(), () -> ledger.page(each.getValue().query()).size());
            var outlined = new EntryQuery[1];
            measure("outline by day, " + each.getKey(), () -> {
                outlined[0] = each.getValue().query().limit(1);
                return ledger.outline(outlined[0], Grouping.DAY).count();
            });
        }
        measure("100 rows of the timeline, anywhere", () -> ledger.rows(EntryQuery.recent(1), Grouping.DAY, ledger.size(),
                random.nextInt((int) ledger.size()), 100).size());
        measure("outline by task of an agent", () -> ledger.outline(query(Optional.empty(), Optional.of(one(some).what().actor().id()), Optional.empty(), Optional.empty(), OptionalLong.empty()).limit(1), Grouping.TASK).count());
        long start = System.nanoTime();
        Outline all = ledger.outline(EntryQuery.recent(1), Grouping.TASK);
        says.printf("outline of all by task: %.0f ms, %,d tasks%n", millis(start), all.groups().size());
        measure("100 rows by task, anywhere", () -> ledger.rows(EntryQuery.recent(1), Grouping.TASK, all.size(), random.nextInt(all.count()), 100).size());
    }

    private Map<String, Drawn> drawn(List<String> words, List<String> lines, List<String> paths) {
        var queries = new LinkedHashMap<String, Drawn>();
        queries.put("no filter, anywhere", () -> EntryQuery.recent(100).below(OptionalLong.of(100 + random.nextLong(ledger.size()))));
        queries.put("a word", () -> text(one(words)));
        queries.put("two words", () -> text(one(words) + " " + one(words)));
        queries.put("a phrase of a line", () -> text('"' + one(lines).replace('"', ' ') + '"'));
        queries.put("beginning of a word, 2 letters", () -> text(one(words).substring(0, 2)));
        queries.put("the word return", () -> text("\"return\" " + " ".repeat(random.nextInt(9))));
        queries.put("a word that is nowhere", () -> text("xyzzy" + random.nextInt(1_000_000)));
        queries.put("agent", () -> query(Optional.empty(), Optional.of(one(some).what().actor().id()), Optional.empty(), Optional.empty(), OptionalLong.empty()));
        queries.put("model", () -> new EntryQuery(OptionalLong.empty(), 100, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.of(one(some).what().actor().model()), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), OptionalLong.empty()));
        queries.put("file", () -> query(Optional.of(one(paths)), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty()));
        queries.put("folder", () -> query(Optional.of(one(paths).replaceFirst("[^/]*$", "")), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty()));
        queries.put("glob", () -> query(Optional.of("*" + one(List.of("a", "e", "o", "s", "t")) + "*." + one(List.of("java", "md", "xml"))), Optional.empty(),
                Optional.empty(), Optional.empty(), OptionalLong.empty()));
        queries.put("verdict", () -> query(Optional.empty(), Optional.empty(), Optional.of(one(List.of(Verdict.values()))), Optional.empty(), OptionalLong.empty()));
        queries.put("decision", () -> query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(one(List.of(Decided.values()))), OptionalLong.empty()));
        queries.put("kind", () -> EntryQuery.recent(100).kind(one(List.of(EntryKind.values()))));
        queries.put("run", () -> EntryQuery.ofRun(one(some).what().session(), 100));
        queries.put("before a time", () -> query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.of(one(some).time())));
        queries.put("word, agent, verdict, before a time", () -> query(Optional.empty(), Optional.of(one(some).what().actor().id()), Optional.of(Verdict.GREEN),
                Optional.empty(), OptionalLong.of(one(some).time()), Optional.of(one(words))));
        return queries;
    }

    private static EntryQuery text(String text) {
        return query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.of(text));
    }

    private static EntryQuery query(Optional<String> path, Optional<String> actor, Optional<Verdict> verdict, Optional<Decided> decided, OptionalLong until) {
        return query(path, actor, verdict, decided, until, Optional.empty());
    }

    private static EntryQuery query(Optional<String> path, Optional<String> actor, Optional<Verdict> verdict, Optional<Decided> decided, OptionalLong until,
                                    Optional<String> text) {
        return new EntryQuery(OptionalLong.empty(), 100, text, path, actor, Optional.empty(), Optional.empty(), verdict, decided, Optional.empty(),
                OptionalLong.empty(), until);
    }

    private void measure(String name, Asked asked) throws IOException {
        double[] times = new double[rounds];
        long found = 0;
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            found += asked.ask();
            times[i] = millis(start);
        }
        double first = times[0];
        Arrays.sort(times);
        says.printf("%-62s p50 %8.2f  p99 %8.2f  first %8.2f ms, %,d found on average%n", name, times[rounds / 2], times[rounds * 99 / 100], first, found / rounds);
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }

    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static String load() {
        return "%.1f".formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
