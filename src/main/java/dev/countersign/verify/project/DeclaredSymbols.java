package dev.countersign.verify.project;

import dev.countersign.plan.Requirement;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// V_str: each symbol that the node's contract `declares` is declared in the checked tree, in a file that the node owns, and is not private. A
/// name is met by a symbol that ends with its parts: `put` and `Store.put` by `a.Store.put`. Where only a file has the word whose
/// declarations can't be read, that is "not checked", naming the file.
public final class DeclaredSymbols implements Sensor {
    private static final String NAME = "declared symbols";
    private static final int SHOWN = 5;
    /// Prose and data: a word there declares nothing.
    private static final Set<String> NO_CODE = Set.of("md", "txt", "rst", "adoc", "json", "xml", "yaml", "yml", "toml", "html", "htm", "properties",
            "csv", "lock", "svg", "ini", "cfg", "log", "gitignore");

    private final BiFunction<WorkspacePath, byte[], Optional<Set<String>>> symbols;

    /// @param symbols the names that a file declares, as [Sensor#symbols]; empty where they can't be read
    public DeclaredSymbols(BiFunction<WorkspacePath, byte[], Optional<Set<String>>> symbols) {
        this.symbols = symbols;
    }

    @Override
    public Part part() {
        return Part.STR;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SensorResult> check(Verifier.Request request, Progress progress) throws IOException {
        List<Requirement> declared = request.contract().declares();
        if (declared.isEmpty()) {
            return List.of();
        }
        var residuals = new ArrayList<Residual>();
        var open = new ArrayList<String>();
        int met = 0;
        for (Requirement each : declared) {
            ContractFiles files = ContractFiles.of(request, each);
            var unread = new ArrayList<WorkspacePath>();
            if (isMet(parts(each.what()), files, unread, request, progress)) {
                met++;
            } else if (unread.isEmpty()) {
                residuals.add(new Residual(Part.STR, NAME, files.only(each), 0, 0, "The contract declares " + each.what() + ": it is not declared in "
                        + files.words(each, request.contract().owns()) + "; what is private does not count.", 1, 1));
            } else {
                open.add(each.what() + " may be declared in " + String.join(", ", unread.stream().limit(SHOWN).map(WorkspacePath::value).toList())
                        + (unread.size() > SHOWN ? " \u2026" : "") + ", whose declarations can't be read");
            }
        }
        var results = new ArrayList<SensorResult>();
        if (!residuals.isEmpty() || met > 0) {
            results.add(result(residuals.isEmpty() ? new State.Passed(met == 1 ? "1 symbol is declared" : met + " symbols are declared")
                    : new State.Failed(residuals)));
        }
        if (!open.isEmpty()) {
            results.add(result(new State.NotChecked(String.join("; ", open))));
        }
        return results;
    }

    private boolean isMet(List<String> wanted, ContractFiles files, List<WorkspacePath> unread, Verifier.Request request, Progress progress)
            throws IOException {
        for (Map.Entry<WorkspacePath, FileState> file : files.read().entrySet()) {
            progress.check();
            byte[] content = request.contents().read(file.getValue().content());
            if (!new String(content, StandardCharsets.UTF_8).contains(wanted.getLast())) {
                continue;
            }
            Optional<Set<String>> found = symbols.apply(file.getKey(), content);
            if (found.isEmpty()) {
                if (!NO_CODE.contains(file.getKey().extension())) {
                    unread.add(file.getKey());
                }
            } else if (found.get().stream().anyMatch(symbol -> endsWith(parts(symbol), wanted))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> parts(String name) {
        return Arrays.asList(name.split("\\.|::|#"));
    }

    private static boolean endsWith(List<String> symbol, List<String> wanted) {
        return symbol.size() >= wanted.size() && Collections.lastIndexOfSubList(symbol, wanted) == symbol.size() - wanted.size();
    }

    private static SensorResult result(State state) {
        return new SensorResult(Part.STR, NAME, state, Optional.empty());
    }
}
