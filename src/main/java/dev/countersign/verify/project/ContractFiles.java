package dev.countersign.verify.project;

import dev.countersign.changeset.FileChange;
import dev.countersign.plan.Requirement;
import dev.countersign.verify.FileChecks;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The files of a checked tree in which a contract's requirement can be met.
///
/// @param read     those to look at, the changed ones first
/// @param tooLarge how many are not looked at
record ContractFiles(SequencedMap<WorkspacePath, FileState> read, int tooLarge) {

    static ContractFiles of(Verifier.Request request, Requirement requirement) {
        var files = new LinkedHashMap<WorkspacePath, FileState>();
        for (FileChange change : request.changeset().changes()) {
            change.afterState().ifPresent(state -> put(request, requirement, change.path(), state, files));
        }
        for (Map.Entry<WorkspacePath, FileState> each : request.tree().files().entrySet()) {
            put(request, requirement, each.getKey(), each.getValue(), files);
        }
        int all = files.size();
        files.values().removeIf(state -> state.size() > FileChecks.LARGEST);
        return new ContractFiles(files, all - files.size());
    }

    private static void put(Verifier.Request request, Requirement requirement, WorkspacePath path, FileState state, Map<WorkspacePath, FileState> files) {
        if (state.kind() == FileState.Kind.FILE && request.contract().counts(requirement, path)) {
            files.putIfAbsent(path, state);
        }
    }

    /// The file that a requirement is about, where it names one.
    Optional<WorkspacePath> only(Requirement requirement) {
        return read.size() == 1 && requirement.in().filter(read.firstEntry().getKey().value()::equals).isPresent() ? Optional.of(read.firstEntry().getKey())
                : Optional.empty();
    }

    /// Where it was looked, in words: "in 3 files that match src/**".
    String words(Requirement requirement, List<String> owns) {
        var text = new ArrayList<String>();
        text.add(read.isEmpty() ? "no file" : read.size() == 1 ? "1 file" : read.size() + " files");
        requirement.in().ifPresentOrElse(glob -> text.add("matching " + glob), () -> text.add(owns.isEmpty() ? "of the tree" : "that the node owns ("
                + String.join(", ", owns) + ")"));
        if (tooLarge > 0) {
            text.add("(" + tooLarge + " larger than " + (FileChecks.LARGEST >> 20) + " MB not looked at)");
        }
        return String.join(" ", text);
    }
}
