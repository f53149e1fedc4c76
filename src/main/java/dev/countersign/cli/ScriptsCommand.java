package dev.countersign.cli;

import dev.countersign.changeset.UnifiedPatch;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.network.Connection;
import dev.countersign.network.HostRule;
import dev.countersign.run.Scripts;
import dev.countersign.run.Session;
import dev.countersign.script.Declaration;
import dev.countersign.script.Script;
import dev.countersign.script.ScriptResult;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign scripts [list]`: the workspace's scripts, and which of them agents may call.
@Command(name = "scripts", mixinStandardHelpOptions = true, description = "Scripts that agents may call: list, show, diff, approve, revoke, run.")
final class ScriptsCommand implements Callable<Integer> {
    private static final int CONTEXT = 3;

    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    private ScriptsCommand(CliContext context) {
        this.context = context;
    }

    static CommandLine with(CliContext context) {
        return new CommandLine(new ScriptsCommand(context))
                .addSubcommand("list", new ScriptsCommand(context))
                .addSubcommand(new Showing(context))
                .addSubcommand(new Comparing(context))
                .addSubcommand(new Approving(context))
                .addSubcommand(new Revoking(context))
                .addSubcommand(new Running(context));
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            List<Scripts.Listed> all = session.scripts().list();
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("scripts", all.stream().map(ScriptsCommand::json).toList())));
            } else if (all.isEmpty()) {
                context.terminal().note("No scripts lie in " + Script.FOLDER + ".");
            } else {
                context.terminal().table(all.stream().map(one -> List.of(one.name(), word(one.standing()), one.fault().map(Problem::sentence)
                        .or(() -> one.script().map(script -> script.declares().description().lines().findFirst().orElse(""))).orElse(""))).toList());
            }
            return Exit.DONE.status();
        }
    }

    private static String word(Scripts.Standing standing) {
        return switch (standing) {
            case PENDING -> "pending";
            case APPROVED -> "approved";
            case CHANGED -> "changed since its approval";
            case REVOKED -> "revoked";
            case GONE -> "approved, its file is gone";
        };
    }

    private static Map<String, Object> json(Scripts.Listed one) {
        Optional<Declaration> declares = one.script().map(Script::declares);
        return Json.object("name", one.name(), "standing", one.standing().name().toLowerCase(Locale.ROOT), "sha256", one.script().map(script -> script.hash().hex()),
                "description", declares.map(Declaration::description), "parameters", declares.map(all -> {
                    var parameters = new LinkedHashMap<String, Object>();
                    all.parameters().forEach((name, parameter) -> parameters.put(name, parameter.text()));
                    return parameters;
                }), "secrets", declares.map(Declaration::secrets), "hosts", declares.map(all -> all.hosts().stream().map(HostRule::text).toList()),
                "problem", one.fault().map(Problem::sentence), "last", one.words().map(last -> Json.object("approved", last.approved(), "sha256", last.hash().hex(),
                        "by", last.who(), "at", last.at().toString(), "entry", last.seq())));
    }

    /// Says what a script is, and what it would be given.
    private static void say(CliContext context, Scripts.Listed one) {
        Terminal terminal = context.terminal();
        terminal.say(one.name() + "  " + word(one.standing()) + one.script().map(script -> "  sha256 " + script.hash().hex()).orElse(""));
        one.words().ifPresent(last -> terminal.say("  " + (last.approved() ? "approved " : "revoked ") + last.hash().brief() + " by " + last.who() + ", " + last.at()
                + ", entry " + last.seq()));
        one.fault().ifPresent(fault -> terminal.say("  " + fault.sentence()));
        one.script().ifPresent(script -> {
            script.declares().description().lines().forEach(line -> terminal.say("  " + line));
            script.declares().words().forEach(line -> terminal.say("  " + line));
        });
    }

    private static void sayDifference(CliContext context, Session session, String name) throws IOException {
        Scripts.Difference difference = session.scripts().difference(name);
        String patch = UnifiedPatch.format(difference.changeset(), difference.contents(), CONTEXT);
        context.terminal().say(patch.isEmpty() ? "It is what was decided on last." : patch.stripTrailing());
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Print a script, with what it may read and reach.")
    private static final class Showing implements Callable<Integer> {
        private final CliContext context;

        @Mixin
        private final WorkspaceOption workspace = new WorkspaceOption();

        @Option(names = "--approved", description = "The version that is approved, in place of the file.")
        private boolean approved;

        @Parameters(paramLabel = "NAME", description = "One of scripts list.")
        private String name = "";

        Showing(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            try (Session session = workspace.open(context)) {
                Scripts.Listed one = session.scripts().find(name);
                Optional<Script> script = approved ? session.scripts().approved(name) : one.script();
                if (workspace.json()) {
                    var all = new LinkedHashMap<>(json(one));
                    all.put("text", script.map(Script::text).orElse(""));
                    context.terminal().say(Json.text(all));
                } else {
                    say(context, one);
                    script.ifPresent(text -> context.terminal().say("\n" + text.text().stripTrailing()));
                }
                return (script.isPresent() ? Exit.DONE : Exit.UNDECIDED).status();
            }
        }
    }

    @Command(name = "diff", mixinStandardHelpOptions = true, description = "What changed since the version that was decided on last.")
    private static final class Comparing implements Callable<Integer> {
        private final CliContext context;

        @Mixin
        private final WorkspaceOption workspace = new WorkspaceOption();

        @Parameters(paramLabel = "NAME", description = "One of scripts list.")
        private String name = "";

        Comparing(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            try (Session session = workspace.open(context)) {
                if (workspace.json()) {
                    Scripts.Difference difference = session.scripts().difference(name);
                    context.terminal().say(Json.text(Json.object("name", name, "patch", UnifiedPatch.format(difference.changeset(), difference.contents(), CONTEXT))));
                } else {
                    sayDifference(context, session, name);
                }
                return Exit.DONE.status();
            }
        }
    }

    @Command(name = "approve", mixinStandardHelpOptions = true, description = "Show a script with what changed, and let agents call exactly these bytes.")
    private static final class Approving implements Callable<Integer> {
        private final CliContext context;

        @Mixin
        private final WorkspaceOption workspace = new WorkspaceOption();

        @Option(names = "--hash", paramLabel = "SHA256", description = "Approve it without a question if this is the hash of the file.")
        private Optional<String> hash = Optional.empty();

        @Parameters(paramLabel = "NAME", description = "One of scripts list.")
        private String name = "";

        Approving(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            try (Session session = workspace.open(context)) {
                Scripts.Listed one = session.scripts().find(name);
                if (one.script().isEmpty()) {
                    throw one.fault().map(UserException::new).orElseGet(() -> dev.countersign.script.Problems.unknown(name));
                }
                Script script = one.script().get();
                if (one.standing() == Scripts.Standing.APPROVED) {
                    return say("approved", script, "It is approved as it lies there.", Exit.DONE);
                }
                if (!workspace.json()) {
                    ScriptsCommand.say(context, one);
                    sayDifference(context, session, name);
                }
                if (!agreed(script)) {
                    return say("pending", script, "Not approved. No agent can call it.", Exit.HUMAN);
                }
                Entry entry = session.scripts().approve(name, script.hash(), context.user());
                return say("approved", script, "Approved; ledger entry " + entry.seq() + ".", Exit.DONE);
            }
        }

        private boolean agreed(Script script) {
            return hash.map(given -> given.equalsIgnoreCase(script.hash().hex())).orElseGet(() -> context.terminal().interactive()
                    && context.terminal().ask("Let agents call exactly this? [y/N] ").map(a -> a.strip().equalsIgnoreCase("y")).orElse(false));
        }

        private int say(String standing, Script script, String words, Exit exit) {
            context.terminal().say(workspace.json() ? Json.text(Json.object("name", name, "standing", standing, "sha256", script.hash().hex())) : words);
            return exit.status();
        }
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Withdraw an approval; what runs of it is ended at once.")
    private static final class Revoking implements Callable<Integer> {
        private final CliContext context;

        @Mixin
        private final WorkspaceOption workspace = new WorkspaceOption();

        @Parameters(paramLabel = "NAME", description = "One of scripts list.")
        private String name = "";

        Revoking(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            try (Session session = workspace.open(context)) {
                Entry entry = session.scripts().revoke(name, context.user());
                context.terminal().say(workspace.json() ? Json.text(Json.object("name", name, "standing", "revoked", "entry", entry.seq()))
                        : "No agent can call " + name + " any more; ledger entry " + entry.seq() + ".");
                return Exit.DONE.status();
            }
        }
    }

    @Command(name = "run", mixinStandardHelpOptions = true, description = "Run an approved script, as an agent would.")
    private static final class Running implements Callable<Integer> {
        private final CliContext context;

        @Mixin
        private final WorkspaceOption workspace = new WorkspaceOption();

        @Option(names = "--arguments", paramLabel = "JSON", description = "All arguments as one JSON object.")
        private String arguments = "";

        @Parameters(index = "0", paramLabel = "NAME", description = "One of scripts list.")
        private String name = "";

        @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "An argument; what is no string is JSON.")
        private List<String> given = List.of();

        Running(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            try (Session session = workspace.open(context)) {
                var connections = Collections.synchronizedList(new ArrayList<Connection>());
                ScriptResult result = session.scripts().run(name, given.isEmpty() ? arguments : object(session), connections::add, Progress.NONE);
                switch (result) {
                    case ScriptResult.Answered answered -> {
                        if (workspace.json()) {
                            say("answered", answered.text(), "", result, connections);
                        } else {
                            answered.printed().forEach(context.terminal()::note);
                            context.terminal().say(answered.text());
                        }
                        return Exit.DONE.status();
                    }
                    case ScriptResult.Failed failed -> {
                        if (workspace.json()) {
                            say("failed", failed.sentence(), failed.trace(), result, connections);
                        } else {
                            failed.printed().forEach(context.terminal()::note);
                            context.terminal().note(failed.sentence());
                            if (!failed.trace().isEmpty()) {
                                context.terminal().note(failed.trace());
                            }
                        }
                        return Exit.UNDECIDED.status();
                    }
                }
            }
        }

        private void say(String outcome, String text, String trace, ScriptResult result, List<Connection> connections) {
            context.terminal().say(Json.text(Json.object("outcome", outcome, "text", text, "trace", trace, "printed", result.printed(),
                    "connections", connections.stream().map(Connection::words).toList())));
        }

        /// What is declared as a string is taken as it stands.
        private String object(Session session) throws IOException {
            Map<String, Declaration.Parameter> parameters = session.scripts().find(name).script().map(script -> Map.<String, Declaration.Parameter>copyOf(
                    script.declares().parameters())).orElse(Map.of());
            var fields = new ArrayList<String>();
            for (String one : given) {
                int equals = one.indexOf('=');
                if (equals < 1) {
                    throw new UserException(Problem.of("USAGE-001", Exit.USAGE, "\"" + one + "\" is no argument.", "Nothing was run.", "Write KEY=VALUE."));
                }
                String key = one.substring(0, equals);
                String value = one.substring(equals + 1);
                boolean text = !parameters.containsKey(key) || parameters.get(key).type() == Declaration.Type.STRING;
                fields.add(Json.text(key).strip() + ":" + (text ? Json.text(value).strip() : value));
            }
            return "{" + String.join(",", fields) + "}";
        }
    }
}
