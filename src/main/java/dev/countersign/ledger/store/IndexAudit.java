package dev.countersign.ledger.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Compares the index of a pack with the pack, record by record in its order.
final class IndexAudit {
    private final String file;
    private final long covers;
    private final List<BlobAt> places;
    private final Findings findings;
    private int next;
    private boolean told;

    IndexAudit(Vault.Held held, Findings findings) {
        this.file = held.records().name().replaceAll("pack$", "idx");
        this.findings = findings;
        List<BlobAt> found = new ArrayList<>();
        long end = 0;
        if (held.index().isPresent()) {
            try {
                found = held.index().get().all();
                end = held.index().get().covers();
            } catch (PackIndex.DamagedException _) {
                tell("its checksums do not fit");
            }
        }
        this.places = found;
        this.covers = end;
        places.sort(Comparator.comparingLong(BlobAt::offset));
    }

    /// One is enough: an index is made anew as a whole.
    private void tell(String what) {
        if (!told) {
            findings.index(file, what);
            told = true;
        }
    }

    /// What the index says lies at this place. Whatever it has before it is of places where nothing begins.
    Optional<BlobAt> at(long offset) {
        while (next < places.size() && places.get(next).offset() < offset) {
            tell("it names a place at byte " + places.get(next).offset() + " of its pack where no record begins");
            next++;
        }
        return next < places.size() && places.get(next).offset() == offset ? Optional.of(places.get(next++)) : Optional.empty();
    }

    /// @param record with nothing wrong about it
    /// @param at     what the index says of its place
    void compare(PackReader.Read.Good record, Optional<BlobAt> at) {
        if (at.isEmpty() && record.offset() < covers) {
            tell("it lacks the content " + record.head().content().hex());
        } else if (at.isPresent()) {
            BlobAt is = at.get();
            if (!is.content().equals(record.head().content()) || is.stored() != record.stored().length
                    || is.length() != VaultReader.length(record.head().kind(), record.stored())) {
                tell("it says something else of the content " + record.head().content().hex() + " than its pack");
            }
        }
    }

    void end() {
        at(Long.MAX_VALUE);
    }
}
