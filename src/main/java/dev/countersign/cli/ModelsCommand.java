package dev.countersign.cli;

import dev.countersign.agent.Readiness;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.model.Model;
import dev.countersign.model.Models;
import dev.countersign.model.Price;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign models [list]`: the models that are set up, and which is asked for what.
@Command(name = "models", mixinStandardHelpOptions = true, description = "The models that are set up in models.toml.")
final class ModelsCommand implements Callable<Integer> {
    private final CliContext context;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    private ModelsCommand(CliContext context) {
        this.context = context;
    }

    static CommandLine with(CliContext context) {
        return new CommandLine(new ModelsCommand(context)).addSubcommand("list", new ModelsCommand(context)).addSubcommand(new Checking(context));
    }

    @Override
    public Integer call() {
        Models models = context.workbench().models().models();
        if (json) {
            var tiers = new TreeMap<String, List<String>>();
            models.tiers().forEach((tier, names) -> tiers.put(tier.label(), names));
            context.terminal().say(Json.text(Json.object("file", context.workbench().models().file().toString(), "models", models.models().stream().map(model ->
                    Json.object("name", model.name(), "api", model.api().label(), "model", model.id(), "address", model.address().toString(), "key", model.key(),
                            "context", model.context(), "maxOutput", model.answer(), "inputPrice", model.price().map(Price::input),
                            "outputPrice", model.price().map(Price::output))).toList(), "tiers", tiers)));
        } else if (models.models().isEmpty()) {
            context.terminal().say("No model is set up. Write one into " + context.workbench().models().file() + ", as docs/models.md says.");
        } else {
            var rows = new ArrayList<List<String>>();
            models.models().forEach(model -> rows.add(List.of(model.name(), model.words(), model.key().orElse("no key"),
                    model.price().map(price -> price.input().toPlainString() + " / " + price.output().toPlainString() + " USD").orElse("price not known"))));
            models.tiers().forEach((tier, names) -> rows.add(List.of(tier.label(), String.join(", then ", names), "", "")));
            context.terminal().table(rows);
        }
        return Exit.DONE.status();
    }

    /// `countersign models check NAME`: whether it answers; exit 7 if not.
    @Command(name = "check", mixinStandardHelpOptions = true, description = "Ask a model one short question; exit 7 if it does not answer. Costs a few tokens.")
    private static final class Checking implements Callable<Integer> {
        private final CliContext context;

        @Parameters(index = "0", paramLabel = "NAME", description = "Name of the model.")
        private String name;

        @Option(names = "--json", description = "One JSON document on standard output.")
        private boolean json;

        Checking(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            Model model = context.workbench().models().models().find(name).orElseThrow(() -> new UserException(Problem.of("MODELS-003", Exit.USAGE,
                    "There is no model \"" + name + "\".", "Nobody was asked.", "See countersign models for those there are.")));
            Readiness ready = context.workbench().models().check(model);
            context.terminal().say(json ? Json.text(Json.object("name", name, "ready", ready.ready(), "says", ready.says())) : name + ": " + ready.says());
            return (ready.ready() ? Exit.DONE : Exit.AGENT).status();
        }
    }
}
