package dev.countersign.cli;

import dev.countersign.run.Session;
import dev.countersign.run.Stalls;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// `-w DIR` and `--json`, which every command on a workspace has.
final class WorkspaceOption {
    @Option(names = {"-w", "--workspace"}, paramLabel = "DIR", description = "Workspace folder; default: the current one.")
    private Path folder;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    Path folder(CliContext context) {
        return folder == null ? context.folder() : context.folder().resolve(folder).normalize();
    }

    Session open(CliContext context) throws IOException {
        Session session = context.workbench().open(folder(context), Progress.NONE);
        session.ledger().notices().forEach(context.terminal()::note);
        // Until the program ends.
        new Stalls(session.ledger(), why -> why.ifPresent(context.terminal()::note));
        return session;
    }

    boolean json() {
        return json;
    }
}
