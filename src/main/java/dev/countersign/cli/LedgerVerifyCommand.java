package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.ledger.AuditReport;
import dev.countersign.run.Session;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `countersign ledger verify`: recomputes everything.
@Command(name = "verify", mixinStandardHelpOptions = true, description = "Recompute everything; exit 4 and name what is wrong.")
final class LedgerVerifyCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    LedgerVerifyCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            AuditReport report = session.ledger().audit(Progress.NONE);
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
}
