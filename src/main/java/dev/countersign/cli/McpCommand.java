package dev.countersign.cli;

import dev.countersign.agent.mcp.McpServer;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.agent.mcp.McpTool;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign mcp [list]`: the servers of the Model Context Protocol that are set up, and what of theirs is granted.
@Command(name = "mcp", mixinStandardHelpOptions = true, description = "Servers of the Model Context Protocol, and which of their tools agents may use.")
final class McpCommand implements Callable<Integer> {
    private final CliContext context;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    private McpCommand(CliContext context) {
        this.context = context;
    }

    static CommandLine with(CliContext context) {
        return new CommandLine(new McpCommand(context)).addSubcommand("list", new McpCommand(context)).addSubcommand(new Checking(context))
                .addSubcommand(new Granting(context)).addSubcommand(new Revoking(context));
    }

    private static McpServer server(CliContext context, String name) {
        return context.workbench().servers().find(name).orElseThrow(() -> new UserException(Problem.of("MCP-003", Exit.USAGE,
                "There is no server \"" + name + "\".", "Nothing was started.", "See countersign mcp for those there are.")));
    }

    @Override
    public Integer call() throws IOException {
        McpServers servers = context.workbench().servers();
        List<McpServers.Grant> grants = servers.grants();
        List<McpServer> all = servers.all();
        if (json) {
            context.terminal().say(Json.text(Json.object("servers", all.stream().map(server -> Json.object("name", server.name(), "reached", server.words(),
                    "granted", grants.stream().filter(g -> g.name().equals(server.name())).map(McpServers.Grant::tool).toList())).toList())));
        } else if (all.isEmpty()) {
            context.terminal().say("No server is set up. Write one into mcp.toml, as docs/models.md says.");
        } else {
            var rows = new ArrayList<List<String>>();
            all.forEach(server -> {
                List<String> granted = grants.stream().filter(g -> g.name().equals(server.name())).map(McpServers.Grant::tool).toList();
                rows.add(List.of(server.name(), server.words(), granted.isEmpty() ? "nothing granted" : "granted: " + String.join(", ", granted)));
            });
            context.terminal().table(rows);
        }
        return Exit.DONE.status();
    }

    /// `countersign mcp check NAME`: what it offers; exit 7 where it does not answer.
    @Command(name = "check", mixinStandardHelpOptions = true, description = "Start or ask a server, and show what it offers; exit 7 if it does not answer.")
    private static final class Checking implements Callable<Integer> {
        private final CliContext context;

        @Parameters(index = "0", paramLabel = "SERVER", description = "Name of the server.")
        private String name;

        @Option(names = "--json", description = "One JSON document on standard output.")
        private boolean json;

        Checking(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            McpServers.Checked checked = context.workbench().servers().check(server(context, name), Progress.NONE);
            if (json) {
                context.terminal().say(Json.text(Json.object("name", name, "ready", checked.ready(), "says", checked.says(), "tools", checked.tools().stream().map(offered ->
                        Json.object("name", offered.tool().name(), "standing", word(offered.standing()), "description", offered.tool().description(),
                                "definition", offered.tool().digest().hex())).toList())));
            } else {
                context.terminal().say(name + ": " + checked.says());
                var rows = new ArrayList<List<String>>();
                checked.tools().forEach(offered -> rows.add(List.of("  " + offered.tool().name(), word(offered.standing()),
                        offered.tool().description().lines().findFirst().orElse(""))));
                context.terminal().table(rows);
            }
            return (checked.ready() ? Exit.DONE : Exit.AGENT).status();
        }

        private static String word(McpServers.Standing standing) {
            return standing.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// `countersign mcp grant SERVER TOOL...`.
    @Command(name = "grant", mixinStandardHelpOptions = true, description = "Let agents use these tools, as they are now.")
    private static final class Granting implements Callable<Integer> {
        private final CliContext context;

        @Parameters(index = "0", paramLabel = "SERVER", description = "Name of the server.")
        private String name;

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "TOOL", description = "Names of tools, as check shows them.")
        private List<String> tools;

        Granting(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            McpServer server = server(context, name);
            McpServers.Checked checked = context.workbench().servers().check(server, Progress.NONE);
            List<McpTool> wanted = new ArrayList<>();
            for (String tool : tools) {
                wanted.add(checked.tools().stream().map(McpServers.Offered::tool).filter(t -> t.name().equals(tool)).findFirst().orElseThrow(() ->
                        new UserException(Problem.of("MCP-004", Exit.USAGE, checked.ready() ? name + " has no tool \"" + tool + "\"."
                                : checked.says(), "Nothing was granted.", "See countersign mcp check " + name + "."))));
            }
            for (McpTool tool : wanted) {
                context.workbench().servers().grant(server, tool);
                context.terminal().say("Granted " + tool.name() + " of " + name + ", as it is now (" + tool.digest().brief() + ").");
            }
            return Exit.DONE.status();
        }
    }

    /// `countersign mcp revoke SERVER TOOL`.
    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Take a grant back.")
    private static final class Revoking implements Callable<Integer> {
        private final CliContext context;

        @Parameters(index = "0", paramLabel = "SERVER", description = "Name of the server.")
        private String name;

        @Parameters(index = "1", paramLabel = "TOOL", description = "Name of the tool.")
        private String tool;

        Revoking(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            if (!context.workbench().servers().revoke(name, tool)) {
                throw new UserException(Problem.of("MCP-004", Exit.USAGE, tool + " of " + name + " is not granted.", "Nothing was changed.", "See countersign mcp."));
            }
            context.terminal().say("Agents may not use " + tool + " of " + name + " any more.");
            return Exit.DONE.status();
        }
    }
}
