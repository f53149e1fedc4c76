package dev.countersign.cli;

import dev.countersign.agent.Agent;
import dev.countersign.agent.ProjectRegistry;
import dev.countersign.fault.Exit;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.run.ProjectAgents;
import dev.countersign.run.Session;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `countersign agents trust`: shows what the workspace's own registry would change, and trusts exactly that.
@Command(name = "trust", mixinStandardHelpOptions = true,
        description = "Show what the workspace's own registry of agents would change, and trust exactly these bytes.")
final class AgentsTrustCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Option(names = "--hash", paramLabel = "SHA256", description = "Trust it without a question if this is the hash of the file.")
    private Optional<String> hash = Optional.empty();

    AgentsTrustCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            ProjectAgents agents = session.projectAgents();
            Optional<ProjectRegistry> found = agents.registry();
            if (found.isEmpty()) {
                say("none", "", "The workspace has no registry of its own.");
                return Exit.DONE.status();
            }
            ProjectRegistry registry = found.get();
            if (agents.isTrusted(registry)) {
                say("trusted", registry.hash().hex(), registry.file() + " is trusted.");
                return Exit.DONE.status();
            }
            if (!workspace.json()) {
                show(agents, registry);
            }
            if (!agreed(registry)) {
                say("inert", registry.hash().hex(), "Not trusted. Its agents cannot be named.");
                return Exit.HUMAN.status();
            }
            Entry entry = agents.trust(registry.hash(), context.user());
            say("trusted", registry.hash().hex(), "Trusted; ledger entry " + entry.seq() + ".");
            return Exit.DONE.status();
        }
    }

    private boolean agreed(ProjectRegistry registry) {
        return hash.map(h -> h.equalsIgnoreCase(registry.hash().hex())).orElseGet(() -> context.terminal().interactive()
                && context.terminal().ask("Trust exactly this file? [y/N] ").map(a -> a.strip().equalsIgnoreCase("y")).orElse(false));
    }

    private void show(ProjectAgents agents, ProjectRegistry registry) {
        context.terminal().say(registry.file() + "  sha256 " + registry.hash().hex());
        for (ProjectRegistry.Difference difference : agents.difference(registry)) {
            context.terminal().say((difference.before().isPresent() ? "replaces " : "adds ") + difference.name());
            difference.before().ifPresent(before -> line("- ", before));
            line("+ ", difference.after());
        }
    }

    private void line(String mark, Agent.Preview preview) {
        context.terminal().say("  " + mark + String.join(" ", preview.argv()));
        preview.environment().forEach((name, value) -> context.terminal().say("  " + mark + name + "=" + value));
        preview.network().forEach(reached -> context.terminal().say("  " + mark + "reaches " + reached));
        preview.settings().forEach(setting -> context.terminal().say("  " + mark + setting));
    }

    private void say(String state, String digest, String words) {
        context.terminal().say(workspace.json() ? Json.text(Json.object("state", state, "sha256", digest)) : words);
    }
}
