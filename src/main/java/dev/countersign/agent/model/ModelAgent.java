package dev.countersign.agent.model;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEnvironment;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure;
import dev.countersign.agent.AgentFailure.Kind;
import dev.countersign.agent.AgentLine;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentRuntime;
import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Leaves;
import dev.countersign.agent.Missing;
import dev.countersign.agent.Placeholders;
import dev.countersign.agent.Readiness;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.agent.mcp.RuledTools;
import dev.countersign.fault.ProblemException;
import dev.countersign.model.Model;
import dev.countersign.model.Models;
import dev.countersign.model.Tier;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.StageFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A model that works in the stage by Countersign's own tools. It is asked from this process, so its key is in no other.
final class ModelAgent implements Agent {
    private final AgentSpec spec;
    private final AgentSpec.ByModel settings;
    private final Supplier<Models> models;
    private final AgentRuntime runtime;
    private final McpServers servers;
    private final Surroundings around;

    ModelAgent(AgentSpec spec, Supplier<Models> models, AgentRuntime runtime, McpServers servers, Surroundings around) {
        this.spec = spec;
        this.settings = spec.model().orElseThrow();
        this.models = models;
        this.runtime = runtime;
        this.servers = servers;
        this.around = around;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public String description() {
        return spec.description();
    }

    /// Its programs are others'.
    @Override
    public boolean startsProcesses() {
        return settings.tools().contains(AgentSpec.Tool.RUN);
    }

    @Override
    public boolean canRetry() {
        return true;
    }

    private List<Model> of(Tier tier) {
        return models.get().of(tier, settings.tiers());
    }

    @Override
    public Preview preview(String prompt) {
        var words = new ArrayList<String>();
        SortedMap<String, String> environment = new TreeMap<>();
        for (Tier tier : Tier.values()) {
            if (tier == Tier.ACTUATOR || !of(tier).equals(of(Tier.ACTUATOR))) {
                of(tier).forEach(model -> words.add(tier.label() + ": " + model.words() + (model.price().isEmpty() ? ", its price not known" : "")));
            }
            of(tier).forEach(model -> model.key().ifPresent(key -> environment.put(key, AgentEnvironment.MASK)));
        }
        if (startsProcesses()) {
            words.add("programs that it runs: " + spec.network().rules().map(_ -> String.join(", ", spec.network().words())).orElse("nothing"));
        }
        return new Preview(List.of(), environment, words, spec.settings());
    }

    @Override
    public Optional<Missing> missing() {
        try {
            return of(Tier.ACTUATOR).isEmpty() ? Optional.of(new Missing(Missing.What.MODEL, none())) : Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(new Missing(Missing.What.MODEL, e.problem().sentence() + " " + e.problem().next()));
        }
    }

    @Override
    public Readiness presence() {
        List<Model> asked = of(Tier.ACTUATOR);
        if (asked.isEmpty()) {
            return new Readiness(false, none(), Readiness.Answer.NO, Readiness.Answer.UNKNOWN, Readiness.Answer.UNKNOWN);
        }
        Optional<String> missing = missing(asked.getFirst(), keys(asked));
        return missing.isPresent() ? new Readiness(false, missing.get(), Readiness.Answer.YES, Readiness.Answer.UNKNOWN, Readiness.Answer.NO)
                : new Readiness(true, asked.getFirst().words(), Readiness.Answer.YES, Readiness.Answer.UNKNOWN, Readiness.Answer.UNKNOWN);
    }

    @Override
    public Readiness readiness() {
        Readiness there = presence();
        return there.ready() ? new ModelCheck(around).check(of(Tier.ACTUATOR).getFirst(), keys(of(Tier.ACTUATOR))) : there;
    }

    private String none() {
        return "No model is set up for " + name() + ". Write one into models.toml, or set it up under Agents, Models.";
    }

    private static Optional<String> missing(Model model, Map<String, String> keys) {
        return model.key().filter(key -> keys.getOrDefault(key, "").isBlank()).map(key -> model.name() + " needs the key " + key
                + ", which is not set. Set the variable, or store it: countersign secret set " + key + ".");
    }

    /// By their names; known to the redaction.
    private Map<String, String> keys(List<Model> asked) {
        return Keys.of(asked, runtime.variables(), runtime.redaction());
    }

    @Override
    public AgentResult run(AgentTask task, Consumer<AgentEvent> events, Progress progress) {
        try {
            return carryOut(task, events, progress);
        } catch (ProblemException e) {
            // The file of models, or a stored key, is not as it was when this was started.
            return failed(Kind.REGISTRY, e.problem().sentence());
        }
    }

    private AgentResult carryOut(AgentTask task, Consumer<AgentEvent> events, Progress progress) {
        if (progress.cancelled()) {
            return new AgentResult.Cancelled();
        }
        List<Model> asked = of(task.tier());
        if (asked.isEmpty()) {
            return failed(Kind.REGISTRY, none());
        }
        List<Model> reached = task.leave().network() ? asked : asked.stream().filter(Keys::isHere).toList();
        if (reached.isEmpty()) {
            return failed(Kind.POLICY, name() + " cannot be asked: this run has no network, and " + asked.getFirst().name() + " is not on this machine.");
        }
        List<Model> quick = of(Tier.SPECULATOR).stream().filter(model -> task.leave().network() || Keys.isHere(model)).toList();
        var all = new TreeSet<>(java.util.Comparator.comparing(Model::name));
        all.addAll(reached);
        all.addAll(quick);
        Map<String, String> keys = keys(List.copyOf(all));
        var deadline = new Deadline(progress, spec.timeout());
        var ruled = new Leaves(task.permissions(), events, runtime.redaction(), deadline);
        try (Line line = line(task, events); McpServers.Opened granted = task.tier() == Tier.ACTUATOR ? servers.open(task, events, deadline)
                : McpServers.NONE.open(task, events, deadline)) {
            var run = new RunTool(runtime, task, line.environment(), line.open(), ruled, deadline);
            var notes = new Notes(task.home(), task.liveRoot(), runtime.redaction());
            var tools = new Toolbox(task.tier() == Tier.ACTUATOR ? settings.tools() : reading(), new FileTools(new StageFiles(task.stage()), deadline), run,
                    notes, granted.tools().stream().map(tool -> new GrantedTool(tool, new RuledTools(granted, ruled, deadline))).toList(), runtime.redaction(), events);
            Opening.Said opening = Opening.of(task, notes.all(), Talk.room(reached.getFirst()), runtime.redaction()::text);
            events.accept(opening.record());
            var asker = new Asker(reached, keys, around, task.calls(), events, deadline);
            Optional<Asker> shortener = quick.isEmpty() || quick.equals(reached) ? Optional.empty()
                    : Optional.of(new Asker(quick, keys, around, task.calls(), events, deadline));
            var limits = new Work.Limits(settings.requests().orElse(Work.REQUESTS), lower(settings.tokens(), task.leave().tokens()));
            AgentResult result = new Work(name(), asker, shortener, tools, ruled, limits, events, deadline).carryOut(opening.messages());
            return progress.cancelled() ? new AgentResult.Cancelled() : deadline.isOver() && !(result instanceof AgentResult.Finished)
                    ? failed(Kind.TIMEOUT, name() + " did not end within " + spec.timeout().toSeconds()
                    + " s and was stopped. Give it a smaller task, or a longer timeout in the registry (at most " + AgentSpec.LONGEST.toSeconds() + " s).") : result;
        } catch (Placeholders.MissingVariable e) {
            return failed(Kind.MISSING_KEY, "The agent " + name() + " needs the variable " + e.variable() + " for its programs, which is not set. Set it and start Countersign again.");
        } catch (IOException e) {
            return failed(Kind.SANDBOX, name() + " was not started: " + e.getMessage());
        }
    }

    private java.util.Set<AgentSpec.Tool> reading() {
        var tools = java.util.EnumSet.noneOf(AgentSpec.Tool.class);
        settings.tools().stream().filter(AgentSpec.Tool::isReading).forEach(tools::add);
        return tools;
    }

    private static java.util.OptionalLong lower(java.util.OptionalLong a, java.util.OptionalLong b) {
        return a.isEmpty() ? b : b.isEmpty() ? a : java.util.OptionalLong.of(Math.min(a.getAsLong(), b.getAsLong()));
    }

    /// The way of its programs to the network, where its entry gives them one.
    private record Line(AgentEnvironment environment, Optional<AgentLine> open) implements AutoCloseable {
        @Override
        public void close() {
            open.ifPresent(AgentLine::close);
        }
    }

    private Line line(AgentTask task, Consumer<AgentEvent> events) throws IOException, Placeholders.MissingVariable {
        Map<String, String> given = runtime.variables().with(spec.variables());
        java.nio.file.Files.createDirectories(task.home());
        AgentEnvironment environment = AgentEnvironment.of(spec, given, task.home().toString()).knownTo(runtime.redaction());
        if (spec.network().rules().isEmpty() || !task.level().hasOwnNetwork() || !startsProcesses() || task.tier() != Tier.ACTUATOR) {
            return new Line(environment, Optional.empty());
        }
        AgentLine line = AgentLine.open(spec, task.level(), task.leave(), given, environment, runtime.gateway(), events);
        return new Line(line.complete(environment), Optional.of(line));
    }

    private static AgentResult failed(Kind kind, String message) {
        return new AgentResult.Failed(new AgentFailure(kind, message, ""));
    }
}
