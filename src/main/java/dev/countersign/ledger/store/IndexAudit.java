package dev.countersign.ledger.store;

import java.util.Optional;

/// Compares the index of a pack with the pack, record by record in its order.
final class IndexAudit {
    private final String file;
    private final long covers;
    /// Where its contents lie, in the order of the pack; empty where the index is missing or damaged.
    private final Optional<PackIndex> index;
    private final long[] places;
    private final Findings findings;
    private int next;
    private boolean told;

    IndexAudit(Vault.Held held, Findings findings) {
        this.file = held.records().name().replaceAll("pack$", "idx");
        this.findings = findings;
        Optional<PackIndex> whole = Optional.empty();
        long[] found = {};
        if (held.index().isPresent()) {
            try {
                PackIndex copy = held.index().get().copy();
                found = copy.byOffset();
                whole = Optional.of(copy);
            } catch (PackIndex.DamagedException _) {
                tell("its checksums do not fit");
            }
        }
        this.index = whole;
        this.places = found;
        this.covers = whole.map(PackIndex::covers).orElse(0L);
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
        while (next < places.length && PackIndex.offset(places[next]) < offset) {
            tell("it names a place at byte " + PackIndex.offset(places[next]) + " of its pack where no record begins");
            next++;
        }
        if (next == places.length || PackIndex.offset(places[next]) != offset) {
            return Optional.empty();
        }
        long place = places[next++];
        return index.map(is -> is.at(place));
    }

    /// @param record with nothing wrong about it
    /// @param length bytes of the content it stands for
    /// @param at     what the index says of its place
    void compare(PackReader.Read.Good record, long length, Optional<BlobAt> at) {
        if (at.isEmpty() && record.offset() < covers) {
            tell("it lacks the content " + record.head().content().hex());
        } else if (at.isPresent()) {
            BlobAt is = at.get();
            if (!is.content().equals(record.head().content()) || is.stored() != record.stored().length
                    || is.length() != length) {
                tell("it says something else of the content " + record.head().content().hex() + " than its pack");
            }
        }
    }

    void end() {
        at(Long.MAX_VALUE);
    }
}
