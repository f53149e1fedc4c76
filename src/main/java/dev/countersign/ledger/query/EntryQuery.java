package dev.countersign.ledger.query;

import dev.countersign.ledger.entry.Decided;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.entry.Traits;
import dev.countersign.ledger.entry.Verdict;
import java.util.Optional;
import java.util.OptionalLong;

/// A page of entries, newest first. All conditions must hold.
///
/// @param below   only entries with a smaller sequence number; for the next page
/// @param limit   rows at most, 1 to 1,000
/// @param text    words, beginnings of words and `"phrases"`; any characters. Looked for in summary, run, node, actor and paths, and
///                where the ledger has an index, also in task, agent's words, reviewer's notes and changed lines
/// @param path    touches a path that this [PathPattern] means
/// @param run     id of the run
/// @param since   ms since 1970, that moment too
/// @param until   ms since 1970, without that moment
public record EntryQuery(OptionalLong below, int limit, Optional<String> text, Optional<String> path, Optional<String> actor,
                         Optional<EntryKind> kind, Optional<String> model, Optional<Verdict> verdict, Optional<Decided> decided,
                         Optional<String> run, OptionalLong since, OptionalLong until) {

    /// Nothing asked of model, verdict, decision, run and time.
    public EntryQuery(OptionalLong below, int limit, Optional<String> text, Optional<String> path, Optional<String> actor,
                      Optional<EntryKind> kind) {
        this(below, limit, text, path, actor, kind, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                OptionalLong.empty(), OptionalLong.empty());
    }

    public static EntryQuery recent(int limit) {
        return new EntryQuery(OptionalLong.empty(), limit, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Entries of one run.
    public static EntryQuery ofRun(String run, int limit) {
        return new EntryQuery(OptionalLong.empty(), limit, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(run), OptionalLong.empty(), OptionalLong.empty());
    }

    public EntryQuery below(OptionalLong seq) {
        return new EntryQuery(seq, limit, text, path, actor, kind, model, verdict, decided, run, since, until);
    }

    public EntryQuery limit(int rows) {
        return new EntryQuery(below, rows, text, path, actor, kind, model, verdict, decided, run, since, until);
    }

    public EntryQuery kind(EntryKind only) {
        return new EntryQuery(below, limit, text, path, actor, Optional.of(only), model, verdict, decided, run, since, until);
    }

    EntryQuery withoutText() {
        return new EntryQuery(below, limit, Optional.empty(), path, actor, kind, model, verdict, decided, run, since, until);
    }

    /// Whether every entry meets it.
    public boolean isOpen() {
        return equals(recent(limit).below(below));
    }

    /// Whether the leaf alone does not say who meets it.
    public boolean needsEvidence() {
        return verdict.isPresent() || decided.isPresent();
    }

    /// All conditions but [#text], [#below] and those on traits.
    public boolean meets(Entry entry) {
        EntryDraft what = entry.what();
        return path.map(PathPattern::of).map(p -> what.changes().stream().anyMatch(e -> p.matches(e.path().value()))).orElse(true)
                && actor.map(what.actor().id()::equals).orElse(true)
                && kind.map(what.kind()::equals).orElse(true)
                && model.map(what.actor().model()::equals).orElse(true)
                && run.map(what.session()::equals).orElse(true)
                && (since.isEmpty() || entry.time() >= since.getAsLong())
                && (until.isEmpty() || entry.time() < until.getAsLong());
    }

    /// The conditions on traits.
    public boolean meets(Traits traits) {
        return verdict.equals(traits.verdict().filter(_ -> verdict.isPresent()))
                && (decided.isEmpty() || (decided.get() == Decided.ROLLED_BACK ? traits.rolledBack()
                        : decided.equals(traits.decided())));
    }
}
