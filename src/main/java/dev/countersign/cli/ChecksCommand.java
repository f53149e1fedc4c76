package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.run.ChecksFile;
import dev.countersign.run.Session;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.Scale;
import dev.countersign.verify.Smoke;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign checks [list]`: the commands that check a workspace.
@Command(name = "checks", mixinStandardHelpOptions = true, description = "The commands that check this workspace: found by its build files, or chosen.")
final class ChecksCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    private ChecksCommand(CliContext context) {
        this.context = context;
    }

    static CommandLine with(CliContext context) {
        return new CommandLine(new ChecksCommand(context))
                .addSubcommand("list", new ChecksCommand(context))
                .addSubcommand(new Detecting(context))
                .addSubcommand(new Keeping(context))
                .addSubcommand(new Weighing(context))
                .addSubcommand(new Setting(context))
                .addSubcommand(new Removing(context));
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            ChecksFile checks = session.checks();
            tell(context, workspace, checks.commands(), checks.isChosen());
        }
        return Exit.DONE.status();
    }

    private static void tell(CliContext context, WorkspaceOption workspace, List<CheckCommand> checks, boolean chosen) {
        if (workspace.json()) {
            context.terminal().say(Json.text(Json.object("chosen", chosen, "checks", checks.stream().map(ChecksCommand::document).toList())));
            return;
        }
        if (checks.isEmpty()) {
            context.terminal().note(chosen ? "All checks were removed. Find them anew with countersign checks detect."
                    : "No build files were found. Choose a command with countersign checks set NAME -- COMMAND.");
            return;
        }
        var rows = new ArrayList<List<String>>();
        checks.forEach(check -> rows.add(List.of(check.part().symbol(), check.name(), String.join(" ", check.argv()), check.foundBy(),
                check.smoke().map(ChecksCommand::words).orElse(""))));
        context.terminal().table(rows);
    }

    private static String words(Smoke smoke) {
        return smoke.says().map(says -> "until it says \"" + says + "\"").orElseGet(() -> "until it ran for " + smoke.stays().toMillis() / 1000.0 + " s");
    }

    private static Map<String, @Nullable Object> document(CheckCommand check) {
        return Json.object("name", check.name(), "part", check.part().symbol(), "argv", check.argv(), "limitMillis", check.limit().toMillis(),
                "foundBy", check.foundBy(), "stayMillis", check.smoke().filter(s -> s.says().isEmpty()).map(s -> s.stays().toMillis()),
                "says", check.smoke().flatMap(Smoke::says));
    }

    private static UserException usage(String sentence) {
        return new UserException(Problem.of("USAGE-001", Exit.USAGE, sentence, "Nothing was changed.", "See countersign checks set --help."));
    }

    @Command(name = "detect", mixinStandardHelpOptions = true, description = "Forget what was chosen: the build files decide again.")
    private static final class Detecting implements Callable<Integer> {
        private final CliContext context;

        @Mixin
        private final WorkspaceOption workspace = new WorkspaceOption();

        @Option(names = "--dry-run", description = "Show what the build files give, and keep what was chosen.")
        private boolean dry;

        Detecting(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            try (Session session = workspace.open(context)) {
                if (!dry) {
                    session.checks().forget();
                }
                tell(context, workspace, session.checks().found(), false);
            }
            return Exit.DONE.status();
        }
    }

    @Command(name = "keep", mixinStandardHelpOptions = true, description = "Choose what is run now: build files that change don't change it from here on.")
    private static final class Keeping implements Callable<Integer> {
        private final CliContext context;

        @Mixin
        private final WorkspaceOption workspace = new WorkspaceOption();

        Keeping(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            try (Session session = workspace.open(context)) {
                session.checks().keep();
                tell(context, workspace, session.checks().commands(), true);
            }
            return Exit.DONE.status();
        }
    }

    @Command(name = "weigh", mixinStandardHelpOptions = true, description = "Show or choose how findings weigh, in all workspaces (checks.toml).")
    private static final class Weighing implements Callable<Integer> {
        private final CliContext context;

        @Mixin
        private final WorkspaceOption workspace = new WorkspaceOption();

        @Option(names = "--epsilon", paramLabel = "NUMBER", description = "Stable where V(x) is at most this.")
        private Optional<Double> epsilon = Optional.empty();

        @Option(names = "--part", paramLabel = "PART=NUMBER", description = "Weight of syn, str, log, boot or sheaf; may be repeated.")
        private Map<Part, Double> parts = new TreeMap<>();

        @Option(names = "--sensor", paramLabel = "NAME=NUMBER", description = "Weight of a sensor or command by its name on screen; 1 takes it off the list.")
        private Map<String, Double> sensors = new TreeMap<>();

        Weighing(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            if (Stream.of(epsilon.stream(), parts.values().stream(), sensors.values().stream()).flatMap(s -> s).anyMatch(n -> !Scale.isFactor(n))) {
                throw usage("A weight is a number from 0 to 1000000.");
            }
            try (Session session = workspace.open(context)) {
                Scale was = session.checks().scale();
                if (epsilon.isPresent() || !parts.isEmpty() || !sensors.isEmpty()) {
                    session.checks().weigh(new Scale(epsilon.orElse(was.epsilon()), merged(was.parts(), parts), merged(was.sensors(), sensors)));
                }
                say(session.checks().scale());
            }
            return Exit.DONE.status();
        }

        private static <K> Map<K, Double> merged(Map<K, Double> was, Map<K, Double> given) {
            var merged = new HashMap<>(was);
            merged.putAll(given);
            merged.values().removeIf(weight -> weight == 1);
            return merged;
        }

        private void say(Scale scale) {
            var weights = new TreeMap<String, @Nullable Object>();
            for (Part part : Part.values()) {
                weights.put(part.name().toLowerCase(Locale.ROOT), scale.parts().getOrDefault(part, 1.0));
            }
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("epsilon", scale.epsilon(), "parts", weights, "sensors", scale.sensors())));
                return;
            }
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("epsilon", String.valueOf(scale.epsilon())));
            weights.forEach((part, weight) -> rows.add(List.of(part, String.valueOf(weight))));
            scale.sensors().forEach((name, weight) -> rows.add(List.of("\"" + name + "\"", String.valueOf(weight))));
            context.terminal().table(rows);
        }
    }

    @Command(name = "set", mixinStandardHelpOptions = true, description = "Choose a command, or put it in the place of the one of its name.")
    private static final class Setting implements Callable<Integer> {
        private final CliContext context;

        @Mixin
        private final WorkspaceOption workspace = new WorkspaceOption();

        @Parameters(index = "0", paramLabel = "NAME", description = "What it is called on screen.")
        private String name = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "Program and arguments, after --; no shell reads them.")
        private List<String> argv = new ArrayList<>();

        @Option(names = "--part", paramLabel = "str|log|boot", description = "What it tells of: the code (types, lint), the tests, or that it builds and starts; default: log.")
        private Part part = Part.LOG;

        @Option(names = "--limit", paramLabel = "SECONDS", description = "It is stopped after that; default: 900.")
        private long limit = 900;

        @Option(names = "--stays", paramLabel = "SECONDS", description = "It has started when it ran that long, and is ended then.")
        private Optional<Long> stays = Optional.empty();

        @Option(names = "--says", paramLabel = "TEXT", description = "It has started when a line of its output holds this text, and is ended then.")
        private Optional<String> says = Optional.empty();

        Setting(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            if (name.isBlank() || limit < 1 || limit > 86_400) {
                throw usage("A check has a name, and from 1 to 86400 seconds.");
            }
            if (stays.isPresent() && says.isPresent() || stays.filter(s -> s < 1 || s >= limit).isPresent() || says.filter(String::isBlank).isPresent()) {
                throw usage("Give either --says with a text, or --stays with less seconds than --limit.");
            }
            if (part == Part.SYN || part == Part.SHEAF) {
                throw usage("No command measures " + part.name().toLowerCase(Locale.ROOT) + "; choose str, log or boot.");
            }
            Optional<Smoke> smoke = stays.map(seconds -> new Smoke(Duration.ofSeconds(seconds), Optional.empty()))
                    .or(() -> says.map(text -> new Smoke(Duration.ZERO, Optional.of(text))));
            try (Session session = workspace.open(context)) {
                session.checks().set(new CheckCommand(name, smoke.isPresent() ? Part.BOOT : part, argv, Duration.ofSeconds(limit), "chosen", smoke));
                tell(context, workspace, session.checks().commands(), true);
            }
            return Exit.DONE.status();
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Run a command no more.")
    private static final class Removing implements Callable<Integer> {
        private final CliContext context;

        @Mixin
        private final WorkspaceOption workspace = new WorkspaceOption();

        @Parameters(paramLabel = "NAME", description = "As countersign checks shows it.")
        private String name = "";

        Removing(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            try (Session session = workspace.open(context)) {
                session.checks().remove(name);
                tell(context, workspace, session.checks().commands(), true);
            }
            return Exit.DONE.status();
        }
    }
}
