package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.ExportRequest;
import dev.countersign.run.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign ledger export DIR`: entries with all that is needed to verify them elsewhere.
@Command(name = "export", mixinStandardHelpOptions = true,
        description = "Write entries into a new folder that can be verified where this ledger is not.")
final class LedgerExportCommand implements Callable<Integer> {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})(?:-(\\d{1,18}))?");

    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Parameters(index = "0", paramLabel = "DIR", description = "A new or empty folder.")
    private Path folder = Path.of("");

    @Option(names = "--entries", paramLabel = "A[-B]", description = "Only these, each with its proof; default: all.")
    private Optional<String> entries = Optional.empty();

    @Option(names = "--since", paramLabel = "A", description = "Only this entry and those after it.")
    private Optional<Long> since = Optional.empty();

    @Option(names = "--digests", description = "The digests of what the entries name, without the content itself.")
    private boolean digests;

    LedgerExportCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            long size = session.ledger().checkpoint().size();
            long from = since.orElse(0L);
            long to = size;
            if (entries.isPresent()) {
                Matcher range = RANGE.matcher(entries.get());
                from = range.matches() ? Long.parseLong(range.group(1)) : -1;
                to = !range.matches() ? -1 : range.group(2) == null ? from + 1 : Long.parseLong(range.group(2)) + 1;
            }
            if (from < 0 || to > size || from >= to && size > 0) {
                throw new UserException(Problem.of("LEDGER-020", Exit.USAGE, "There are no such entries: the ledger holds " + size + ".",
                        "Nothing was written.", "See countersign ledger for the entries there are."));
            }
            Path target = context.folder().resolve(folder).normalize();
            try (var progress = new TerminalProgress(context.terminal())) {
                session.ledger().export(new ExportRequest(target, from, to, !digests), progress);
            }
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("folder", target.toString(), "from", from, "entries", to - from, "content", !digests)));
            } else {
                context.terminal().say(Words.counted(to - from, "entry", "entries") + " in " + target);
                context.terminal().say("Verify there: countersign ledger verify " + folder);
            }
            return Exit.DONE.status();
        }
    }
}
