package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Rollback;
import dev.countersign.run.Session;
import dev.countersign.workspace.PathEdit;
import java.io.IOException;

/// Shows a restore before it happens, asks, and carries it out.
final class Restore {
    private final CliContext context;
    private final Session session;
    private final RestoreOptions options;
    private final boolean json;

    Restore(CliContext context, Session session, RestoreOptions options, boolean json) {
        this.context = context;
        this.session = session;
        this.options = options;
        this.json = json;
    }

    Exit apply(Rollback.Preview preview) throws IOException {
        if (!json) {
            print(preview);
        }
        if (preview.edits().isEmpty() || options.dryRun()) {
            return document(preview, java.util.Optional.empty(), preview.conflicts().isEmpty() ? Exit.DONE : Exit.CONFLICT);
        }
        if (!options.yes()) {
            if (!context.terminal().interactive()) {
                throw new UserException(Problem.of("USAGE-004", Exit.HUMAN, "To change files a person at a terminal has to agree.",
                        "Nothing was changed.", "Add --yes, or run it in a terminal."));
            }
            if (!context.terminal().ask("Go on? It can be redone. [y/N] ").map(a -> a.strip().equalsIgnoreCase("y")).orElse(false)) {
                return Exit.UNDECIDED;
            }
        }
        return switch (session.rollback(preview, context.user())) {
            case Committer.Outcome.Done done -> {
                if (!json) {
                    context.terminal().say("Done, as entry " + done.entry().seq() + ". Take it back: countersign redo " + done.entry().seq());
                }
                yield document(preview, java.util.Optional.of(done.entry().seq()),
                        preview.conflicts().isEmpty() ? Exit.DONE : Exit.CONFLICT);
            }
            case Committer.Outcome.Conflicted conflicted -> {
                conflicted.conflicts().forEach(c -> context.terminal().note(c.edit().path() + " " + c.why()));
                context.terminal().note("Nothing was changed.");
                yield Exit.CONFLICT;
            }
        };
    }

    private void print(Rollback.Preview preview) {
        Terminal terminal = context.terminal();
        long deletions = preview.deletions();
        terminal.say("Will change " + Words.counted(preview.edits().size() - deletions, "file", "files") + " and delete " + deletions
                + ". As they should be already: " + preview.unchanged().size() + ". Edited since and left alone: "
                + preview.conflicts().size() + ".");
        for (PathEdit edit : preview.edits()) {
            terminal.say("  " + (edit.after().isEmpty() ? "delete  " : edit.before().isEmpty() ? "restore " : "change  ") + edit.path());
        }
        preview.conflicts().forEach(c -> terminal.say("  leave   " + c.edit().path() + "  " + c.why()));
    }

    private Exit document(Rollback.Preview preview, java.util.Optional<Long> entry, Exit exit) {
        if (json) {
            context.terminal().say(Json.text(Json.object("entry", entry,
                    "changes", preview.edits().stream().map(e -> Json.object("path", e.path().value(),
                            "action", e.after().isEmpty() ? "delete" : e.before().isEmpty() ? "restore" : "change")).toList(),
                    "conflicts", preview.conflicts().stream().map(c ->
                            Json.object("path", c.edit().path().value(), "why", c.why())).toList(),
                    "unchanged", preview.unchanged().stream().map(Object::toString).toList())));
        }
        return exit;
    }
}
