package dev.countersign.agent.model;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentSpec.Tool;
import dev.countersign.secret.Redaction;
import dev.countersign.workspace.StageFiles;
import dev.countersign.workspace.WorkspacePath;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a model may have done for it, and the doing of it. Whatever it asks, the answer is a text: a call that is wrong changes nothing, and
/// says why.
final class Toolbox {
    /// Characters of a result that go to the model.
    static final int LONGEST = 30_000;
    private static final int SHOWN = 2_000;
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Set<Tool> tools;
    private final FileTools files;
    private final RunTool run;
    private final Notes notes;
    private final List<? extends Extra> extras;
    private final Redaction redaction;
    private final Consumer<AgentEvent> events;

    /// A tool that is not Countersign's own.
    interface Extra {
        ToolSpecification specification();

        Done use(String call, JsonNode arguments);
    }

    /// What came of a call. @param text for the model
    record Done(String text, boolean failed) {
        static Done of(String text) {
            return new Done(text, false);
        }

        static Done failed(String why) {
            return new Done(why, true);
        }
    }

    Toolbox(Set<Tool> tools, FileTools files, RunTool run, Notes notes, List<? extends Extra> extras, Redaction redaction, Consumer<AgentEvent> events) {
        this.tools = tools;
        this.files = files;
        this.run = run;
        this.notes = notes;
        this.extras = extras;
        this.redaction = redaction;
        this.events = events;
    }

    List<ToolSpecification> specifications() {
        var all = new ArrayList<ToolSpecification>();
        Arrays.stream(Tool.values()).filter(tools::contains).map(ToolWords::specification).forEach(all::add);
        extras.stream().map(Extra::specification).forEach(all::add);
        return List.copyOf(all);
    }

    /// @param cut whether the answer that asks for it was cut: then nothing of it is done
    Done use(ToolExecutionRequest request, boolean cut) {
        String id = request.id() == null ? request.name() : request.id();
        if (cut) {
            return told(id, request.name(), "", Done.failed("Your answer came to the limit of tokens in the middle, so nothing was done."
                    + " Ask for less at once: write a long file in several edits."));
        }
        JsonNode arguments;
        try {
            arguments = JSON.readTree(request.arguments() == null || request.arguments().isBlank() ? "{}" : request.arguments());
        } catch (JacksonException e) {
            return told(id, request.name(), "", Done.failed("The arguments are not JSON, so nothing was done: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
        }
        if (!arguments.isObject()) {
            return told(id, request.name(), "", Done.failed("The arguments must be a JSON object; nothing was done."));
        }
        String title = redaction.text(ToolWords.title(request.name(), arguments));
        events.accept(new AgentEvent.ToolCall(id, title, "running", ""));
        return told(id, title, title, bounded(use(id, request.name(), arguments)));
    }

    private Done told(String id, String title, String known, Done done) {
        var clear = new Done(redaction.text(done.text()), done.failed());
        events.accept(new AgentEvent.ToolCall(id, known.isEmpty() ? title : known, clear.failed() ? "failed" : "done",
                clear.text().length() > SHOWN ? clear.text().substring(0, SHOWN) + "…" : clear.text()));
        return clear;
    }

    private static Done bounded(Done done) {
        if (done.text().length() <= LONGEST) {
            return done;
        }
        String text = done.text();
        return new Done(text.substring(0, LONGEST * 2 / 3) + "\n… " + (text.length() - LONGEST) + " characters are left out here …\n"
                + text.substring(text.length() - LONGEST / 3), done.failed());
    }

    private Done use(String id, String name, JsonNode arguments) {
        Optional<Tool> own = Arrays.stream(Tool.values()).filter(tools::contains).filter(tool -> tool.label().equals(name)).findFirst();
        try {
            if (own.isEmpty()) {
                Optional<? extends Extra> extra = extras.stream().filter(each -> each.specification().name().equals(name)).findFirst();
                return extra.isPresent() ? extra.get().use(id, arguments) : Done.failed("There is no tool \"" + name + "\". There are "
                        + String.join(", ", specifications().stream().map(ToolSpecification::name).toList()) + ".");
            }
            checked(own.get(), arguments);
            return switch (own.get()) {
                case READ -> files.read(path(arguments, "path"), whole(arguments, "from", 1), whole(arguments, "lines", FileTools.LINES));
                case SEARCH -> files.search(text(arguments, "pattern"), arguments.has("path") ? Optional.of(path(arguments, "path")) : Optional.empty(),
                        arguments.path("glob").asString(""), arguments.path("literal").asBoolean(false));
                case LIST -> files.list(arguments.has("path") && !Set.of(".", "", "/").contains(text(arguments, "path"))
                        ? Optional.of(path(arguments, "path")) : Optional.empty(), whole(arguments, "depth", 2));
                case WRITE -> files.write(path(arguments, "path"), text(arguments, "content"));
                case EDIT -> files.edit(path(arguments, "path"), text(arguments, "old"), text(arguments, "new"), arguments.path("all").asBoolean(false));
                case RUN -> run.run(id, arguments);
                case REMEMBER -> notes.remember(text(arguments, "note"));
            };
        } catch (Unfit e) {
            return Done.failed(e.getMessage() + " Nothing was done.");
        } catch (StageFiles.Refused e) {
            return Done.failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Done.failed("It did not work: " + e.getMessage());
        }
    }

    private static final class Unfit extends Exception {
        Unfit(String why) {
            super(why, null, false, false);
        }
    }

    private static void checked(Tool tool, JsonNode arguments) throws Unfit {
        Collection<String> known = ToolWords.arguments(tool);
        for (String key : arguments.propertyNames()) {
            if (!known.contains(key)) {
                throw new Unfit(tool.label() + " has no argument \"" + key + "\"; it has " + String.join(", ", known) + ".");
            }
        }
    }

    private static String text(JsonNode arguments, String key) throws Unfit {
        if (arguments.path(key).isString()) {
            return arguments.path(key).asString();
        }
        throw new Unfit("\"" + key + "\" must be a text.");
    }

    private static int whole(JsonNode arguments, String key, int otherwise) throws Unfit {
        JsonNode value = arguments.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (value.isIntegralNumber() && value.canConvertToInt() && value.asInt() > 0) {
            return value.asInt();
        }
        throw new Unfit("\"" + key + "\" must be a whole number above 0.");
    }

    private static WorkspacePath path(JsonNode arguments, String key) throws Unfit {
        String text = text(arguments, key);
        String plain = text.startsWith("./") ? text.substring(2) : text;
        Optional<String> fault = WorkspacePath.faultOf(plain);
        if (fault.isPresent()) {
            throw new Unfit("The path \"" + text + "\" cannot be used: " + fault.get() + ". Use one relative to the project's folder.");
        }
        return WorkspacePath.of(plain);
    }
}
