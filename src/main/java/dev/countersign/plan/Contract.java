package dev.countersign.plan;

import dev.countersign.workspace.WorkspacePath;
import java.util.List;

/// What a node may do and must hold.
///
/// @param owns   globs of the files it may change (`*` and `?` within a folder, `**` across folders); empty means every file
/// @param forbid regular expressions that no added line may match
/// @param checks commands, each an argv, in place of those found for the project; empty means those found
public record Contract(List<String> owns, List<String> forbid, List<List<String>> checks) {
    public static final Contract OPEN = new Contract(List.of(), List.of(), List.of());

    public Contract {
        owns = List.copyOf(owns);
        forbid = List.copyOf(forbid);
        checks = checks.stream().map(List::copyOf).toList();
    }

    /// Whether the node may change `path`.
    public boolean owns(WorkspacePath path) {
        return owns.isEmpty() || owns.stream().anyMatch(glob -> Glob.of(glob).matches(path.value()));
    }
}
