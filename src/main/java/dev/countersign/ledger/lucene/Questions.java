package dev.countersign.ledger.lucene;

import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.Facet;
import dev.countersign.ledger.query.Grouping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;

/// What can be asked of the index: pages, the whole order, rows, values of a facet. Safe from any thread; each question sees the
/// index as it was at its last refresh.
final class Questions {
    private final SearcherManager searchers;

    Questions(SearcherManager searchers) {
        this.searchers = searchers;
    }

    /// Lucene itself checks its sums when it merges, and not when it reads.
    ///
    /// @throws IOException where a byte is not what was written
    void check() throws IOException {
        ask(searcher -> {
            for (LeafReaderContext context : searcher.getIndexReader().leaves()) {
                context.reader().checkIntegrity();
            }
            return true;
        });
    }

    private interface Segment {
        void take(LeafReaderContext context, DocIdSetIterator matches) throws IOException;
    }

    private static void each(IndexSearcher searcher, Query query, Segment segment) throws IOException {
        Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (LeafReaderContext context : searcher.getIndexReader().leaves()) {
            Scorer scorer = weight.scorer(context);
            if (scorer != null) {
                segment.take(context, scorer.iterator());
            }
        }
    }

    private interface Question<T> {
        T ask(IndexSearcher searcher) throws IOException;
    }

    private <T> T ask(Question<T> question) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            return question.ask(searcher);
        } finally {
            searchers.release(searcher);
        }
    }

    /// Sequence numbers of a page, newest first.
    List<Long> page(EntryQuery query) throws IOException {
        return ask(searcher -> {
            Query wanted = Conditions.of(query, query.below().orElse(Long.MAX_VALUE), searcher.getIndexReader());
            var found = new ArrayList<Long>();
            for (ScoreDoc hit : searcher.search(wanted, new TopFieldCollectorManager(SearchIndex.NEWEST_FIRST, query.limit(), null, 1)).scoreDocs) {
                found.add((Long) ((FieldDoc) hit).fields[0]);
            }
            return found;
        });
    }

    /// Everything that meets a query, in order.
    Order order(EntryQuery query, Grouping grouping, long size, long indexed) throws IOException {
        return ask(searcher -> {
            Query wanted = Conditions.of(query, size, searcher.getIndexReader());
            Optional<Order> order = collected(searcher, wanted, new Order.Collector(grouping, size, grouping == Grouping.TASK), grouping).ordered(size, indexed);
            return order.isPresent() ? order.get()
                    : collected(searcher, wanted, new Order.Collector(grouping, size, true), grouping).ordered(size, indexed).orElseThrow();
        });
    }

    private static Order.Collector collected(IndexSearcher searcher, Query query, Order.Collector order, Grouping grouping) throws IOException {
        each(searcher, query, (context, matches) -> {
            SortedNumericDocValues seqs = context.reader().getSortedNumericDocValues(Fields.SEQ);
            SortedNumericDocValues times = context.reader().getSortedNumericDocValues(Fields.TIME);
            SortedDocValues runs = context.reader().getSortedDocValues(Fields.RUN);
            int[] known = new int[grouping == Grouping.TASK ? runs.getValueCount() : 0];
            for (int doc = matches.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = matches.nextDoc()) {
                seqs.advanceExact(doc);
                times.advanceExact(doc);
                int group = -1;
                if (grouping == Grouping.TASK) {
                    runs.advanceExact(doc);
                    int ord = runs.ordValue();
                    if (known[ord] == 0) {
                        known[ord] = order.group(runs.lookupOrd(ord).utf8ToString()) + 1;
                    }
                    group = known[ord] - 1;
                }
                order.add(seqs.nextValue(), times.nextValue(), group);
            }
        });
        return order;
    }

    /// What is kept for the rows of these entries.
    Map<Long, Fields.Row> rows(List<Long> seqs) throws IOException {
        return ask(searcher -> {
            var rows = new HashMap<Long, Fields.Row>();
            var ids = seqs.stream().map(seq -> new BytesRef(Long.toString(seq))).toList();
            each(searcher, new TermInSetQuery(Fields.ID, ids), (context, matches) -> {
                SortedNumericDocValues numbers = context.reader().getSortedNumericDocValues(Fields.SEQ);
                NumericDocValues undone = context.reader().getNumericDocValues(Fields.UNDONE);
                StoredFields stored = context.reader().storedFields();
                for (int doc = matches.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = matches.nextDoc()) {
                    numbers.advanceExact(doc);
                    rows.put(numbers.nextValue(), Fields.row(stored.document(doc, Set.of(Fields.TRAITS)).get(Fields.TRAITS),
                            undone.advanceExact(doc) && undone.longValue() > 0));
                }
            });
            return rows;
        });
    }

    List<String> values(Facet facet, String prefix, int limit) throws IOException {
        String field = switch (facet) {
            case FILE -> Fields.FILE;
            case AGENT -> Fields.AGENT;
            case MODEL -> Fields.MODEL;
            case RUN -> Fields.RUN;
        };
        String wanted = prefix.toLowerCase(Locale.ROOT);
        return ask(searcher -> {
            var values = new ArrayList<String>();
            Terms terms = MultiTerms.getTerms(searcher.getIndexReader(), field);
            if (terms != null) {
                TermsEnum at = terms.iterator();
                for (BytesRef term = at.next(); term != null && values.size() < limit; term = at.next()) {
                    String value = term.utf8ToString();
                    if (!value.isEmpty() && value.toLowerCase(Locale.ROOT).startsWith(wanted)) {
                        values.add(value);
                    }
                }
            }
            return values;
        });
    }

    /// Sequence numbers of all that match, in no order.
    List<Long> seqs(Query query) throws IOException {
        return ask(searcher -> {
            var found = new ArrayList<Long>();
            each(searcher, query, (context, matches) -> {
                SortedNumericDocValues numbers = context.reader().getSortedNumericDocValues(Fields.SEQ);
                for (int doc = matches.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = matches.nextDoc()) {
                    numbers.advanceExact(doc);
                    found.add(numbers.nextValue());
                }
            });
            return found;
        });
    }
}
