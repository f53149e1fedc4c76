package dev.countersign.plan;

import dev.countersign.workspace.WorkspacePath;
import java.util.List;

/// What a node may do and must hold.
///
/// @param owns     globs of the files it may change (`*` and `?` within a folder, `**` across folders); empty means every file
/// @param forbid   regular expressions that no added line may match
/// @param checks   commands, each an argv, in place of those found for the project; empty means those found
/// @param require  regular expressions that a line must match when the node is done
/// @param declares names of symbols that must be declared when the node is done, with dots between the parts of one: `Store.put`
public record Contract(List<String> owns, List<String> forbid, List<List<String>> checks, List<Requirement> require, List<Requirement> declares) {
    public static final Contract OPEN = new Contract(List.of(), List.of(), List.of());

    public Contract {
        owns = List.copyOf(owns);
        forbid = List.copyOf(forbid);
        checks = checks.stream().map(List::copyOf).toList();
        require = List.copyOf(require);
        declares = List.copyOf(declares);
    }

    /// That requires nothing to be there.
    public Contract(List<String> owns, List<String> forbid, List<List<String>> checks) {
        this(owns, forbid, checks, List.of(), List.of());
    }

    /// Whether the node may change `path`.
    public boolean owns(WorkspacePath path) {
        return owns.isEmpty() || owns.stream().anyMatch(glob -> Glob.of(glob).matches(path.value()));
    }

    /// Whether `requirement` can be met in `path`.
    public boolean counts(Requirement requirement, WorkspacePath path) {
        return requirement.in().map(glob -> Glob.of(glob).matches(path.value())).orElse(true) && owns(path);
    }

    /// The same with other files.
    public Contract owning(List<String> globs) {
        return new Contract(globs, forbid, checks, require, declares);
    }

    public Contract forbidding(List<String> patterns) {
        return new Contract(owns, patterns, checks, require, declares);
    }

    public Contract checkedBy(List<List<String>> commands) {
        return new Contract(owns, forbid, commands, require, declares);
    }

    public Contract requiring(List<Requirement> patterns) {
        return new Contract(owns, forbid, checks, patterns, declares);
    }

    public Contract declaring(List<Requirement> symbols) {
        return new Contract(owns, forbid, checks, require, symbols);
    }
}
