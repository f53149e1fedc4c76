package dev.countersign.agent.model;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure.Kind;
import dev.countersign.agent.ModelCall;
import dev.countersign.agent.ModelCalls;
import dev.countersign.agent.Usage;
import dev.countersign.agent.Words;
import dev.countersign.model.Model;
import dev.countersign.model.Tokens;
import dev.countersign.secret.Redaction;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Asks one model after another until one answers, each again for as long as that may help. An answer is kept before it is handed out. For
/// one call of an agent; for one thread.
final class Asker {
    /// Of one model.
    static final int TRIES = 5;
    /// Whoever wants to be asked later than this is not waited for.
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(120);

    private final List<Model> models;
    private final Map<String, String> keys;
    private final Surroundings around;
    private final ModelCalls calls;
    private final Consumer<AgentEvent> events;
    private final Progress progress;
    private final int most;
    private int at;

    /// @param models in the order in which they are asked; an earlier one that failed is not asked again
    /// @param keys   by the names that models have for them
    Asker(List<Model> models, Map<String, String> keys, Surroundings around, ModelCalls calls, Consumer<AgentEvent> events, Progress progress) {
        this(models, keys, around, calls, events, progress, TRIES);
    }

    /// @param most times that one model is asked the same
    Asker(List<Model> models, Map<String, String> keys, Surroundings around, ModelCalls calls, Consumer<AgentEvent> events, Progress progress, int most) {
        this.models = List.copyOf(models);
        this.keys = Map.copyOf(keys);
        this.around = around;
        this.calls = calls;
        this.events = events;
        this.progress = progress;
        this.most = most;
    }

    /// The one that is asked next.
    Model model() {
        return models.get(at);
    }

    /// @param heard whether what it says is told on the way
    /// @throws Unanswered where no model answers, or it was stopped: then `progress` is cancelled
    Answer ask(List<ChatMessage> messages, List<ToolSpecification> tools, boolean heard) throws Unanswered {
        Usage spent = Usage.NOTHING;
        while (true) {
            Model model = models.get(at);
            Optional<String> key = model.key().map(name -> keys.getOrDefault(name, ""));
            Kind kind;
            String why;
            if (key.filter(String::isBlank).isPresent()) {
                kind = Kind.MISSING_KEY;
                why = model.name() + " needs the key " + model.key().orElseThrow() + ", which is not set. Set the variable, or store it: countersign secret set "
                        + model.key().orElseThrow() + ".";
            } else {
                Tried tried = again(model, key.orElse(""), messages, tools, heard);
                spent = spent.plus(tried.spent());
                if (tried.answer().isPresent()) {
                    Answer answer = tried.answer().get();
                    return new Answer(answer.message(), answer.isCut(), spent);
                }
                Fault fault = tried.fault();
                kind = fault instanceof Fault.Refused refused && refused.isAboutTheKey() ? Kind.AUTH
                        : fault instanceof Fault.Silent ? Kind.TIMEOUT : fault instanceof Fault.Endless ? Kind.OUTPUT_LIMIT : Kind.PROVIDER;
                why = model.name() + " (" + model.id() + ") " + fault.words() + "." + (kind == Kind.AUTH ? " Correct the key "
                        + model.key().orElse("") + "." : tried.tries() > 1 ? " It was asked " + tried.tries() + " times." : "");
            }
            if (progress.cancelled() || at + 1 == models.size()) {
                throw new Unanswered(kind, around.redaction().text(why));
            }
            at++;
            events.accept(new AgentEvent.Output(around.redaction().text(why) + " Now " + models.get(at).name() + " is asked.", true));
        }
    }

    /// @param fault why there is no answer; without meaning where there is one
    /// @param spent of what gave no answer, and the answer itself
    private record Tried(Optional<Answer> answer, Fault fault, Usage spent, int tries) {}

