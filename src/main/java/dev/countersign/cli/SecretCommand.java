package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.ProblemException;
import dev.countersign.secret.Problems;
import dev.countersign.secret.Secrets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign secret [list]`: what is stored, and never a value.
@Command(name = "secret", mixinStandardHelpOptions = true, description = "Secrets that agents may be given by name.")
final class SecretCommand implements Callable<Integer> {
    private final CliContext context;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    private SecretCommand(CliContext context) {
        this.context = context;
    }

    static CommandLine with(CliContext context) {
        return new CommandLine(new SecretCommand(context))
                .addSubcommand("list", new SecretCommand(context))
                .addSubcommand(new Setting(context))
                .addSubcommand(new Removing(context))
                .addSubcommand(new Checking(context));
    }

    @Override
    public Integer call() throws IOException {
        List<Secrets.Info> all = context.workbench().secrets().list();
        if (json) {
            context.terminal().say(Json.text(Json.object("secrets", all.stream().map(info -> Json.object("name", info.name(),
                    "hint", info.hint(), "since", info.since().toString(), "place", info.place(), "agents", agents(info.name()))).toList())));
        } else if (all.isEmpty()) {
            context.terminal().note("No secrets are stored. Store one with countersign secret set NAME.");
        } else {
            var rows = new ArrayList<List<String>>();
            all.forEach(info -> rows.add(List.of(info.name(), info.hint().isEmpty() ? "\u2022\u2022\u2022\u2022" : "\u2026" + info.hint(), age(info), info.place(),
                    String.join(", ", agents(info.name())))));
            context.terminal().table(rows);
        }
        return Exit.DONE.status();
    }

    /// Those that are given it.
    private List<String> agents(String name) {
        return context.workbench().agents().all().stream().filter(agent -> agent.preview("").environment().containsKey(name))
                .map(dev.countersign.agent.Agent::name).toList();
    }

    private String age(Secrets.Info info) {
        long days = Duration.between(info.since(), context.workbench().clock().instant()).toDays();
        return days < 1 ? "set today" : days == 1 ? "set yesterday" : "set " + days + " days ago";
    }

    @Command(name = "set", mixinStandardHelpOptions = true, description = "Store a value: typed unseen, or one line of standard input.")
    private static final class Setting implements Callable<Integer> {
        private final CliContext context;

        @Parameters(paramLabel = "NAME", description = "The variable that programs want it in.")
        private String name = "";

        Setting(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            Optional<String> value = value();
            if (value.isEmpty()) {
                context.terminal().note("No value was given; nothing was stored.");
                return Exit.USAGE.status();
            }
            Secrets.Info info = context.workbench().secrets().set(name, value.get());
            context.terminal().note(info.name() + " is in the " + info.place() + ".");
            return Exit.DONE.status();
        }

        private Optional<String> value() {
            if (context.terminal().interactive() && System.console() != null) {
                return Optional.ofNullable(System.console().readPassword("Value of %s: ", name)).map(String::new);
            }
            return context.terminal().ask("");
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Forget a secret.")
    private static final class Removing implements Callable<Integer> {
        private final CliContext context;

        @Parameters(paramLabel = "NAME", description = "One of secret list.")
        private String name = "";

        Removing(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            if (!context.workbench().secrets().remove(name)) {
                throw Problems.unknown(name);
            }
            context.terminal().note(name + " is forgotten.");
            return Exit.DONE.status();
        }
    }

    @Command(name = "check", mixinStandardHelpOptions = true, description = "Whether each can be read now. Shows no value.")
    private static final class Checking implements Callable<Integer> {
        private final CliContext context;

        @Option(names = "--json", description = "One JSON document on standard output.")
        private boolean json;

        Checking(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            var findings = new ArrayList<List<String>>();
            boolean good = true;
            for (Secrets.Info info : context.workbench().secrets().list()) {
                String says = fault(info.name());
                good &= says.isEmpty();
                findings.add(List.of(says.isEmpty() ? "\u2713" : "\u2717", info.name(), says.isEmpty() ? "can be read from the " + info.place() : says));
            }
            if (json) {
                context.terminal().say(Json.text(Json.object("secrets", findings.stream().map(f -> Json.object("name", f.get(1),
                        "readable", f.getFirst().equals("\u2713"), "says", f.get(2))).toList())));
            } else {
                context.terminal().table(findings);
            }
            return (good ? Exit.DONE : Exit.UNDECIDED).status();
        }

        private String fault(String name) throws IOException {
            try {
                return context.workbench().secrets().read(name).isPresent() ? "" : "is not there";
            } catch (ProblemException e) {
                return e.problem().sentence();
            }
        }
    }
}
