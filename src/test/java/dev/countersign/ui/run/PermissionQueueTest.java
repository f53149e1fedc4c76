package dev.countersign.ui.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.PermissionRequest;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.run.RunEvent;
import dev.countersign.ui.MadeUp;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PermissionQueueTest {
    private static final NodeId NODE = MadeUp.id("retry");
    private final PermissionQueue queue = new PermissionQueue();

    private void asked(String id) {
        queue.hear(MadeUp.RUN, new RunEvent.Asked(MadeUp.START, NODE, request(id), "a rule"));
    }

    private static PermissionRequest request(String id) {
        return new PermissionRequest(id, "t", "make", "execute", "", Optional.empty(), List.of(), List.of());
    }

    private Optional<String> current() {
        return queue.currentProperty().get().map(waiting -> waiting.request().id());
    }

    @Test
    void oneQuestionIsShownAfterTheOther() {
        asked("p1");
        asked("p2");
        assertThat(current()).contains("p1");
        queue.done(queue.currentProperty().get().orElseThrow());
        assertThat(current()).contains("p2");
        queue.hear(MadeUp.RUN, new RunEvent.Said(MadeUp.START, NODE, new AgentEvent.Answered("p2", "make", "Yes", true, "ann")));
        assertThat(current()).isEmpty();
    }

    @Test
    void questionOfANodeThatWorksNoMoreIsTakenAway() {
        asked("p1");
        queue.hear(MadeUp.RUN, new RunEvent.Moved(MadeUp.START, NODE, new NodeState.Running(2)));
        assertThat(current()).contains("p1");
        queue.hear(MadeUp.RUN, new RunEvent.Moved(MadeUp.START, NODE, new NodeState.Cancelled()));
        assertThat(current()).isEmpty();
    }
}