    private Tried again(Model model, String key, List<ChatMessage> messages, List<ToolSpecification> tools, boolean heard) throws Unanswered {
        String request = Exchange.request(messages, tools);
        Sha256 asked = Exchange.digest(model, request);
        Optional<ModelCall> known = kept(asked);
        if (known.isPresent()) {
            events.accept(new AgentEvent.Output("An answer that was paid for before is taken from the disk.", false));
            return new Tried(Optional.of(Exchange.answer(known.get())), new Fault.Stopped(), known.get().usage(), 1);
        }
        Usage spent = Usage.NOTHING;
        Instant began = around.clock().instant();
        long start = System.nanoTime();
        for (int tries = 1; ; tries++) {
            Heard got = once(model, key, messages, tools, heard);
            if (got.answer().isPresent()) {
                Answer answer = got.answer().get();
                Usage all = spent.plus(answer.usage());
                keep(new ModelCall(asked, model.words(), began, around.redaction().text(request), around.redaction().text(Exchange.json(answer)), all,
                        Duration.ofNanos(System.nanoTime() - start), tries));
                return new Tried(got.answer(), new Fault.Stopped(), all, tries);
            }
            spent = got.begun() ? Usage.UNKNOWN : spent;
            Optional<Duration> wait = progress.cancelled() ? Optional.empty() : pause(got.fault(), tries);
            if (wait.isEmpty()) {
                return new Tried(Optional.empty(), got.fault(), spent, tries);
            }
            events.accept(new AgentEvent.Output(around.redaction().text(model.name() + " " + got.fault().words() + ". It is asked again in "
                    + (wait.get().toMillis() + 999) / 1000 + " s (" + (tries + 1) + " of " + TRIES + ")."), true));
            try {
                around.pause().of(wait.get(), progress);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Tried(Optional.empty(), new Fault.Stopped(), spent, tries);
            }
        }
    }

    /// Empty where asking again is of no use.
    private Optional<Duration> pause(Fault fault, int tries) {
        if (!fault.passes() || tries >= most || fault instanceof Fault.Silent && tries >= 2) {
            return Optional.empty();
        }
        Optional<Duration> told = fault instanceof Fault.Refused refused ? refused.after() : Optional.empty();
        Duration own = Duration.ofMillis((long) ((1000L << tries - 1) * (0.75 + 0.5 * around.random().nextDouble())));
        return Optional.of(told.orElse(own)).filter(wait -> wait.compareTo(LONGEST_PAUSE) <= 0);
    }

    private Optional<ModelCall> kept(Sha256 asked) throws Unanswered {
        try {
            return calls.answered(asked);
        } catch (IOException e) {
            throw new Unanswered(Kind.SANDBOX, "What models answered before cannot be read: " + e.getMessage() + ".");
        }
    }

    private void keep(ModelCall call) throws Unanswered {
        try {
            calls.keep(call);
        } catch (IOException e) {
            throw new Unanswered(Kind.SANDBOX, "The answer of the model could not be kept: " + e.getMessage() + ". See that the disk has room.");
        }
    }

    private record Heard(Optional<Answer> answer, Fault fault, boolean begun) {}

    private Heard once(Model model, String key, List<ChatMessage> messages, List<ToolSpecification> tools, boolean told) {
        var wire = new Wire(around.http(), around.clock(), model.silence(), progress);
        var words = new Words(told ? events : _ -> {}, around.redaction().now(), 0);
        var ear = new Ear(words);
        try {
            ChatModels.of(model, key, wire).chat(ChatRequest.builder().messages(messages).toolSpecifications(tools).build(), ear);
        } catch (RuntimeException e) {
            ear.onError(e);
        }
        words.flush();
        Fault fault = wire.fault().or(() -> ear.fault(model, wire.hasBegun())).orElse(new Fault.Stopped());
        if (wire.fault().isPresent() || ear.answer().isEmpty() || ear.fault(model, true).isPresent()) {
            return new Heard(Optional.empty(), fault, wire.hasBegun());
        }
        Optional<Tokens> tokens = CountedTokens.of(ear.answer().get().tokenUsage());
        var usage = new Usage(tokens.map(t -> OptionalLong.of(t.read())).orElseGet(OptionalLong::empty),
                tokens.map(t -> OptionalLong.of(t.output())).orElseGet(OptionalLong::empty),
                tokens.flatMap(t -> model.price().map(price -> price.of(t))));
        return new Heard(Optional.of(new Answer(ear.answer().get().aiMessage(), ear.isCut(), usage)), fault, true);
    }
}
