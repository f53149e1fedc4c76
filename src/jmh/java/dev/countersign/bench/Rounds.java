package dev.countersign.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Measures things beside each other: every round does each of them once, so that what else the machine does hits all alike.
/// The first one is the yardstick; the others are told as multiples of it in the same round.
final class Rounds {
    /// Does it once.
    interface Timed {
        /// @return how long the part took that counts, in ns
        long nanos() throws Exception;
    }

    private final String title;
    private final Map<String, Timed> things = new LinkedHashMap<>();

    Rounds(String title, String yardstick, Timed timed) {
        this.title = title;
        things.put(yardstick, timed);
    }

    Rounds beside(String name, Timed timed) {
        things.put(name, timed);
        return this;
    }

    /// Does everything once, which stands in the column "first", and then `rounds` times; prints a Markdown table.
    void run(int rounds, PrintStream out) throws Exception {
        double before = load();
        var first = new LinkedHashMap<String, Long>();
        var taken = new LinkedHashMap<String, List<Long>>();
        for (var thing : things.entrySet()) {
            first.put(thing.getKey(), thing.getValue().nanos());
            taken.put(thing.getKey(), new ArrayList<>());
        }
        for (int round = 0; round < rounds; round++) {
            for (var thing : things.entrySet()) {
                taken.get(thing.getKey()).add(thing.getValue().nanos());
            }
        }
        List<Long> yardstick = taken.firstEntry().getValue();
        out.printf(Locale.ROOT, "%n### %s%n%n%d rounds after the first; load %.1f to %.1f%n%n", title, rounds, before, load());
        out.println("| | first, ms | median, ms | least to most | ratio, median | least to most |\n|---|---|---|---|---|---|");
        taken.forEach((name, nanos) -> {
            var ratios = new ArrayList<Double>();
            for (int i = 0; i < nanos.size(); i++) {
                ratios.add((double) nanos.get(i) / yardstick.get(i));
            }
            List<Double> ms = Stream.concat(Stream.of(first.get(name)), nanos.stream()).map(n -> n / 1e6).toList();
            List<Double> later = ms.subList(1, ms.size()).stream().sorted().toList();
            ratios.sort(null);
            boolean isYardstick = nanos == yardstick;
            out.printf(Locale.ROOT, "| %s | %s | %s | %s to %s | %s | %s |%n", name, number(ms.getFirst()), number(median(later)),
                    number(later.getFirst()), number(later.getLast()), isYardstick ? "1" : number(median(ratios)),
                    isYardstick ? "" : number(ratios.getFirst()) + " to " + number(ratios.getLast()));
        });
        out.flush();
    }

    private static double median(List<Double> sorted) {
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
