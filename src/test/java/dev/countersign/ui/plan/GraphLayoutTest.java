package dev.countersign.ui.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.NodeId;
import dev.countersign.ui.MadeUp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphLayoutTest {
    @Test
    void aGraphIsLaidOutByTheLongestWayFromARoot() {
        Map<NodeId, List<NodeId>> after = new LinkedHashMap<>();
        MadeUp.plan().nodes().forEach(n -> after.put(n.id(), n.after()));
        after.put(MadeUp.id("late"), List.of(MadeUp.id("policy"), MadeUp.id("wiring")));
        GraphLayout layout = GraphLayout.of(after);
        assertThat(layout.layers()).containsExactly(List.of(MadeUp.id("policy")),
                List.of(MadeUp.id("retry"), MadeUp.id("metrics"), MadeUp.id("config")), List.of(MadeUp.id("wiring")),
                List.of(MadeUp.id("late")));
        assertThat(layout.places().get(MadeUp.id("metrics")).y()).isEqualTo(layout.places().get(MadeUp.id("policy")).y());
        assertThat(layout.places().values()).allSatisfy(at -> {
            assertThat(at.x()).isBetween(0.0, layout.width() - GraphLayout.CARD_WIDTH);
            assertThat(at.y()).isBetween(0.0, layout.height() - GraphLayout.CARD_HEIGHT);
        });
    }
}
