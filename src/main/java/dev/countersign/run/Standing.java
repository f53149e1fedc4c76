package dev.countersign.run;

import dev.countersign.changeset.Changeset;
import dev.countersign.policy.Ruling;
import dev.countersign.verify.Verification;
import java.util.List;
import java.util.Optional;

/// A candidate with what was found about it. What a person reviews, and what is put back when something later is worse.
record Standing(RunEvent.Candidate candidate, List<Ruling> rulings, Optional<Verification> verification) {
    Standing {
        rulings = List.copyOf(rulings);
    }

    Changeset changeset() {
        return candidate.changeset();
    }

    double energy() {
        return verification.map(Verification::energy).orElse(Double.POSITIVE_INFINITY);
    }
}
