package dev.countersign.agent.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.ModelCalls;
import dev.countersign.agent.Usage;
import dev.countersign.agent.model.ChatServer.Reply;
import dev.countersign.model.Model;
import dev.countersign.model.ModelsFile;
import dev.countersign.secret.Redaction;
import dev.countersign.workspace.Progress;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Each provider's interface: that it is asked as it publishes, and heard whole, a call of a tool, its answer, and usage.
@Timeout(60)
class ProvidersTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<ToolSpecification> TOOLS = List.of(ToolWords.specification(dev.countersign.agent.AgentSpec.Tool.READ));
    private ChatServer server;

    @BeforeEach
    void open() throws IOException {
        server = new ChatServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Answer ask(String api, String path, List<ChatMessage> messages) throws Unanswered {
        Model model = ModelsFile.parse("[models.a]\napi='" + api + "'\nmodel='m-1'\naddress='" + server.address() + path + "'\nkey='${KEY}'\ninput_price=1\noutput_price=2\n"
                + "max_output=500\n", "t").models().getFirst();
        var around = new Surroundings(HttpClient.newHttpClient(), InstantSource.system(), new Random(1), (_, _) -> { }, new Redaction());
        return new Asker(List.of(model), Map.of("KEY", "sk-hunter2hunter2"), around, ModelCalls.NONE, _ -> { }, Progress.NONE, 1).ask(messages, TOOLS, false);
    }

    private static List<ChatMessage> talk() {
        return List.of(SystemMessage.from("You read."), UserMessage.from("Look."),
                AiMessage.from("I look.", List.of(ToolExecutionRequest.builder().id("t1").name("read").arguments("{\"path\":\"a\"}").build())),
                ToolExecutionResultMessage.from("t1", "read", "1\tone"));
    }

    private static String json(String text) {
        return JSON.readTree(text.replace('\'', '"')).toString();
    }

    private static void isACall(Answer answer, long input, long output) {
        assertThat(answer.isCut()).isFalse();
        assertThat(answer.message().toolExecutionRequests()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("read");
            assertThat(JSON.readTree(call.arguments())).isEqualTo(JSON.readTree("{\"path\":\"b\"}"));
        });
        assertThat(answer.usage().inputTokens()).isEqualTo(OptionalLong.of(input));
        assertThat(answer.usage().outputTokens()).isEqualTo(OptionalLong.of(output));
        assertThat(answer.usage().costUsd()).isPresent();
    }

    private JsonNode sent() {
        return server.requests().getLast().body();
    }

    private static Reply anthropic(String stop, String... more) {
        var events = new java.util.ArrayList<String>(List.of(json("{'type':'message_start','message':{'id':'m','model':'m-1','usage':{'input_tokens':5,"
                + "'cache_read_input_tokens':90,'cache_creation_input_tokens':5,'output_tokens':1}}}")));
        events.addAll(List.of(more));
        events.add(json("{'type':'message_delta','delta':{'stop_reason':'" + stop + "'},'usage':{'output_tokens':10}}"));
        events.add(json("{'type':'message_stop'}"));
        return ChatServer.events(events.toArray(String[]::new));
    }

    private static String[] anthropicCall(String... pieces) {
        var events = new java.util.ArrayList<String>(List.of(json("{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}"),
                json("{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Hm.'}}"), json("{'type':'content_block_stop','index':0}"),
                json("{'type':'content_block_start','index':1,'content_block':{'type':'tool_use','id':'t2','name':'read','input':{}}}"), json("{'type':'ping'}")));
        for (String piece : pieces) {
            var delta = (tools.jackson.databind.node.ObjectNode) JSON.readTree(json("{'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta'}}"));
            ((tools.jackson.databind.node.ObjectNode) delta.path("delta")).put("partial_json", piece);
            events.add(delta.toString());
        }
        events.add(json("{'type':'content_block_stop','index':1}"));
        return events.toArray(String[]::new);
    }

    @Test
    void anthropicIsAskedAndHeard() throws Unanswered {
        server.script(anthropic("tool_use", anthropicCall("{\"pa", "th\":\"b\"}")));

        Answer answer = ask("anthropic", "", talk());

        isACall(answer, 100, 10);
        assertThat(answer.message().text()).isEqualTo("Hm.");
        assertThat(server.requests().getFirst().path()).isEqualTo("/v1/messages");
        assertThat(server.requests().getFirst().header("x-api-key")).isEqualTo("sk-hunter2hunter2");
        assertThat(server.requests().getFirst().header("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(sent()).isEqualTo(JSON.readTree(json("{'model':'m-1','max_tokens':500,'stream':true,'system':[{'type':'text','text':'You read.','cache_control':"
                + "{'type':'ephemeral'}}],'messages':[{'role':'user','content':[{'type':'text','text':'Look.'}]},{'role':'assistant','content':[{'type':'text','text':'I look.'},"
                + "{'type':'tool_use','id':'t1','name':'read','input':{'path':'a'}}]},{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':'1\\tone',"
                + "'cache_control':{'type':'ephemeral'}}]}],'tools':[{'name':'read','description':'" + TOOLS.getFirst().description() + "','input_schema':"
                + "{'type':'object','properties':{'path':{'type':'string','description':'Relative to the project\\u0027s folder, with slashes.'},'from':{'type':'integer',"
                + "'description':'First line, from 1.'},'lines':{'type':'integer','description':'How many.'}},'required':['path']}}]}").replace("project's", "project's")));
    }

    @Test
    void anthropicThatIsCutIsCut() throws Unanswered {
        server.script(anthropic("max_tokens", anthropicCall("{\"pa")));

        assertThat(ask("anthropic", "", talk()).isCut()).isTrue();
    }

    @Test
    void anthropicThatBreaksOffIsNoAnswer() {
        server.script(ChatServer.events(json("{'type':'message_start','message':{'id':'m','model':'m','usage':{'input_tokens':5}}}")));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> ask("anthropic", "", talk())).isInstanceOf(Unanswered.class).hasMessageContaining("it broke off");

        server.script(ChatServer.events(json("{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}")));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> ask("anthropic", "", talk())).hasMessageContaining("error 529: Overloaded");

        server.script(anthropic("refusal"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> ask("anthropic", "", talk())).hasMessageContaining("it declined the task");
    }

    @Test
    void openAiChatIsAskedAndHeard() throws Unanswered {
        server.script(ChatServer.call("read", "{\"path\":\"b\"}"));

        isACall(ask("openai", "/v1", talk()), 100, 10);

        assertThat(server.requests().getFirst().path()).isEqualTo("/v1/chat/completions");
        assertThat(sent().path("max_tokens").asInt()).isEqualTo(500);
        assertThat(sent().path("stream_options").path("include_usage").asBoolean()).isTrue();
        assertThat(sent().path("messages").path(3)).isEqualTo(JSON.readTree(json("{'role':'tool','tool_call_id':'t1','content':'1\\tone'}")));
    }

    @Test
    void openAiResponsesIsAskedAndHeard() throws Unanswered {
        String item = "{'type':'function_call','id':'f1','call_id':'c1','name':'read','arguments':'{\\\"path\\\":\\\"b\\\"}','status':'completed'}";
        String response = "{'id':'r','object':'response','status':'STATUS','model':'m-1','output':[ITEM],'usage':{'input_tokens':100,'input_tokens_details':{'cached_tokens':0},"
                + "'output_tokens':10,'output_tokens_details':{'reasoning_tokens':0},'total_tokens':110}}";
        server.script(ChatServer.raw("text/event-stream", event("response.created", "{'response':{'id':'r','status':'in_progress','output':[]}}")
                + event("response.output_item.added", "{'output_index':0,'item':{'type':'function_call','id':'f1','call_id':'c1','name':'read','arguments':''}}")
                + event("response.function_call_arguments.delta", "{'output_index':0,'item_id':'f1','delta':'{\\\"path\\\":\\\"b\\\"}'}")
                + event("response.function_call_arguments.done", "{'output_index':0,'item_id':'f1','arguments':'{\\\"path\\\":\\\"b\\\"}'}")
                + event("response.output_item.done", "{'output_index':0,'item':" + item + "}")
                + event("response.completed", "{'response':" + response.replace("STATUS", "completed").replace("ITEM", item) + "}")));

        isACall(ask("openai-responses", "/v1", talk()), 100, 10);

        assertThat(server.requests().getFirst().path()).isEqualTo("/v1/responses");
        assertThat(sent().path("store").asBoolean(true)).isFalse();
        assertThat(sent().path("max_output_tokens").asInt()).isEqualTo(500);
        assertThat(sent().path("input").toString()).contains("function_call_output", "\"call_id\":\"t1\"");
    }

    private static String event(String type, String data) {
        var node = (tools.jackson.databind.node.ObjectNode) JSON.readTree(data.replace("\\\"", "\u0001").replace('\'', '"').replace("\u0001", "\\\""));
        node.put("type", type);
        return "event: " + type + "\ndata: " + node + "\n\n";
    }

    @Test
    void openAiResponsesThatIsCutIsCutOrNoAnswer() {
        server.script(ChatServer.raw("text/event-stream", event("response.created", "{'response':{'id':'r','status':'in_progress','output':[]}}")));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> ask("openai-responses", "/v1", talk())).isInstanceOf(Unanswered.class);
    }

    @Test
    void geminiIsAskedAndHeard() throws Unanswered {
        server.script(ChatServer.events(json("{'candidates':[{'content':{'role':'model','parts':[{'text':'Hm.'}]},'index':0}]}"),
                json("{'candidates':[{'content':{'role':'model','parts':[{'functionCall':{'name':'read','args':{'path':'b'}}}]},'finishReason':'STOP','index':0}],"
                        + "'usageMetadata':{'promptTokenCount':100,'candidatesTokenCount':10,'totalTokenCount':110},'modelVersion':'m-1','responseId':'r'}")));

        isACall(ask("gemini", "/v1beta", talk()), 100, 10);

        assertThat(server.requests().getFirst().path()).isEqualTo("/v1beta/models/m-1:streamGenerateContent");
        assertThat(server.requests().getFirst().query()).isEqualTo("alt=sse");
        assertThat(server.requests().getFirst().header("x-goog-api-key")).isEqualTo("sk-hunter2hunter2");
        assertThat(sent().path("generationConfig").path("maxOutputTokens").asInt()).isEqualTo(500);
    }

    @Test
    void geminiThatBreaksOffIsNoAnswer() {
        server.script(ChatServer.events(json("{'candidates':[{'content':{'role':'model','parts':[{'text':'Hm.'}]},'index':0}]}")));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> ask("gemini", "/v1beta", talk())).hasMessageContaining("it broke off");
    }

    @Test
    void ollamaIsAskedAndHeard() throws Unanswered {
        server.script(ChatServer.raw("application/x-ndjson", json("{'model':'m-1','created_at':'2026-01-01T00:00:00Z','message':{'role':'assistant','content':'',"
                + "'tool_calls':[{'function':{'name':'read','arguments':{'path':'b'}}}]},'done':false}") + "\n"
                + json("{'model':'m-1','created_at':'2026-01-01T00:00:00Z','message':{'role':'assistant','content':''},'done':true,'done_reason':'stop',"
                + "'prompt_eval_count':100,'eval_count':10}") + "\n"));

        isACall(ask("ollama", "", talk()), 100, 10);

        assertThat(server.requests().getFirst().path()).isEqualTo("/api/chat");
        assertThat(sent().path("options").path("num_predict").asInt()).isEqualTo(500);
        assertThat(server.requests().getFirst().header("authorization")).isEqualTo("Bearer sk-hunter2hunter2");
    }

    @Test
    void ollamaThatBreaksOffIsNoAnswer() {
        server.script(ChatServer.raw("application/x-ndjson", json("{'model':'m-1','created_at':'2026-01-01T00:00:00Z','message':{'role':'assistant','content':'Hm'},'done':false}") + "\n"));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> ask("ollama", "", talk())).isInstanceOf(Unanswered.class);
    }

    @Test
    void everyOneSaysItsErrors() {
        server.script(ChatServer.status(404, "{\"error\":{\"message\":\"no such model\"}}"));
        for (String api : List.of("anthropic", "openai", "openai-responses", "gemini", "ollama")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> ask(api, "", talk())).as(api).isInstanceOf(Unanswered.class)
                    .hasMessage("a (m-1) answered with an error 404: no such model.");
        }
    }
}
