package dev.countersign.cli;

import dev.countersign.changeset.FileMerge;
import dev.countersign.changeset.Merge;
import dev.countersign.run.OutsideAnswer;
import dev.countersign.run.OutsideAnswer.How;
import dev.countersign.run.OutsideChange;
import dev.countersign.workspace.WorkspacePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Changes on disk that an approval meets, shown in the terminal and settled there one by one.
final class OutsideTalk {
    /// What becomes of every conflict.
    enum Settle { ASK, OURS, THEIRS }

    private final Terminal terminal;
    private final Settle settle;
    private final MergeTalk merges;

    OutsideTalk(Terminal terminal, Settle settle) {
        this.terminal = terminal;
        this.settle = settle;
        this.merges = new MergeTalk(terminal, new MergeTalk.Names("on disk", "as the agent read it", "by the agent",
                "[k]eep the disk's, [t]ake the agent's, [b]oth, both the [o]ther way round, [e]dit, [q]uit ? ", "ktboeq"));
    }

    /// Names what changed on disk, without asking.
    void show(List<OutsideChange> met) {
        for (OutsideChange change : met) {
            terminal.say("  " + terminal.tint(Terminal.Tone.WARN, "changed on disk") + "  " + change.path() + "  " + (change.isClean()
                    ? "merges without a conflict" : Words.counted(change.conflicts(), "conflict", "conflicts")));
        }
    }

    /// Settles each of them.
    ///
    /// @return empty where the person wants to stop
    Optional<Map<WorkspacePath, OutsideAnswer>> ask(List<OutsideChange> met) {
        var answers = new TreeMap<WorkspacePath, OutsideAnswer>();
        for (OutsideChange change : met) {
            terminal.say("");
            terminal.say(terminal.tint(Terminal.Tone.STRONG, change.path().value()) + "  changed on disk since the agent read it");
            Optional<How> how = switch (change.merge()) {
                case FileMerge.Settled settled -> clean(settled);
                case FileMerge.Lines lines -> lines(lines.merge());
                case FileMerge.Whole(var reason) -> whole(reason);
            };
            if (how.isEmpty()) {
                return Optional.empty();
            }
            answers.put(change.path(), change.answer(how.get()));
        }
        return Optional.of(answers);
    }

    private Optional<How> clean(FileMerge.Settled settled) {
        settled.merged().ifPresent(merge -> {
            terminal.say("Both changes stand together:");
            merges.changes(merge);
        });
        if (settle != Settle.ASK) {
            return Optional.of(new How.Merged(Map.of()));
        }
        return switch (merges.answer("[m]erge both, [k]eep the disk's, [t]ake the agent's, [q]uit ? ", "mktq")) {
            case 'm' -> Optional.of(new How.Merged(Map.of()));
            case 'k' -> Optional.of(new How.Disk());
            case 't' -> Optional.of(new How.Approved());
            default -> Optional.empty();
        };
    }

    private Optional<How> lines(Merge merge) {
        if (settle == Settle.ASK) {
            return merges.conflicts(merge).map(How.Merged::new);
        }
        var all = new LinkedHashMap<Integer, Merge.Resolution>();
        for (Merge.Conflict conflict : merge.conflicts()) {
            all.put(conflict.index(), settle == Settle.OURS ? new Merge.Resolution.Ours() : new Merge.Resolution.Theirs());
            merges.show(merge, conflict);
        }
        terminal.say(settle == Settle.OURS ? "Settled by --ours: what is on disk stays." : "Settled by --theirs: the agent's lines are taken.");
        return Optional.of(new How.Merged(all));
    }

    private Optional<How> whole(FileMerge.Reason reason) {
        terminal.say(ConflictTalk.whole(reason));
        return switch (settle) {
            case OURS -> Optional.of(new How.Disk());
            case THEIRS -> Optional.of(new How.Approved());
            case ASK -> switch (merges.answer("[k]eep it as it is on disk, [t]ake the agent's, [q]uit ? ", "ktq")) {
                case 'k' -> Optional.of(new How.Disk());
                case 't' -> Optional.of(new How.Approved());
                default -> Optional.empty();
            };
        };
    }
}
