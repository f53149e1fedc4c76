package dev.countersign.cli;

import dev.countersign.changeset.ConflictMarkers;
import dev.countersign.changeset.FileMerge;
import dev.countersign.changeset.Merge.Resolution;
import dev.countersign.changeset.Merge;
import dev.countersign.changeset.TextFile;
import dev.countersign.ledger.rollback.RollbackChoices.Choice;
import dev.countersign.ledger.rollback.RollbackChoices;
import dev.countersign.ledger.rollback.RollbackFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Conflicts of a rollback, shown in the terminal and settled there one by one.
final class ConflictTalk {
    private final Terminal terminal;
    private final MergeTalk merges;

    ConflictTalk(Terminal terminal) {
        this.terminal = terminal;
        this.merges = new MergeTalk(terminal, new MergeTalk.Names("now", "after the change that is taken back", "before it",
                "[k]eep now, [t]ake before, [b]oth, both the [o]ther way round, [e]dit, [l]eave the file out, [q]uit ? ", "ktboelq"));
    }

    /// Settles a file by one rule.
    static RollbackChoices all(RollbackChoices choices, RollbackFile.Open open, RestoreOptions.Settle how) {
        boolean ours = how == RestoreOptions.Settle.OURS;
        return switch (open.merge()) {
            case FileMerge.Lines lines -> {
                var resolutions = new LinkedHashMap<Integer, Resolution>();
                lines.merge().conflicts().forEach(conflict ->
                        resolutions.put(conflict.index(), ours ? new Resolution.Ours() : new Resolution.Theirs()));
                yield choices.with(open, new Choice.Lines(resolutions));
            }
            case FileMerge.Whole _, FileMerge.Settled _ ->
                    choices.with(open, ours ? new Choice.Keep() : new Choice.Take());
        };
    }

    /// Prints what conflicts, in git's notation.
    void show(RollbackFile.Open open) {
        terminal.say("  conflict " + open.path() + "  " + open.why());
        switch (open.merge()) {
            case FileMerge.Lines lines -> {
                TextFile marked = new ConflictMarkers(ConflictMarkers.Style.ZDIFF3, "now", "after the change", "before the change")
                        .write(lines.merge());
                boolean inside = false;
                for (String line : marked.lines()) {
                    inside |= line.startsWith("<<<<<<< now");
                    if (inside) {
                        terminal.say("    " + line);
                    }
                    inside &= !line.startsWith(">>>>>>> before the change");
                }
            }
            case FileMerge.Whole(var reason) -> terminal.say("    " + whole(reason));
            case FileMerge.Settled _ -> { }
        }
    }

    static String whole(FileMerge.Reason reason) {
        return switch (reason) {
            case CHANGED_AND_DELETED -> "One side changed it, the other has none: only one of them can be had.";
            case BINARY -> "It is no text: only one side can be had.";
            case LINK -> "The link leads to two places: only one can be had.";
            case KIND -> "It is a file on one side and something else on the other: only one can be had.";
            case ENCODING -> "The sides are in different encodings: only one can be had.";
            case TOO_LARGE -> "It is too large to be merged: only one side can be had.";
        };
    }

    /// Asks about each conflict of a file.
    ///
    /// @return empty where the person wants to stop
    Optional<RollbackChoices> ask(RollbackChoices choices, RollbackFile.Open open) {
        terminal.say("");
        terminal.say(terminal.tint(Terminal.Tone.STRONG, open.path().value()) + "  " + open.why());
        return switch (open.merge()) {
            case FileMerge.Lines lines -> lines(choices, open, lines.merge());
            case FileMerge.Whole(var reason) -> {
                terminal.say(whole(reason));
                yield switch (merges.answer("[k]eep it as it is, [t]ake it as it was before, [l]eave the file out, [q]uit ? ", "ktlq")) {
                    case 'k' -> Optional.of(choices.with(open, new Choice.Keep()));
                    case 't' -> Optional.of(choices.with(open, new Choice.Take()));
                    case 'l' -> Optional.of(choices.leaving(open.path(), true));
                    default -> Optional.empty();
                };
            }
            case FileMerge.Settled _ -> Optional.of(choices);
        };
    }

    private Optional<RollbackChoices> lines(RollbackChoices choices, RollbackFile.Open open, Merge merge) {
        Optional<Map<Integer, Resolution>> resolutions = merges.conflicts(merge);
        if (resolutions.isPresent()) {
            return Optional.of(choices.with(open, new Choice.Lines(resolutions.get())));
        }
        return merges.ended() == 'l' ? Optional.of(choices.leaving(open.path(), true)) : Optional.empty();
    }
}
