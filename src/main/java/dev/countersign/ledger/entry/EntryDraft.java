package dev.countersign.ledger.entry;

import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Sha256;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Everything of an entry that its author knows. The ledger adds its own id, the sequence number, the transaction id, the time
/// and the base root.
///
/// @param session    id of the run
/// @param node       id of the node, or empty text
/// @param summary    one line
/// @param treeBefore tree hash of the live tree before
/// @param changes    in path order
/// @param evidence   what else belongs to it, by digest, kept in the vault
/// @param rolledBackTo for rollback and redo: the entry whose state was restored
public record EntryDraft(EntryKind kind, String session, String node, Actor actor, Optional<Approval> approval, String summary,
                         Sha256 treeBefore, Sha256 treeAfter, List<PathEdit> changes, List<Evidence> evidence,
                         OptionalLong rolledBackTo) {
    public EntryDraft {
        changes = changes.stream().sorted(Comparator.comparing(PathEdit::path)).toList();
        evidence = List.copyOf(evidence);
    }

    /// Every content that the entry names: files before and after, and evidence.
    public List<Sha256> contents() {
        Stream<Sha256> files = changes.stream().flatMap(edit -> Stream.of(edit.before(), edit.after()).flatMap(Optional::stream))
                .filter(state -> state.kind() != FileState.Kind.FOLDER).map(FileState::content);
        return Stream.concat(files, evidence.stream().map(Evidence::content)).toList();
    }

    /// Who made the change. @param kind "agent", "human" or "countersign" @param id the agent's name @param model or empty
    public record Actor(String kind, String id, String model) {}

    /// Who approved. @param hunks for a person: "12 of 14 hunks" @param policy digest of the rules in force @param time ms since 1970
    /// @param note the reviewer's words, or why a failed check was overridden; possibly empty
    public record Approval(String who, String hunks, Sha256 policy, long time, String note) {}

    /// @param kind "task", "plan", "verification", "rulings", "prompt", "words", "transcript", "protection", "selection", "usage" …;
    /// the content is in the vault as UTF-8 (JSON where structured)
    public record Evidence(String kind, Sha256 content) {}
}
