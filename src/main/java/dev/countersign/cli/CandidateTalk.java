package dev.countersign.cli;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.Selection;
import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.run.Comparison;
import dev.countersign.run.RunId;
import dev.countersign.run.Session;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is taken of several candidates: asked for hunk by hunk, or named.
final class CandidateTalk {
    /// `AGENT:PATH`, or with numbers of hunks from 1, `AGENT:PATH#1,3`.
    private static final Pattern TAKE = Pattern.compile("(?<who>[^:]+):(?<path>.+?)(?:#(?<hunks>[0-9]+(?:,[0-9]+)*))?");
    private static final int CONTEXT = 3;

    private final Terminal terminal;
    private final List<Comparison.Side> sides;
    private final Map<RunId, Map<WorkspacePath, Changed>> changed = new LinkedHashMap<>();
    private final Map<RunId, Map<WorkspacePath, FileSelection>> chosen = new LinkedHashMap<>();

    private record Changed(FileChange change, FileDiff diff) {
        /// Empty where it is taken whole or not at all.
        List<Hunk> hunks() {
            return change instanceof FileChange.Modified && diff instanceof FileDiff.Text text ? text.hunks() : List.of();
        }
    }

    CandidateTalk(Terminal terminal, Session session, List<Comparison.Side> sides) throws IOException {
        this.terminal = terminal;
        this.sides = sides.stream().filter(side -> side.state().needsHuman() && side.candidate().isPresent()).toList();
        var differ = new Differ();
        for (Comparison.Side side : this.sides) {
            Contents contents = session.contents(side.run());
            var files = new TreeMap<WorkspacePath, Changed>();
            for (FileChange change : side.candidate().orElseThrow().changes()) {
                files.put(change.path(), new Changed(change, differ.diff(change, contents, Differ.Options.EXACT)));
            }
            changed.put(side.run(), files);
        }
    }

    /// The files of a candidate with their hunks; none where nothing of it waits.
    List<Map<String, Object>> document(RunId run) {
        return changed.getOrDefault(run, Map.of()).values().stream().map(file -> Json.object("path", file.change.path().value(), "change", Words.letter(file.change),
                "hunks", file.hunks().stream().map(hunk -> Json.object("number", hunk.index() + 1, "line", hunk.beforeStart() + 1, "removed", hunk.beforeCount(),
                        "added", hunk.afterCount())).toList())).toList();
    }

    /// Empty where the person went back.
    Optional<Map<RunId, Selection>> ask() {
        var paths = new TreeSet<WorkspacePath>();
        changed.values().forEach(files -> paths.addAll(files.keySet()));
        for (WorkspacePath path : paths) {
            for (Comparison.Side side : sides) {
                Changed file = changed.getOrDefault(side.run(), Map.of()).get(path);
                if (file != null && !ask(side, file)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(selection());
    }

    private boolean ask(Comparison.Side side, Changed file) {
        WorkspacePath path = file.change.path();
        String title = Words.letter(file.change) + " " + path + "  by " + side.agent();
        if (file.hunks().isEmpty()) {
            new DiffPrinter(terminal, Map.of(path, file.diff)).diff(file.change);
            Optional<Boolean> yes = yes(title + ", the whole file");
            yes.filter(answer -> answer).ifPresent(_ -> take(side.run(), path, new FileSelection.Whole()));
            return yes.isPresent();
        }
        var taken = new TreeSet<Integer>();
        for (Hunk hunk : file.hunks()) {
            HunkText.lines((FileDiff.Text) file.diff, hunk, CONTEXT).forEach(new DiffPrinter(terminal, Map.of())::line);
            Optional<Boolean> yes = yes(title + ", hunk " + (hunk.index() + 1) + " of " + file.hunks().size());
            if (yes.isEmpty()) {
                return false;
            }
            if (yes.get()) {
                taken.add(hunk.index());
            }
        }
        if (!taken.isEmpty()) {
            take(side.run(), path, hunks(file, taken));
        }
        return true;
    }

    private static FileSelection hunks(Changed file, TreeSet<Integer> taken) {
        return taken.size() == file.hunks().size() ? new FileSelection.Whole() : new FileSelection.Hunks(taken);
    }

    private Optional<Boolean> yes(String title) {
        while (true) {
            Optional<String> answer = terminal.ask(title + ". Take it? [y/n/q] ").map(String::strip);
            if (answer.isEmpty() || answer.get().equals("q")) {
                return Optional.empty();
            }
            if (answer.get().equals("y") || answer.get().equals("n")) {
                return Optional.of(answer.get().equals("y"));
            }
            terminal.say("Answer with one of the letters.");
        }
    }

    private void take(RunId run, WorkspacePath path, FileSelection selection) {
        chosen.computeIfAbsent(run, _ -> new TreeMap<>()).put(path, selection);
    }

    private Map<RunId, Selection> selection() {
        var selection = new LinkedHashMap<RunId, Selection>();
        chosen.forEach((run, files) -> selection.put(run, new Selection(files)));
        return selection;
    }

    /// @param takes each an agent or a run, a path, and numbers of hunks
    /// @throws UserException `RUN-026` naming the one that does not fit
    Map<RunId, Selection> named(List<String> takes) {
        var hunks = new LinkedHashMap<RunId, Map<WorkspacePath, TreeSet<Integer>>>();
        for (String take : takes) {
            Matcher words = TAKE.matcher(take);
            if (!words.matches()) {
                throw unfit(take, "it is not AGENT:PATH or AGENT:PATH#1,3");
            }
            List<Comparison.Side> of = sides.stream().filter(side -> side.run().value().equals(words.group("who")) || side.agent().equals(words.group("who"))).toList();
            if (of.size() != 1) {
                throw unfit(take, of.isEmpty() ? "no candidate that waits is of " + words.group("who") : "several candidates are of " + words.group("who") + ": name the run");
            }
            RunId run = of.getFirst().run();
            Changed file = changed.getOrDefault(run, Map.of()).values().stream().filter(each -> each.change.path().value().equals(words.group("path"))).findFirst()
                    .orElseThrow(() -> unfit(take, "it does not change " + words.group("path")));
            var numbers = hunks.computeIfAbsent(run, _ -> new TreeMap<>()).computeIfAbsent(file.change.path(), _ -> new TreeSet<>());
            if (words.group("hunks") == null) {
                take(run, file.change.path(), new FileSelection.Whole());
                continue;
            }
            for (String number : words.group("hunks").split(",")) {
                int hunk = number.length() > 6 ? 0 : Integer.parseInt(number);
                if (hunk < 1 || hunk > file.hunks().size()) {
                    throw unfit(take, file.hunks().isEmpty() ? "the file can be taken whole only" : "the file has " + file.hunks().size() + " hunks");
                }
                numbers.add(hunk - 1);
            }
            if (!(chosen.getOrDefault(run, Map.of()).get(file.change.path()) instanceof FileSelection.Whole)) {
                take(run, file.change.path(), hunks(file, numbers));
            }
        }
        return selection();
    }

    private static UserException unfit(String take, String why) {
        return new UserException(Problem.of("RUN-026", Exit.USAGE, "\"" + take + "\" cannot be taken: " + why + ".", "Nothing was started.",
                "See the candidates and their hunks: countersign compare --of RUN --of RUN --json."));
    }
}
