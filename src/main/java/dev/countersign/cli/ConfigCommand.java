package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.run.ConfigFile;
import dev.countersign.run.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign config [list]`: the files of settings, and whether each can be used.
@Command(name = "config", mixinStandardHelpOptions = true, description = "The files of settings: list, show one, set a value, check all.")
final class ConfigCommand implements Callable<Integer> {
    private final CliContext context;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    private ConfigCommand(CliContext context) {
        this.context = context;
    }

    static CommandLine with(CliContext context) {
        return new CommandLine(new ConfigCommand(context))
                .addSubcommand("list", new ConfigCommand(context))
                .addSubcommand(new Showing(context))
                .addSubcommand(new Values(context))
                .addSubcommand(new Setting(context))
                .addSubcommand(new Unsetting(context))
                .addSubcommand(new Checking(context));
    }

    @Override
    public Integer call() {
        var rows = new ArrayList<List<String>>();
        var found = new ArrayList<Object>();
        for (ConfigFile file : context.config()) {
            ConfigFile.Found state = file.examine();
            rows.add(List.of(file.name(), word(state.state()), file.path().toString(), file.says()));
            found.add(json(file, state));
        }
        if (json) {
            context.terminal().say(Json.text(Json.object("files", found)));
        } else {
            context.terminal().table(rows);
        }
        return Exit.DONE.status();
    }

    private static ConfigFile file(CliContext context, String name) {
        return context.config().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow(() -> new UserException(
                Problem.of("USAGE-001", Exit.USAGE, "There is no file of settings called \"" + name + "\".", "Nothing was changed.",
                        "There are " + String.join(", ", context.config().stream().map(ConfigFile::name).toList()) + ".")));
    }

    private static Object json(ConfigFile file, ConfigFile.Found found) {
        return Json.object("name", file.name(), "path", file.path().toString(), "state", found.state().name().toLowerCase(Locale.ROOT),
                "code", found.problem().map(Problem::code), "problem", found.problem().map(Problem::sentence), "says", file.says());
    }

    private static String word(ConfigFile.State state) {
        return switch (state) {
            case ABSENT -> "not there";
            case VALID -> "can be used";
            case WRONG -> "is wrong";
        };
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Print a file of settings as it is.")
    private static final class Showing implements Callable<Integer> {
        private final CliContext context;

        @Parameters(paramLabel = "NAME", description = "One of config list.")
        private String name = "";

        Showing(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            ConfigFile file = file(context, name);
            if (Files.exists(file.path())) {
                context.terminal().say(Files.readString(file.path()).stripTrailing());
            } else {
                context.terminal().note(file.path() + " is not there, so every value is its default.");
            }
            return Exit.DONE.status();
        }
    }

    @Command(name = "set", mixinStandardHelpOptions = true, description = "Set one value and leave the rest of the file as it is written; only what can be used is written.")
    private static final class Setting implements Callable<Integer> {
        private final CliContext context;

        @Parameters(index = "0", paramLabel = "KEY", description = "FILE.KEY, such as ledger.content_budget, agents.claude.timeout or checks.parts.syn.")
        private String key = "";

        @Parameters(index = "1", paramLabel = "VALUE", description = "In TOML; what is no value of TOML is taken for a text.")
        private String value = "";

        Setting(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            Named named = Named.of(context, key);
            named.file.set(named.key, value);
            context.terminal().note(named.key + " is set in " + named.file.path() + ".");
            return Exit.DONE.status();
        }
    }

    /// `FILE.KEY`
    private record Named(ConfigFile file, String key) {
        static Named of(CliContext context, String words) {
            int dot = words.indexOf('.');
            ConfigFile file = ConfigCommand.file(context, dot < 0 ? words : words.substring(0, dot));
            if (dot < 0 || dot == words.length() - 1) {
                throw new UserException(Problem.of("USAGE-001", Exit.USAGE, "\"" + words + "\" names no value.", "Nothing was changed.",
                        "Write FILE.KEY, such as ledger.content_budget."));
            }
            return new Named(file, words.substring(dot + 1));
        }
    }

    @Command(name = "unset", mixinStandardHelpOptions = true, description = "Take one value out, so that what holds without it holds; the rest of the file stays as it is written.")
    private static final class Unsetting implements Callable<Integer> {
        private final CliContext context;

        @Parameters(index = "0", paramLabel = "KEY", description = "FILE.KEY, as config values lists them.")
        private String key = "";

        Unsetting(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            Named named = Named.of(context, key);
            named.file.unset(named.key);
            context.terminal().note(named.key + " is taken out of " + named.file.path() + ".");
            return Exit.DONE.status();
        }
    }

    @Command(name = "values", mixinStandardHelpOptions = true, description = "Every key that a file of settings knows, with its value and where it comes from.")
    private static final class Values implements Callable<Integer> {
        private final CliContext context;

        @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "One of config list; all of them without it.")
        private String name = "";

        @Option(names = "--json", description = "One JSON document on standard output.")
        private boolean json;

        Values(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            var rows = new ArrayList<List<String>>();
            var all = new ArrayList<Object>();
            for (ConfigFile file : name.isEmpty() ? context.config() : List.of(file(context, name))) {
                for (ConfigValue value : file.values()) {
                    String key = file.name() + "." + value.key();
                    rows.add(List.of(key, value.written().orElse(value.standard()), value.line().isPresent()
                            ? file.path().getFileName() + ":" + value.line().getAsInt() : value.standard().isEmpty() ? "is needed" : "default", value.says()));
                    all.add(Json.object("key", key, "value", value.written(), "standard", value.standard(), "file", file.path().toString(),
                            "line", value.line().isPresent() ? value.line().getAsInt() : 0, "says", value.says()));
                }
            }
            if (json) {
                context.terminal().say(Json.text(Json.object("values", all)));
            } else {
                context.terminal().table(rows);
            }
            return Exit.DONE.status();
        }
    }

    @Command(name = "check", mixinStandardHelpOptions = true, description = "Read every file of settings; exit 2 if one is wrong, naming file, line and key.")
    private static final class Checking implements Callable<Integer> {
        private final CliContext context;

        @Option(names = "--json", description = "One JSON document on standard output.")
        private boolean json;

        Checking(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            var all = new ArrayList<Object>();
            int wrong = 0;
            for (ConfigFile file : context.config()) {
                ConfigFile.Found found = file.examine();
                all.add(json(file, found));
                if (found.problem().isPresent()) {
                    wrong++;
                    if (!json) {
                        Problem problem = found.problem().get();
                        context.terminal().say(problem.sentence() + " [" + problem.code() + "]");
                        context.terminal().say("  " + problem.next());
                    }
                }
            }
            if (json) {
                context.terminal().say(Json.text(Json.object("wrong", wrong, "files", all)));
            } else if (wrong == 0) {
                context.terminal().say("Every file of settings that is there can be used.");
            }
            return (wrong == 0 ? Exit.DONE : Exit.USAGE).status();
        }
    }
}
