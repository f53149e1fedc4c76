package dev.countersign.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PipelineTest {
    @Property(tries = 30)
    void whatIsMadeComesInTheOrderOfTheItems(@ForAll @IntRange(min = 0, max = 5_000) int count,
                                                 @ForAll @IntRange(min = 1, max = 4) int workers) throws IOException {
        var taken = new ArrayList<Integer>();
        try (var pipeline = new Pipeline<Integer, Integer>(workers, i -> i * 3, taken::add)) {
            for (int i = 0; i < count; i++) {
                pipeline.add(i);
            }
            pipeline.finish();
        }
        assertThat(taken).isEqualTo(IntStream.range(0, count).map(i -> i * 3).boxed().toList());
    }

    @Test
    void theFirstItemOfWhichNothingCanBeMadeEndsItAfterAllBeforeItsBatchWereTaken() {
        var taken = new ArrayList<Integer>();
        assertThatThrownBy(() -> {
            try (var pipeline = new Pipeline<Integer, Integer>(2, i -> {
                if (i >= 1_000) {
                    throw new IOException("item " + i);
                }
                return i;
            }, taken::add)) {
                for (int i = 0; i < 3_000; i++) {
                    pipeline.add(i);
                }
                pipeline.finish();
            }
        }).isInstanceOf(IOException.class).hasMessage("item 1000");
        assertThat(taken).isEqualTo(IntStream.range(0, 768).boxed().toList());
    }
}
