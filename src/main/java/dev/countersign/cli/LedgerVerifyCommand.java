package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.Problems;
import dev.countersign.ledger.ProofCheck;
import dev.countersign.ledger.store.ExportAudit;
import dev.countersign.run.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `countersign ledger verify [PATH]`: recomputes everything, of the ledger, of an export, or of one proof.
@Command(name = "verify", mixinStandardHelpOptions = true, description = {"Recompute everything; exit 4 and name what is wrong.",
    "With PATH: an export, a proof or a checkpoint, where no ledger is."})
final class LedgerVerifyCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Mixin
    private final KnownElsewhere known = new KnownElsewhere();

    @Parameters(index = "0", arity = "0..1", paramLabel = "PATH", description = "Folder of an export, or file of a proof or checkpoint.")
    private Optional<Path> path = Optional.empty();

    LedgerVerifyCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        AuditScope scope = known.scope(context);
        if (path.isPresent()) {
            Path whole = context.folder().resolve(path.get());
            try (var progress = new TerminalProgress(context.terminal())) {
                return Files.isDirectory(whole)
                        ? verdict(ExportAudit.run(whole, scope, context.workbench().clock(), progress))
                        : verdict(ProofCheck.of(new String(Files.readAllBytes(whole), StandardCharsets.UTF_8), scope));
            } catch (IOException | IllegalArgumentException e) {
                throw new UserException(Problems.notKept(path.get(), e instanceof IOException ? "it cannot be read" : e.getMessage()), e);
            }
        }
        try (Session session = workspace.open(context); var progress = new TerminalProgress(context.terminal())) {
            return verdict(session.upkeep().audit(scope, progress));
        }
    }

    private int verdict(AuditReport report) {
        if (workspace.json()) {
            context.terminal().say(Json.text(Json.object("intact", report.intact(), "entries", report.entries(),
                    "contents", report.blobs(), "bytes", report.bytes(), "root", report.root().hex(), "trust", report.trust(),
                    "trustSays", report.trustSays(), "tookMillis", report.took().toMillis(),
                    "findings", report.findings().stream().map(f ->
                            Json.object("where", f.where(), "what", f.what(), "means", f.means())).toList())));
        } else {
            print(report);
        }
        return (report.intact() ? Exit.DONE : Exit.LEDGER).status();
    }

    private void print(AuditReport report) {
        Terminal terminal = context.terminal();
        terminal.say(report.intact()
                ? terminal.tint(Terminal.Tone.GOOD, "\u2713 The ledger verifies.")
                : terminal.tint(Terminal.Tone.BAD, "\u2717 The ledger does not verify."));
        for (AuditReport.Finding finding : report.findings()) {
            terminal.say("  " + finding.where() + ": " + finding.what());
            terminal.say("    " + finding.means());
        }
        terminal.say(Words.counted(report.entries(), "entry", "entries") + ", "
                + Words.counted(report.blobs(), "content", "contents") + ", root " + report.root().brief() + ", "
                + Words.took(report.took()));
        terminal.say(report.trust() + ": " + report.trustSays());
    }

    private int verdict(ProofCheck check) {
        Terminal terminal = context.terminal();
        if (workspace.json()) {
            terminal.say(Json.text(Json.object("kind", check.kind(), "holds", check.holds(), "size", check.checkpoint().size(),
                    "root", check.root().hex(), "entry", check.entry().map(LedgerCommand::document), "says", check.says())));
        } else {
            check.entry().ifPresent(entry -> terminal.say("entry " + entry.seq() + "  " + LedgerCommand.kind(entry) + "  " + entry.what().summary()));
            check.says().subList(0, check.says().size() - 1).forEach(terminal::say);
            terminal.say(terminal.tint(check.holds() ? Terminal.Tone.GOOD : Terminal.Tone.BAD,
                    (check.holds() ? "\u2713 " : "\u2717 ") + check.says().getLast()));
        }
        return (check.holds() ? Exit.DONE : Exit.LEDGER).status();
    }
}
