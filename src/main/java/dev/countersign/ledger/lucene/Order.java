package dev.countersign.ledger.lucene;

import dev.countersign.ledger.Walk;
import dev.countersign.ledger.query.Grouping;
import dev.countersign.ledger.query.Outline;
import dev.countersign.ledger.query.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// Everything that a query found, in the order of its rows.
record Order(Outline outline, Rows rows) {

    /// The entry of each row.
    sealed interface Rows {
        /// @param from  a row that there is
        /// @param count rows that there are
        LongStream seqs(int from, int count);
    }

    /// All entries, the newest first.
    record All(long size) implements Rows {
        @Override
        public LongStream seqs(int from, int count) {
            return LongStream.range(0, count).map(i -> size - 1 - from - i);
        }
    }

    /// The entries of a set, the newest first: a bit for each entry of the ledger.
    record Newest(SeqSet set) implements Rows {
        @Override
        public LongStream seqs(int from, int count) {
            return set.descending(from, count);
        }
    }

    /// Entries in any order.
    record Listed(int[] seqs) implements Rows {
        @Override
        public LongStream seqs(int from, int count) {
            return Arrays.stream(seqs, from, from + count).asLongStream();
        }
    }

    List<Long> slice(int from, int count) {
        int start = Math.clamp(from, 0, outline.count());
        return rows.seqs(start, Math.clamp(count, 0, outline.count() - start)).boxed().toList();
    }

    /// All entries by day. Empty where a clock went back over midnight, so that rows do not follow the numbers of their entries.
    static Optional<Order> days(List<Span> spans, long size) {
        var days = new LinkedHashMap<String, Span>();
        for (Span span : spans) {
            days.merge(Walk.group(Grouping.DAY, span.start(), ""), span, (one, other) -> new Span(Math.min(one.start(), other.start()),
                    Math.min(one.first(), other.first()), Math.max(one.last(), other.last()), one.count() + other.count(),
                    one.last() > other.last() ? one.newest() : other.newest()));
        }
        var groups = new ArrayList<Outline.Group>(days.size());
        int first = 0;
        List<Map.Entry<String, Span>> ordered = days.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Span> day) -> day.getValue().last()).reversed()).toList();
        for (Map.Entry<String, Span> day : ordered) {
            Span span = day.getValue();
            if (span.last() != size - 1 - first || span.count() != span.last() - span.first() + 1) {
                return Optional.empty();
            }
            groups.add(new Outline.Group(day.getKey(), first, (int) span.count(), span.newest()));
            first += (int) span.count();
        }
        return first == size ? Optional.of(new Order(new Outline(size, size, first, groups), new All(size))) : Optional.empty();
    }

    /// Takes matches in any order.
    static final class Collector {
        private final Grouping grouping;
        private final boolean listed;
        private final ZoneId zone = ZoneId.systemDefault();
        private final Map<String, Integer> known = new HashMap<>();
        private final List<Group> groups = new ArrayList<>();
        private final SeqSet set;
        private long[] places = new long[1_024];
        private int size;
        private long dayStart = 1;
        private long dayEnd;
        private int day;

        /// As far as it was seen.
        private static final class Group {
            private final String key;
            private int count;
            private long first = Long.MAX_VALUE;
            private long last = -1;
            private long newest;

            Group(String key) {
                this.key = key;
            }
        }

        /// @param ledger entries of the ledger
        /// @param listed whether each match is kept with its group; a set is enough where days follow each other
        Collector(Grouping grouping, long ledger, boolean listed) {
            this.grouping = grouping;
            this.listed = listed;
            this.set = new SeqSet(listed ? 0 : ledger);
        }

        int group(String key) {
            return known.computeIfAbsent(key, _ -> {
                groups.add(new Group(key));
                return groups.size() - 1;
            });
        }

        /// @param run the group of its run, or -1 for that of the day
        void add(long seq, long time, int run) {
            int at = grouping == Grouping.DAY ? dayOf(time) : run;
            Group group = groups.get(at);
            group.count++;
            group.first = Math.min(group.first, seq);
            if (seq > group.last) {
                group.last = seq;
                group.newest = time;
            }
            if (listed) {
                places = size < places.length ? places : Arrays.copyOf(places, size * 2);
                places[size] = seq << 32 | at;
            } else {
                set.add(seq);
            }
            size++;
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

        /// Empty where matches must be listed and were not.
        Optional<Order> ordered(long ledger, long indexed) {
            List<Integer> order = java.util.stream.IntStream.range(0, groups.size()).boxed()
                    .sorted(Comparator.comparing((Integer group) -> groups.get(group).last).reversed()).toList();
            var outline = new ArrayList<Outline.Group>(order.size());
            int[] starts = new int[groups.size()];
            int first = 0;
            long before = Long.MAX_VALUE;
            for (int at : order) {
                Group group = groups.get(at);
                if (!listed && group.last >= before) {
                    return Optional.empty();
                }
                before = group.first;
                starts[at] = first;
                outline.add(new Outline.Group(group.key, first, group.count, group.newest));
                first += group.count;
            }
            var told = new Outline(ledger, indexed, size, outline);
            return Optional.of(new Order(told, listed ? list(starts) : new Newest(set.ranked())));
        }

        private Listed list(int[] next) {
            long[] sorted = Arrays.copyOf(places, size);
            Arrays.sort(sorted);
            int[] seqs = new int[size];
            for (int i = size - 1; i >= 0; i--) {
                seqs[next[(int) sorted[i]]++] = (int) (sorted[i] >>> 32);
            }
            return new Listed(seqs);
        }
    }
}
