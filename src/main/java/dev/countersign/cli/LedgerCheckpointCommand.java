package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.Problems;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.store.CheckpointCopies;
import dev.countersign.run.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `countersign ledger checkpoint`: the signed tree head, to be kept elsewhere; and cosigned ones, to be kept here.
@Command(name = "checkpoint", mixinStandardHelpOptions = true,
        description = "The signed tree head (C2SP tlog-checkpoint); keep a copy elsewhere.")
final class LedgerCheckpointCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Option(names = "--to", paramLabel = "FILE|DIR", description = "Write it there; in a folder as LEDGER-SIZE.checkpoint.")
    private Optional<Path> to = Optional.empty();

    @Option(names = "--after-each-run", paramLabel = "DIR|none", description = "From now on, put it into this folder after each run, with the key's public half.")
    private Optional<String> after = Optional.empty();

    @Option(names = "--cosigned", paramLabel = "FILE", description = "Keep a checkpoint that a pinned witness cosigned.")
    private Optional<Path> cosigned = Optional.empty();

    LedgerCheckpointCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            if (after.isPresent()) {
                session.ledger().sealing().copyTo(after.get().equals("none") ? Optional.empty()
                        : Optional.of(context.folder().resolve(after.get()).normalize()));
            }
            Checkpoint head = cosigned.isPresent() ? kept(session, cosigned.get()) : session.ledger().checkpoint();
            if (to.isPresent()) {
                write(session, head, context.folder().resolve(to.get()).normalize());
            }
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("size", head.size(), "root", head.root().hex(), "note", head.note())));
            } else if (to.isEmpty()) {
                context.terminal().out().print(head.note());
                context.terminal().out().flush();
            }
            return Exit.DONE.status();
        }
    }

    private Checkpoint kept(Session session, Path file) throws IOException {
        String note;
        try {
            note = new String(Files.readAllBytes(context.folder().resolve(file)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserException(Problems.notKept(file, "it cannot be read"), e);
        }
        return session.ledger().sealing().cosigned(note);
    }

    private void write(Session session, Checkpoint head, Path target) throws IOException {
        try {
            Path file = target;
            if (Files.isDirectory(target)) {
                file = new CheckpointCopies(target, session.ledger().id()).put(head);
            } else {
                Files.writeString(target, head.note());
            }
            if (!workspace.json()) {
                context.terminal().say("checkpoint of " + head.size() + " in " + file);
            }
        } catch (IOException e) {
            throw new UserException(Problems.notKept(target, String.valueOf(e.getMessage())), e);
        }
    }
}
