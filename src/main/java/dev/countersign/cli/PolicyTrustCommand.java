package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.policy.Rulebook;
import dev.countersign.run.Session;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign policy trust [DIGEST]`: lets a project's rules waive built-in ones.
@Command(name = "trust", mixinStandardHelpOptions = true,
        description = "Let the project's own rules waive built-in ones, by the digest of what you have read; without it, show that digest.")
final class PolicyTrustCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Parameters(arity = "0..1", paramLabel = "DIGEST", description = "SHA-256 of the project's rules, as policy list shows it.")
    private Optional<String> digest = Optional.empty();

    @Option(names = "--revoke", description = "No longer trust them.")
    private boolean revoke;

    PolicyTrustCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            if (digest.isPresent()) {
                Entry entry = session.policies().trust(parsed(digest.get()), !revoke, context.user());
                if (!workspace.json()) {
                    context.terminal().say(entry.what().summary() + " in entry " + entry.seq() + ".");
                }
            }
            Rulebook.Layer layer = session.policies().rulebook().layers().stream().filter(one -> one.level() == Rulebook.Level.PROJECT).findFirst().orElseThrow();
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("digest", layer.digest().hex(), "trusted", layer.trusted(), "files",
                        layer.files().stream().map(Rulebook.RuleFile::name).toList())));
            } else if (layer.files().isEmpty()) {
                context.terminal().say("This project has no rules of its own.");
            } else if (digest.isEmpty()) {
                context.terminal().say("The project's rules " + layer.digest().hex() + (layer.trusted() ? " are trusted." : " are not trusted."));
                layer.files().forEach(file -> context.terminal().say("  " + file.shown()));
            }
            return Exit.DONE.status();
        }
    }

    private static Sha256 parsed(String text) {
        try {
            return Sha256.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UserException(Problem.of("USAGE-001", Exit.USAGE, "\"" + text + "\" is no SHA-256: 64 hex digits.", "Nothing was changed.",
                    "See countersign policy list for the digest of the project's rules."), e);
        }
    }
}
