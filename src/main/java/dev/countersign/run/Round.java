package dev.countersign.run;

import dev.countersign.workspace.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One go at a node: from its start, or from a reviewer's wish for a revision, to the reviewer. All of it is in the journal, so that
/// it goes on after a pause or a crash where it stood. Immutable.
///
/// @param revision what the reviewer asked for
/// @param before   what stood for review then
/// @param tries    in the order of their attempts
record Round(Optional<Decision.Revise> revision, Optional<Standing> before, List<Try> tries) {
    static final Round NEW = new Round(Optional.empty(), Optional.empty(), List.of());

    Round {
        tries = List.copyOf(tries);
    }

    /// One attempt as far as it came.
    ///
    /// @param base     the tree that the call started from
    /// @param returned the call ended
    /// @param standing what it changed, with what was found of it so far
    record Try(int attempt, Optional<Sha256> base, Optional<RunEvent.Returned> returned, Optional<Standing> standing) {
        static Try begun(int attempt) {
            return new Try(attempt, Optional.empty(), Optional.empty(), Optional.empty());
        }

        boolean isJudged() {
            return standing.filter(s -> s.verification().isPresent()).isPresent();
        }

        Optional<RunEvent.Failure> failure() {
            return returned.flatMap(RunEvent.Returned::failure);
        }

        /// Whether the next attempt is another one.
        boolean isOver() {
            return isJudged() || failure().isPresent();
        }
    }

    /// The judged one of the lowest energy; of several the first.
    Optional<Standing> best() {
        Optional<Standing> best = Optional.empty();
        for (Try one : tries) {
            if (one.isJudged() && (best.isEmpty() || one.standing().orElseThrow().energy() < best.get().energy())) {
                best = one.standing();
            }
        }
        return best;
    }

    Try attempt(int attempt) {
        return tries.stream().filter(t -> t.attempt() == attempt).findFirst().orElseGet(() -> Try.begun(attempt));
    }

    /// The tree that everything this round brought starts from, if it brought anything.
    Optional<Sha256> base() {
        return tries.stream().filter(t -> t.standing().isPresent() || t.returned().isPresent())
                .flatMap(t -> t.standing().map(s -> s.changeset().baseTree()).or(t::base).stream()).findFirst();
    }

    /// Attempts that brought a candidate, up to and with this one.
    int candidates(int attempt) {
        return (int) tries.stream().filter(t -> t.attempt() <= attempt && t.standing().isPresent()).count();
    }

    /// Calls that failed with this code.
    int failures(String code) {
        return (int) tries.stream().filter(t -> t.failure().filter(f -> f.code().equals(code)).isPresent()).count();
    }

    Round with(Try one) {
        var next = new ArrayList<>(tries);
        next.removeIf(t -> t.attempt() == one.attempt());
        next.add(one);
        return new Round(revision, before, next);
    }
}
