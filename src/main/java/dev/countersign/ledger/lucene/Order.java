package dev.countersign.ledger.lucene;

import dev.countersign.ledger.Grouping;
import dev.countersign.ledger.Outline;
import dev.countersign.ledger.Walk;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Everything that a query found, in the order of its rows.
///
/// @param seqs the entry of each row
record Order(Outline outline, int[] seqs) {

    List<Long> slice(int from, int count) {
        int start = Math.clamp(from, 0, seqs.length);
        return Arrays.stream(seqs, start, (int) Math.min(seqs.length, (long) start + Math.max(0, count))).asLongStream().boxed().toList();
    }

    /// Takes matches in any order.
    static final class Collector {
        private final Grouping grouping;
        private final ZoneId zone = ZoneId.systemDefault();
        private final List<String> keys = new ArrayList<>();
        private final Map<String, Integer> known = new HashMap<>();
        private long[] places = new long[1_024];
        private long[] times = new long[1_024];
        private int size;
        private long dayStart = 1;
        private long dayEnd;
        private int day;

        Collector(Grouping grouping) {
            this.grouping = grouping;
        }

        int group(String key) {
            Integer group = known.get(key);
            if (group == null) {
                group = keys.size();
                known.put(key, group);
                keys.add(key);
            }
            return group;
        }

        /// @param group of a run, or -1 for that of the day
        void add(long seq, long time, int group) {
            if (size == places.length) {
                places = Arrays.copyOf(places, size * 2);
                times = Arrays.copyOf(times, size * 2);
            }
            times[size] = time;
            places[size++] = seq << 32 | (grouping == Grouping.DAY ? dayOf(time) : group);
        }

        private int dayOf(long time) {
            if (time < dayStart || time >= dayEnd) {
                LocalDate date = Instant.ofEpochMilli(time).atZone(zone).toLocalDate();
                dayStart = date.atStartOfDay(zone).toInstant().toEpochMilli();
                dayEnd = date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
                day = group(Walk.group(grouping, time, ""));
            }
            return day;
        }

        Order ordered(long ledger, long indexed) {
            long[] sorted = Arrays.copyOf(places, size);
            Arrays.sort(sorted);
            int[] counts = new int[keys.size()];
            var order = new ArrayList<Integer>(keys.size());
            for (int i = size - 1; i >= 0; i--) {
                int group = (int) sorted[i];
                if (counts[group]++ == 0) {
                    order.add(group);
                }
            }
            int[] next = new int[keys.size()];
            int first = 0;
            for (int group : order) {
                next[group] = first;
                first += counts[group];
            }
            int[] starts = next.clone();
            int[] seqs = new int[size];
            for (int i = size - 1; i >= 0; i--) {
                seqs[next[(int) sorted[i]]++] = (int) (sorted[i] >>> 32);
            }
            Map<Long, Long> newest = newest(order, starts, seqs);
            var groups = new ArrayList<Outline.Group>(order.size());
            for (int group : order) {
                groups.add(new Outline.Group(keys.get(group), starts[group], counts[group], newest.get((long) seqs[starts[group]])));
            }
            return new Order(new Outline(ledger, indexed, size, groups), seqs);
        }

        /// Times of the first entry of each group, by entry.
        private Map<Long, Long> newest(List<Integer> order, int[] starts, int[] seqs) {
            var wanted = new HashMap<Long, Long>(order.size() * 2);
            order.forEach(group -> wanted.put((long) seqs[starts[group]], 0L));
            for (int i = 0; i < size; i++) {
                long time = times[i];
                wanted.computeIfPresent(places[i] >>> 32, (_, _) -> time);
            }
            return wanted;
        }
    }
}
