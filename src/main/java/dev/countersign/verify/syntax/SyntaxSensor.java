package dev.countersign.verify.syntax;

import dev.countersign.changeset.FileChange;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.Sensor;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Parses every changed file whose language it knows; one result per language. Files of other languages, and those that are
/// too large, are named as not checked.
public final class SyntaxSensor implements Sensor {
    /// Larger files are not parsed. 5 MiB.
    public static final int LARGEST = 5 << 20;

    private static final int ERRORS_PER_FILE = 20;
    private static final int NAMES_SHOWN = 5;

    private final List<Syntax> syntaxes =
            List.of(new JavaSyntax(), new JsonSyntax(), new XmlSyntax(), new TomlSyntax(), new YamlSyntax());

    @Override
    public Part part() {
        return Part.SYN;
    }

    @Override
    public String name() {
        return "syntax";
    }

    @Override
    public List<SensorResult> check(Verifier.Request request, Progress progress) throws IOException {
        Map<Syntax, Findings> bySyntax = new TreeMap<>(java.util.Comparator.comparing(syntaxes::indexOf));
        var unread = new ArrayList<String>();
        var foreign = new ArrayList<WorkspacePath>();
        List<FileChange> changes = request.changeset().changes().stream().filter(SyntaxSensor::hasNewContent).toList();
        long done = 0;
        for (FileChange change : changes) {
            progress.check();
            progress.step("Parsing " + change.path(), done++, changes.size());
            Optional<Syntax> syntax = syntaxes.stream().filter(s -> s.reads(change.path())).findFirst();
            if (syntax.isEmpty()) {
                foreign.add(change.path());
            } else if (syntax.get().missing().isPresent()) {
                unread.add(change.path() + ": " + syntax.get().missing().get());
            } else {
                FileState state = change.afterState().orElseThrow();
                switch (parse(syntax.get(), change.path(), state, request)) {
                    case Syntax.Parse.Fine _ -> bySyntax.computeIfAbsent(syntax.get(), _ -> new Findings()).files++;
                    case Syntax.Parse.Faulty faulty -> bySyntax.computeIfAbsent(syntax.get(), _ -> new Findings())
                            .add(syntax.get(), change.path(), faulty.errors());
                    case Syntax.Parse.Unread no -> unread.add(change.path() + ": " + no.why());
                }
            }
        }
        return results(bySyntax, unread, foreign);
    }

    private static boolean hasNewContent(FileChange change) {
        Optional<FileState> after = change.afterState();
        return after.isPresent() && after.get().kind() == FileState.Kind.FILE && !(change instanceof FileChange.ModeChanged);
    }

    private static Syntax.Parse parse(Syntax syntax, WorkspacePath path, FileState state, Verifier.Request request)
            throws IOException {
        if (state.size() > LARGEST) {
            return new Syntax.Parse.Unread("larger than " + (LARGEST >> 20) + " MB");
        }
        byte[] content = request.contents().read(state.content());
        try {
            return syntax.parse(path, content);
        } catch (StackOverflowError e) {
            return new Syntax.Parse.Unread("nested too deep");
        } catch (RuntimeException e) {
            // A parser's own fault says nothing of the file.
            return new Syntax.Parse.Unread("the parser failed: " + e);
        }
    }

    private static List<SensorResult> results(Map<Syntax, Findings> bySyntax, List<String> unread, List<WorkspacePath> foreign) {
        var results = new ArrayList<SensorResult>();
        bySyntax.forEach((syntax, found) -> results.add(result(syntax.language() + " syntax", found.residuals.isEmpty()
                ? new State.Passed(count(found.files)) : new State.Failed(found.residuals))));
        if (!unread.isEmpty()) {
            String more = unread.size() > NAMES_SHOWN ? "; and " + (unread.size() - NAMES_SHOWN) + " more" : "";
            results.add(result("files not parsed", new State.NotChecked(
                    unread.stream().limit(NAMES_SHOWN).collect(Collectors.joining("; ")) + more)));
        }
        if (!foreign.isEmpty()) {
            var kinds = new TreeSet<String>();
            foreign.forEach(p -> kinds.add(p.extension().isEmpty() ? p.name() : "." + p.extension()));
            results.add(result("other languages", new State.NotChecked("no parser for "
                    + kinds.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", ")) + (kinds.size() > NAMES_SHOWN ? " …" : "")
                    + " (" + count(foreign.size()) + ")")));
        }
        return results.isEmpty()
                ? List.of(result("syntax", new State.NotChecked("no changed file has content to parse"))) : results;
    }

    private static SensorResult result(String sensor, State state) {
        return new SensorResult(Part.SYN, sensor, state, Optional.empty());
    }

    private static String count(int files) {
        return files == 1 ? "1 file" : files + " files";
    }

    /// What was found in the files of one language.
    private static final class Findings {
        private int files;
        private final List<Residual> residuals = new ArrayList<>();

        void add(Syntax syntax, WorkspacePath path, List<Syntax.Error> errors) {
            files++;
            for (Syntax.Error error : errors.subList(0, Math.min(ERRORS_PER_FILE, errors.size()))) {
                residuals.add(new Residual(Part.SYN, syntax.language() + " syntax", Optional.of(path), error.line(), error.column(),
                        error.message(), 1, 1));
            }
        }
    }
}
