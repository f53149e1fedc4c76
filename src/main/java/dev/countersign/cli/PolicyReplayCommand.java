package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rulebook;
import dev.countersign.policy.Ruling;
import dev.countersign.run.PolicyReplay;
import dev.countersign.run.Session;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `countersign policy replay`: what rules would have said of the ledger's past.
@Command(name = "replay", mixinStandardHelpOptions = true,
        description = "What the rules as they are now, or with another file among them, would have said of what the ledger has.")
final class PolicyReplayCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Option(names = "--with", paramLabel = "FILE", description = "Take this file as one of the user's rules, in place of the one of its name.")
    private Optional<Path> with = Optional.empty();

    PolicyReplayCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            Policy rules = session.policies().policy();
            if (with.isPresent()) {
                rules = session.policies().rulebook().with(Rulebook.Level.USER, name(with.get()), read(context.folder().resolve(with.get())));
            }
            PolicyReplay replay = session.policies().replay(rules, Progress.NONE);
            List<PolicyReplay.Ruled> differences = replay.differences();
            long stricter = differences.stream().filter(PolicyReplay.Ruled::stricter).count();
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("ruled", replay.entries().size(), "left", replay.left(), "stricter", stricter,
                        "laxer", differences.size() - stricter, "differences", differences.stream().map(one -> Json.object("entry", one.seq(),
                                "kind", one.kind().name().toLowerCase(java.util.Locale.ROOT), "summary", one.summary(), "then", word(one.then()), "now", word(one.now()),
                                "rulings", one.now().stream().map(PolicyReplayCommand::json).toList())).toList())));
            } else {
                for (PolicyReplay.Ruled one : differences) {
                    context.terminal().say("entry " + one.seq() + ": " + word(one.then()) + " then, " + word(one.now()) + " now: " + one.summary());
                    one.now().stream().filter(ruling -> ruling.severity() < 2).forEach(ruling -> context.terminal().say("    " + Words.of(ruling)));
                }
                context.terminal().say("Of " + Words.counted(replay.entries().size(), "entry", "entries") + ", " + stricter + " would be ruled stricter and "
                        + (differences.size() - stricter) + " laxer." + (replay.left() == 0 ? ""
                        : " Of " + replay.left() + " more the ledger has no files to rule on."));
            }
            return Exit.DONE.status();
        }
    }

    private static String word(List<Ruling> rulings) {
        return PolicyCommand.word(PolicyReplay.severity(rulings));
    }

    private static Object json(Ruling ruling) {
        return switch (ruling) {
            case Ruling.Allow r -> Json.object("decision", "allow", "rule", r.rule());
            case Ruling.Ask r -> Json.object("decision", "ask", "rule", r.rule(), "reason", r.reason(), "path", r.path().map(Object::toString), "line", r.line(),
                    "source", r.source().map(Object::toString));
            case Ruling.Deny r -> Json.object("decision", "deny", "rule", r.rule(), "reason", r.reason(), "path", r.path().map(Object::toString), "line", r.line(),
                    "source", r.source().map(Object::toString));
        };
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        if (!name.endsWith(".star")) {
            throw new UserException(Problem.of("USAGE-001", Exit.USAGE, "The name of \"" + file + "\" does not end in .star.", "Nothing was changed.",
                    "Name a file of rules."));
        }
        return name;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserException(Problem.of("USAGE-001", Exit.USAGE, "The file \"" + file + "\" cannot be read: " + e.getMessage() + ".",
                    "Nothing was changed.", "Name a file of rules in UTF-8."), e);
        }
    }
}
