package dev.countersign.cli;

import dev.countersign.changeset.FileMerge;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.rollback.RollbackChoices;
import dev.countersign.ledger.rollback.RollbackFile;
import dev.countersign.ledger.rollback.RollbackPreview;
import dev.countersign.ledger.rollback.RollbackRequest;
import dev.countersign.run.Session;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Shows a restore before it happens, settles its conflicts, asks, and carries it out. Nothing is applied while a conflict is open.
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

    Exit apply(RollbackRequest request) throws IOException {
        RollbackPreview first = preview(request, RollbackChoices.NONE);
        Optional<RollbackPreview> settled = settled(first);
        if (settled.isEmpty()) {
            return Exit.UNDECIDED;
        }
        RollbackPreview preview = settled.get();
        if (!json) {
            print(preview);
        }
        Exit exit = preview.conflicts().isEmpty() && preview.blocked().isEmpty() ? Exit.DONE : Exit.CONFLICT;
        if (!preview.conflicts().isEmpty() || preview.edits().isEmpty() || options.dryRun()) {
            if (!preview.conflicts().isEmpty()) {
                context.terminal().note("Nothing was changed. Settle the conflicts in a terminal, or with --ours, --theirs or --leave.");
            }
            return document(preview, Optional.empty(), exit);
        }
        if (!agreed()) {
            return Exit.UNDECIDED;
        }
        return switch (session.past().rollback(preview, context.user())) {
            case Committer.Outcome.Done done -> {
                if (!json) {
                    context.terminal().say("Done, as entry " + done.entry().seq() + ". Take it back: countersign redo " + done.entry().seq());
                }
                yield document(preview, Optional.of(done.entry().seq()), exit);
            }
            case Committer.Outcome.Conflicted conflicted -> {
                conflicted.conflicts().forEach(c -> context.terminal().note(c.edit().path() + " " + c.why()));
                context.terminal().note("Nothing was changed.");
                yield Exit.CONFLICT;
            }
        };
    }

    private RollbackPreview preview(RollbackRequest request, RollbackChoices choices) throws IOException {
        return session.past().previewRollback(request, choices, Progress.NONE);
    }

    /// The preview with conflicts settled as far as options and the person say. A settled step can bring up the next one.
    private Optional<RollbackPreview> settled(RollbackPreview first) throws IOException {
        boolean asking = options.settle() == RestoreOptions.Settle.ASK;
        if (asking && (options.yes() || options.dryRun() || json || !context.terminal().interactive())) {
            return Optional.of(first);
        }
        var talk = new ConflictTalk(context.terminal());
        RollbackPreview preview = first;
        while (!preview.conflicts().isEmpty()) {
            RollbackFile.Open open = preview.conflicts().getFirst();
            RollbackChoices choices = preview.choices();
            Optional<RollbackChoices> next = switch (options.settle()) {
                case ASK -> talk.ask(choices, open);
                case LEAVE -> Optional.of(choices.leaving(open.path(), true));
                case OURS, THEIRS -> Optional.of(ConflictTalk.all(choices, open, options.settle()));
            };
            if (next.isEmpty()) {
                return Optional.empty();
            }
            preview = preview(preview.request(), next.get());
        }
        return Optional.of(preview);
    }

    private boolean agreed() {
        if (options.yes()) {
            return true;
        }
        if (!context.terminal().interactive()) {
            throw new UserException(Problem.of("USAGE-004", Exit.HUMAN, "To change files a person at a terminal has to agree.",
                    "Nothing was changed.", "Add --yes, or run it in a terminal."));
        }
        return context.terminal().ask("Go on? It can be redone. [y/N] ").map(a -> a.strip().equalsIgnoreCase("y")).orElse(false);
    }

    private void print(RollbackPreview preview) {
        Terminal terminal = context.terminal();
        long deletions = preview.deletions();
        String counts = Words.counted(preview.edits().size() - deletions, "file", "files");
        terminal.say(preview.kept() == 0 && preview.conflicts().isEmpty() ? "Will change " + counts + " and delete " + deletions + "."
                : "Will change " + counts + ", delete " + deletions + ", leave "
                + Words.counted(preview.kept(), "later edit", "later edits") + " in them alone; "
                + Words.counted(preview.conflicts().size(), "conflict", "conflicts") + ".");
        var talk = new ConflictTalk(terminal);
        for (RollbackFile file : preview.files()) {
            switch (file) {
                case RollbackFile.Change change -> terminal.say("  " + pad(action(change.edit())) + change.path()
                        + (change.kept() == 0 ? "" : "  keeps " + Words.counted(change.kept(), "later edit", "later edits")));
                case RollbackFile.Same same -> terminal.say("  " + pad("as is") + same.path());
                case RollbackFile.Open open -> talk.show(open);
                case RollbackFile.Blocked blocked -> terminal.say("  " + pad("cannot") + blocked.path() + "  " + blocked.why());
                case RollbackFile.LeftOut out -> terminal.say("  " + pad("leave") + out.path());
            }
        }
    }

    private static String pad(String action) {
        return action + " ".repeat(Math.max(1, 8 - action.length()));
    }

    private static String action(PathEdit edit) {
        return edit.after().isEmpty() ? "delete" : edit.before().isEmpty() ? "restore" : "change";
    }

    private Exit document(RollbackPreview preview, Optional<Long> entry, Exit exit) {
        if (json) {
            context.terminal().say(Json.text(Json.object("entry", entry,
                    "changes", preview.changes().stream().map(c -> Json.object("path", c.path().value(),
                            "action", action(c.edit()), "kept", c.kept(), "changedOutside", c.outside())).toList(),
                    "conflicts", preview.conflicts().stream().map(Restore::conflict).toList(),
                    "unchanged", preview.unchanged().stream().map(Object::toString).toList(),
                    "leftOut", preview.leftOut().stream().map(f -> f.path().value()).toList(),
                    "blocked", preview.blocked().stream().map(f -> Json.object("path", f.path().value(), "why", f.why())).toList())));
        }
        return exit;
    }

    private static Map<String, @Nullable Object> conflict(RollbackFile.Open open) {
        return Json.object("path", open.path().value(), "why", open.why(), "step", open.step(), "steps", open.steps(),
                "places", open.merge() instanceof FileMerge.Lines lines ? lines.merge().conflicts().size() : 1,
                "whole", open.merge() instanceof FileMerge.Whole(var reason) ? ConflictTalk.whole(reason) : Optional.empty());
    }
}
