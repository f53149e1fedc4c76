package dev.countersign.ui.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.AgentEvent;
import dev.countersign.run.RunEvent;
import dev.countersign.ui.MadeUp;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleModelTest {
    private final ConsoleModel console = new ConsoleModel();

    @Test
    void toolCallsAreFoldedUntilTheyAreOpened() {
        console.add(List.of(tool("1", "Edit A.java", "running", "- a\n+ b")));
        assertThat(texts()).containsExactly("Edit A.java");
        ConsoleLine line = console.lines().getFirst();
        assertThat(console.hasDetail(line)).isTrue();
        console.toggle(line);
        assertThat(texts()).containsExactly("Edit A.java", "- a", "+ b");
        console.toggle(line);
        assertThat(texts()).containsExactly("Edit A.java");
    }

    @Test
    void aLaterWordOnACallChangesItsLineInPlace() {
        console.add(List.of(tool("1", "Edit A.java", "running", "- a"), said("Working")));
        console.add(List.of(tool("1", "", "done", "- a\n+ b")));
        assertThat(texts()).containsExactly("Edit A.java", "Working");
        assertThat(console.lines().getFirst().state()).isEqualTo("done");
        console.toggle(console.lines().getFirst());
        assertThat(texts()).containsExactly("Edit A.java", "- a", "+ b", "Working");
    }

    @Test
    void searchFindsWhatIsFoldedAndColouredWithoutRegardToCase() {
        console.add(List.of(tool("1", "Edit A.java", "done", "+ Needle"), said("nothing"),
                new RunEvent.Said(MadeUp.START, MadeUp.id("retry"), new AgentEvent.Output("a \u001b[31mneed\u001b[0mle", true))));
        console.searchProperty().set("NEEDLE");
        assertThat(console.text()).isEqualTo("+ Needle\na needle\n");
        console.searchProperty().set("");
        assertThat(console.lines()).hasSize(3);
    }

    @Test
    void theOldestLinesGoFirst() {
        console.add(IntStream.range(0, ConsoleModel.MAX_LINES + 10).mapToObj(i -> said("line " + i)).toList());
        assertThat(console.lines()).hasSize(ConsoleModel.MAX_LINES);
        assertThat(console.lines().getFirst().text()).isEqualTo("line 10");
        assertThat(console.isTrimmed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7"})
    void theOldestLinesGoFirstHoweverTheyCome(String search) {
        List<RunEvent> events = IntStream.range(0, ConsoleModel.MAX_LINES + 5_000).<RunEvent>mapToObj(i -> i % 50 == 0
                ? new RunEvent.Said(MadeUp.NOW, MadeUp.id("retry"), new AgentEvent.ToolCall("call " + i, "Tool " + i, "done", "one\ntwo")) : said("line " + i)).toList();
        var once = new ConsoleModel();
        once.searchProperty().set(search);
        once.add(events);
        console.searchProperty().set(search);
        for (int i = 0; i < events.size(); i += 997) {
            console.add(events.subList(i, Math.min(events.size(), i + 997)));
        }
        assertThat(console.lines()).isNotEmpty().isEqualTo(once.lines());
        console.searchProperty().set("");
        once.searchProperty().set("");
        assertThat(console.lines()).isEqualTo(once.lines());
    }

    @Test
    void everyKindOfEventOfARunIsTaken() {
        console.add(MadeUp.talk());
        assertThat(texts()).startsWith("Running, attempt 1", "claude -p Retry idempotent requests as the policy says --output-format stream-json")
                .contains("mvn test: 1 finding", "mvn test: 214 tests passed", "Used 18,240 tokens in, 2,310 out, cost $0.08")
                .endsWith("Ready to review");
    }

    private List<String> texts() {
        return console.lines().stream().map(ConsoleLine::text).toList();
    }

    private static RunEvent said(String text) {
        return new RunEvent.Said(MadeUp.START, MadeUp.id("retry"), new AgentEvent.Said(text));
    }

    private static RunEvent tool(String id, String title, String state, String detail) {
        return new RunEvent.Said(MadeUp.START, MadeUp.id("retry"), new AgentEvent.ToolCall(id, title, state, detail));
    }
}
