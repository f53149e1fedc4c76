package dev.countersign.script;

import dev.countersign.fault.ProblemException;
import dev.countersign.network.Connection;
import dev.countersign.network.Gateway;
import dev.countersign.network.Metered;
import dev.countersign.network.Objections;
import dev.countersign.script.Declaration.Parameter;
import dev.countersign.script.Declaration.Type;
import dev.countersign.starlark.Module;
import dev.countersign.starlark.Program;
import dev.countersign.starlark.trace.CancelledException;
import dev.countersign.starlark.trace.StarlarkException;
import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.BuiltinValue;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.StructValue;
import dev.countersign.starlark.value.Value;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// One call of a script, from its arguments to its result, on the caller's thread. Whatever it does ends within its limits. Only
/// [#end] may be called from another thread.
public final class ScriptCall {
    private static final long LOOK_MILLIS = 100;
    private static final int MOST_LINES = 200;
    private static final Gateway.Passage NOWHERE = new Gateway.Passage() {
        @Override
        public Path socket() {
            throw new IllegalStateException("no host is declared");
        }

        @Override
        public String token() {
            return "";
        }

        @Override
        public Metered metered() {
            return Metered.NOTHING;
        }

        @Override
        public boolean isCut() {
            return false;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    private final Script script;
    private final ScriptLimits limits;
    private final Surroundings around;
    private final Supplier<Optional<String>> revoked;
    private final List<String> printed = new ArrayList<>();
    private final Evaluation evaluation;
    private final AtomicReference<ProxiedRequest> open = new AtomicReference<>();
    private volatile Optional<String> ended = Optional.empty();

    /// @param revoked says why it may not go on; asked before whatever it does outside itself, and before its result is given
    public ScriptCall(Script script, ScriptLimits limits, Surroundings around, Supplier<Optional<String>> revoked) {
        this.script = script;
        this.limits = limits;
        this.around = around;
        this.revoked = revoked;
        this.evaluation = new Evaluation(limits.work(), this::print);
    }

    private void print(String line) {
        if (printed.size() < MOST_LINES) {
            printed.add(around.redaction().text(line));
        }
    }

    /// Ends it soon, in the middle of whatever it does. @param why without a full stop
    public void end(String why) {
        ended = Optional.of(why);
        evaluation.cancel();
        ProxiedRequest waiting = open.get();
        if (waiting != null) {
            try {
                waiting.close();
            } catch (IOException e) {
                // It is over either way.
            }
        }
    }

    /// @param arguments  a JSON object
    /// @param objections of the rules to a connection
    /// @param heard      hears of each connection when it has ended, on another thread
    /// @throws dev.countersign.fault.UserException `SCRIPT-006` for arguments that do not fit
    public ScriptResult run(String arguments, Objections objections, Consumer<Connection> heard, Progress progress) {
        JsonNode given = checked(arguments);
        long millis = limits.work().time().toMillis();
        Thread watch = Thread.ofVirtual().name("script-limits").start(() -> watch(millis, progress));
        try (Gateway.Passage passage = passage(objections, heard)) {
            var http = new HttpWords(script.declares(), passage, limits, around.tls(), this::standing, open);
            Map<String, Value> words = Map.of("script", Reading.again(), "secrets", secrets(), "http", http.words(), "json", JsonWords.words(),
                    "time", TimeWords.words(around.clock()));
            Module module = Program.parse(script.shown(), script.text(), Reading.NAMES).execute(evaluation, words, Program.Loader.NONE);
            Value result = evaluation.call(module.get("run").orElseThrow(), named(given));
            String text = result instanceof StringValue(String plain) ? plain : JsonWords.encode(evaluation, result);
            standing();
            if (text.length() > limits.result()) {
                return failed("It returned " + text.length() + " characters, and may return " + limits.result() + ".", "");
            }
            return new ScriptResult.Answered(around.redaction().text(text), printed);
        } catch (CancelledException e) {
            return failed("It was ended: " + ended.orElse("cancelled") + ".", e.traceback());
        } catch (StarlarkException e) {
            return failed(ended.map(why -> "It was ended: " + why + ".").orElseGet(() -> e.located() + "."), e.traceback());
        } catch (Failure e) {
            return failed(ended.map(why -> "It was ended: " + why + ".").orElseGet(() -> script.shown() + ": " + e.getMessage() + "."), "");
        } catch (IOException e) {
            return failed("There is no way to the network: " + e.getMessage() + ".", "");
        } finally {
            watch.interrupt();
        }
    }

    /// A way to what it declares; none is opened for one that declares nothing.
    private Gateway.Passage passage(Objections objections, Consumer<Connection> heard) throws IOException {
        return script.declares().hosts().isEmpty() ? NOWHERE : around.gateway().open(script.declares().rules(), List.of(), objections, heard);
    }

    private void watch(long millis, Progress progress) {
        long until = System.nanoTime() + millis * 1_000_000;
        try {
            while (System.nanoTime() < until && !progress.cancelled()) {
                Thread.sleep(LOOK_MILLIS);
            }
            end(progress.cancelled() ? "cancelled" : "it took longer than " + limits.work().time().toSeconds() + " s");
        } catch (InterruptedException e) {
            // It came to its end by itself.
        }
    }

    /// Throws where it may not go on.
    private void standing() {
        Optional<String> why = ended.or(revoked);
        if (why.isPresent()) {
            ended = why;
            throw new Failure(why.get());
        }
    }

    private Value secrets() {
        return new StructValue("secrets", Map.of("get", new BuiltinValue("get", (evaluated, arguments) -> {
            String name = arguments.bind("name").string(0);
            if (!script.declares().secrets().contains(name)) {
                throw new Failure("the secret " + name + " is not among those that this script declares");
            }
            standing();
            try {
                String value = around.keys().read(name).orElseThrow(() -> new Failure("the secret " + name + " is not stored"));
                around.redaction().learn(name, value);
                evaluated.copy(value.length(), 2);
                return new StringValue(value);
            } catch (ProblemException e) {
                throw new Failure(e.problem().sentence());
            } catch (IOException e) {
                throw new Failure("the secret " + name + " cannot be read: " + e.getMessage());
            }
        })));
    }

    private ScriptResult.Failed failed(String sentence, String trace) {
        return new ScriptResult.Failed(around.redaction().text(sentence), around.redaction().text(trace), printed);
    }

    private JsonNode checked(String arguments) {
        JsonNode given;
        try {
            given = JsonWords.JSON.readTree(arguments.isBlank() ? "{}" : arguments);
        } catch (JacksonException e) {
            throw Problems.arguments(script.name(), "they are no JSON: " + String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse(""));
        }
        if (!given.isObject()) {
            throw Problems.arguments(script.name(), "they are no JSON object");
        }
        Map<String, Parameter> parameters = script.declares().parameters();
        for (Map.Entry<String, JsonNode> one : given.properties()) {
            Parameter parameter = parameters.get(one.getKey());
            if (parameter == null) {
                throw Problems.arguments(script.name(), "it takes no \"" + one.getKey() + "\"");
            }
            if (!fits(one.getValue(), parameter.type())) {
                throw Problems.arguments(script.name(), "\"" + one.getKey() + "\" must be of type " + parameter.text());
            }
        }
        parameters.forEach((name, parameter) -> {
            if (!parameter.optional() && !given.has(name)) {
                throw Problems.arguments(script.name(), "\"" + name + "\" is missing");
            }
        });
        return given;
    }

    private static boolean fits(JsonNode value, Type type) {
        return switch (type) {
            case STRING -> value.isString();
            case INTEGER -> value.isIntegralNumber();
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case ARRAY -> value.isArray();
            case OBJECT -> value.isObject();
        };
    }

    private Arguments named(JsonNode given) {
        List<Map.Entry<String, JsonNode>> all = List.copyOf(given.properties());
        var names = new String[all.size()];
        var values = new Value[all.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = all.get(i).getKey();
            values[i] = JsonWords.value(evaluation, all.get(i).getValue(), 0);
        }
        return new Arguments(new Value[0], names, values);
    }
}
