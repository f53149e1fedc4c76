package dev.countersign.ledger.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class SeqSetTest {
    @Property(tries = 300)
    void aSliceIsThatOfTheSortedNumbers(@ForAll @Size(max = 400) Set<@LongRange(max = 20_000) Long> members, @ForAll @IntRange(max = 420) int from,
                                        @ForAll @IntRange(max = 50) int count) {
        var set = new SeqSet(20_001);
        members.forEach(set::add);
        List<Long> sorted = List.copyOf(new TreeSet<>(members).descendingSet());
        int start = Math.min(from, sorted.size());
        int rows = Math.min(count, sorted.size() - start);
        assertThat(set.ranked().descending(start, rows).boxed()).containsExactlyElementsOf(sorted.subList(start, start + rows));
    }
}
