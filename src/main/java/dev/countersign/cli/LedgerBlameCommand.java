package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.blame.Annotation;
import dev.countersign.ledger.blame.Checks;
import dev.countersign.ledger.blame.Origin;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.Verdict;
import dev.countersign.run.Session;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign ledger blame FILE`: for each line the entry that last changed it, who made it, who approved, how the checks stood.
@Command(name = "blame", mixinStandardHelpOptions = true, description = "For each line of a file the entry that last changed it.")
final class LedgerBlameCommand implements Callable<Integer> {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Parameters(index = "0", paramLabel = "FILE", description = "Path in the workspace.")
    private String file = "";

    @Option(names = "--at", paramLabel = "ENTRY", description = "The file as it stood right after this entry; default: as it is now.")
    private Optional<Long> at = Optional.empty();

    @Option(names = "--lines", paramLabel = "A-B", description = "Only these lines, counted from 1; also A or A- or -B.")
    private Optional<String> lines = Optional.empty();

    LedgerBlameCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        WorkspacePath path = WorkspacePath.of(file);
        LineRange range = lines.map(LineRange::parse).orElse(LineRange.ALL);
        try (Session session = workspace.open(context)) {
            Annotation annotation = session.past().blame(path, at.map(OptionalLong::of).orElse(OptionalLong.empty()), Progress.NONE);
            var checks = new HashMap<Long, Checks>();
            for (Entry entry : annotation.entries().values()) {
                checks.put(entry.seq(), Checks.of(entry, session.ledger().vault()));
            }
            if (workspace.json()) {
                context.terminal().say(Json.text(document(annotation, checks, range)));
            } else {
                print(annotation, checks, range);
            }
            return Exit.DONE.status();
        }
    }

    /// @param from first line, from 1 @param to last line
    private record LineRange(int from, int to) {
        static final LineRange ALL = new LineRange(1, Integer.MAX_VALUE);

        static LineRange parse(String text) {
            try {
                int dash = text.indexOf('-');
                int from = dash == 0 ? 1 : Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
                int to = dash < 0 ? from : dash == text.length() - 1 ? Integer.MAX_VALUE : Integer.parseInt(text.substring(dash + 1));
                if (from < 1 || to < from || text.equals("-")) {
                    throw new NumberFormatException(text);
                }
                return new LineRange(from, to);
            } catch (NumberFormatException e) {
                throw new UserException(Problem.of("USAGE-001", Exit.USAGE, "\"" + text + "\" is no range of lines.",
                        "Nothing was started.", "Write --lines 10-20, counted from 1."), e);
            }
        }

        List<Integer> of(Annotation annotation) {
            var numbers = new ArrayList<Integer>();
            for (int number = from; number <= Math.min(to, annotation.lines().size()); number++) {
                numbers.add(number);
            }
            return numbers;
        }
    }

    private void print(Annotation annotation, Map<Long, Checks> checks, LineRange range) {
        var rows = new ArrayList<List<String>>();
        for (int number : range.of(annotation)) {
            Annotation.Line line = annotation.lines().get(number - 1);
            var row = new ArrayList<>(origin(annotation, line.origin(), checks));
            row.add(Integer.toString(number));
            row.add(line.text());
            rows.add(row);
        }
        if (rows.isEmpty()) {
            context.terminal().note(annotation.lines().isEmpty() ? "The file is empty." : "The file has " + annotation.lines().size() + " lines.");
        }
        context.terminal().table(rows);
    }

    private static List<String> origin(Annotation annotation, Origin origin, Map<Long, Checks> checks) {
        String back = origin.restoredBy().isPresent() ? " back by #" + origin.restoredBy().getAsLong() : "";
        return switch (origin) {
            case Origin.Older _ -> List.of("-", "older than the ledger" + back, "", "", "");
            case Origin.Outside(var before, var _) ->
                List.of("-", "outside the ledger" + (before.isPresent() ? ", before #" + before.getAsLong() : "") + back, "", "", "");
            case Origin.Recorded recorded -> {
                Entry entry = annotation.entries().get(recorded.seq());
                yield List.of("#" + recorded.seq(), author(entry, recorded) + back, approver(entry),
                        DAY.format(Instant.ofEpochMilli(entry.time())), word(checks.get(recorded.seq()).verdict()));
            }
        };
    }

    private static String author(Entry entry, Origin.Recorded recorded) {
        EntryDraft.Actor actor = entry.what().actor();
        String by = recorded.reviewer() ? approver(entry) + " (edited)" : actor.id() + (actor.model().isEmpty() ? "" : " " + actor.model());
        return entry.what().node().isEmpty() ? by : by + " \u00b7 " + entry.what().node();
    }

    private static String approver(Entry entry) {
        return entry.what().approval().map(EntryDraft.Approval::who).orElse("");
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Object document(Annotation annotation, Map<Long, Checks> checks, LineRange range) {
        return Json.object("path", annotation.path().value(), "at", annotation.at(),
                "lines", range.of(annotation).stream().map(number -> line(annotation, number)).toList(),
                "entries", annotation.entries().values().stream().map(entry -> entry(entry, checks.get(entry.seq()))).toList());
    }

    private static Map<String, @Nullable Object> line(Annotation annotation, int number) {
        Annotation.Line line = annotation.lines().get(number - 1);
        OptionalLong entry = OptionalLong.empty();
        boolean reviewer = false;
        String origin;
        switch (line.origin()) {
            case Origin.Older _ -> origin = "older";
            case Origin.Outside _ -> origin = "outside";
            case Origin.Recorded recorded -> {
                origin = "entry";
                entry = OptionalLong.of(recorded.seq());
                reviewer = recorded.reviewer();
            }
        }
        return Json.object("line", number, "text", line.text(), "origin", origin, "entry", entry, "reviewer", reviewer,
                "restoredBy", line.origin().restoredBy());
    }

    private static Map<String, @Nullable Object> entry(Entry entry, Checks checks) {
        EntryDraft what = entry.what();
        return Json.object("index", entry.seq(), "kind", LedgerCommand.kind(entry), "time", Instant.ofEpochMilli(entry.time()).toString(),
                "agent", what.actor().id(), "model", what.actor().model(), "run", what.session(), "node", what.node(),
                "summary", what.summary(), "approvedBy", what.approval().map(EntryDraft.Approval::who),
                "checks", Json.object("state", word(checks.verdict()), "passed", checks.passed(), "failed", checks.failed(),
                        "notChecked", checks.notChecked()));
    }
}
