package dev.countersign.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentEvent.Said;
import dev.countersign.agent.AgentEvent.Thought;
import dev.countersign.agent.AgentEvent.ToolCall;
import dev.countersign.agent.AgentEvent.Used;
import dev.countersign.agent.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StreamJsonTest {
    private final StreamJson json = new StreamJson();

    private List<AgentEvent> read(String lines) {
        return lines.lines().flatMap(line -> json.read(line).orElseThrow(() -> new AssertionError("not known: " + line)).stream()).toList();
    }

    private static Usage usage(long input, long output) {
        return new Usage(OptionalLong.of(input), OptionalLong.of(output), Optional.empty());
    }

    @Test
    void claude() {
        var usage = new Usage(OptionalLong.of(115), OptionalLong.of(20), Optional.of(new BigDecimal("0.0123")));

        assertThat(read("""
                {"type":"system","subtype":"init","session_id":"s","tools":["Edit"]}
                {"type":"assistant","message":{"role":"assistant","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"I will."}]}}
                {"type":"assistant","message":{"content":[{"type":"tool_use","id":"t1","name":"Edit","input":{"file_path":"a"}}]}}
                {"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","content":"ok"}]}}
                {"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t2","content":"no","is_error":true}]}}
                {"type":"result","subtype":"success","is_error":false,"result":"Done.","total_cost_usd":0.0123,"usage":{"input_tokens":10,"cache_read_input_tokens":100,"cache_creation_input_tokens":5,"output_tokens":20}}
                """)).containsExactly(new Thought("hm"), new Said("I will."), new ToolCall("t1", "Edit", "running", "{\"file_path\":\"a\"}"),
                new ToolCall("t1", "Edit", "done", "ok"), new ToolCall("t2", "tool", "failed", "no"), new Used(usage));
        assertThat(json.words()).isEqualTo("Done.");
        assertThat(json.usage()).isEqualTo(usage);
        assertThat(json.error()).isEmpty();
    }

    @Test
    void claudeThatFailed() {
        read("{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":true,\"result\":\"Invalid API key\"}");

        assertThat(json.error()).contains("Invalid API key");
    }

    @Test
    void codex() {
        assertThat(read("""
                {"type":"thread.started","thread_id":"x"}
                {"type":"turn.started"}
                {"type":"item.completed","item":{"id":"i0","type":"reasoning","text":"**Plan**"}}
                {"type":"item.started","item":{"id":"i1","type":"command_execution","command":"ls","aggregated_output":"","status":"in_progress"}}
                {"type":"item.completed","item":{"id":"i1","type":"command_execution","command":"ls","aggregated_output":"a\\n","exit_code":0,"status":"completed"}}
                {"type":"item.completed","item":{"id":"i2","type":"file_change","changes":[{"path":"a","kind":"add"}],"status":"completed"}}
                {"type":"item.completed","item":{"id":"i3","type":"agent_message","text":"Done."}}
                {"type":"turn.completed","usage":{"input_tokens":10,"cached_input_tokens":4,"output_tokens":3}}
                """)).containsExactly(new Thought("**Plan**"), new ToolCall("i1", "ls", "running", ""), new ToolCall("i1", "ls", "done", "a\n"),
                new ToolCall("i2", "file change", "done", "[{\"path\":\"a\",\"kind\":\"add\"}]"), new Said("Done."), new Used(usage(10, 3)));
        assertThat(json.words()).isEqualTo("Done.");
    }

    @Test
    void codexThatFailed() {
        read("{\"type\":\"turn.failed\",\"error\":{\"message\":\"stream closed\"}}");

        assertThat(json.error()).contains("stream closed");
    }

    @Test
    void errorThatWasOvercomeIsNoFailure() {
        read("{\"type\":\"error\",\"message\":\"Reconnecting... 2/5\"}");
        assertThat(json.error()).contains("Reconnecting... 2/5");

        read("{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}");
        assertThat(json.error()).isEmpty();
    }

    @Test
    void gemini() {
        assertThat(read("""
                {"type":"init","session_id":"s","model":"m"}
                {"type":"message","role":"user","content":"task"}
                {"type":"tool_use","tool_name":"write_file","tool_id":"w1","parameters":{"p":1}}
                {"type":"tool_result","tool_id":"w1","status":"success","output":"ok"}
                {"type":"message","role":"assistant","content":"All ","delta":true}
                {"type":"message","role":"assistant","content":"done.","delta":true}
                {"type":"result","status":"success","stats":{"total_tokens":12,"input_tokens":10,"output_tokens":2}}
                """)).containsExactly(new ToolCall("w1", "write_file", "running", "{\"p\":1}"), new ToolCall("w1", "write_file", "done", "ok"),
                new Said("All "), new Said("done."), new Used(usage(10, 2)));
        assertThat(json.words()).isEqualTo("All done.");
    }

    @Test
    void openCode() {
        var usage = new Usage(OptionalLong.of(15), OptionalLong.of(3), Optional.of(new BigDecimal("0.03")));

        assertThat(read("""
                {"type":"step_start","part":{"type":"step-start"}}
                {"type":"tool_use","part":{"type":"tool","callID":"c1","tool":"write","state":{"status":"completed","title":"a.txt","input":{"x":1}}}}
                {"type":"step_finish","part":{"type":"step-finish","cost":0.01,"tokens":{"input":10,"output":1}}}
                {"type":"text","part":{"type":"text","text":"Done."}}
                {"type":"step_finish","part":{"type":"step-finish","cost":0.02,"tokens":{"input":5,"output":2}}}
                """)).contains(new ToolCall("c1", "write a.txt", "done", "{\"x\":1}"), new Said("Done."), new Used(usage));
        assertThat(json.usage()).isEqualTo(usage);
    }

    @Test
    void openCodeThatFailed() {
        read("{\"type\":\"error\",\"error\":{\"name\":\"APIError\",\"data\":{\"message\":\"no credit\"}}}");

        assertThat(json.error()).contains("no credit");
    }

    @Test
    void usageThatIsNotToldIsUnknown() {
        read("{\"type\":\"result\",\"subtype\":\"success\",\"result\":\"x\"}\n{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":-1.5}}");

        assertThat(json.usage()).isEqualTo(Usage.UNKNOWN);
    }

    @Test
    void whatIsNotKnownStaysAPlainLine() {
        for (String line : List.of("hello", "{not json", "{\"type\":\"new_kind\"}", "{\"a\":1}", "[1]", "{\"type\":\"assistant\"}", "{\"type\":7}")) {
            assertThat(json.read(line)).as(line).isEmpty();
        }
    }
}
