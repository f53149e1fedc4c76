package dev.countersign.run;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.query.EntryQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;

/// What people trusted, as far as it is of one kind: each entry is read once, whoever wrote it. For one thread at a time.
///
/// @param <T> the evidence
final class TrustEntries<T> {
    private static final int PAGE = 200;

    private final Ledger ledger;
    private final JsonMapper json;
    private final String kind;
    private final Class<T> type;
    private long read;

    /// @param kind of the evidence
    TrustEntries(Ledger ledger, JsonMapper json, String kind, Class<T> type) {
        this.ledger = ledger;
        this.json = json;
        this.kind = kind;
        this.type = type;
    }

    /// One of them.
    record Told<T>(Entry entry, T evidence) {}

    /// What came since this was asked last, oldest first.
    List<Told<T>> news() throws IOException {
        long size = ledger.size();
        if (size <= read) {
            return List.of();
        }
        var news = new ArrayList<Told<T>>();
        OptionalLong below = OptionalLong.empty();
        while (true) {
            List<Entry> page = ledger.page(EntryQuery.recent(PAGE).kind(EntryKind.TRUST).below(below));
            for (Entry entry : page) {
                if (entry.seq() >= read) {
                    for (EntryDraft.Evidence evidence : entry.what().evidence()) {
                        if (evidence.kind().equals(kind)) {
                            news.add(new Told<>(entry, json.readValue(ledger.vault().read(evidence.content()), type)));
                        }
                    }
                }
            }
            if (page.size() < PAGE || page.getLast().seq() < read) {
                break;
            }
            below = OptionalLong.of(page.getLast().seq());
        }
        read = size;
        return news.reversed();
    }
}
