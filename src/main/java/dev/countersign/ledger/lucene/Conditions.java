package dev.countersign.ledger.lucene;

import dev.countersign.ledger.entry.Decided;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.PathPattern;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RegexpQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.RegExp;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;

/// An [EntryQuery] as a question to the index.
final class Conditions {
    /// Words that the last word of a phrase may go on to, at most.
    private static final int ENDINGS = 1_000;

    private final IndexReader reader;
    private final BooleanQuery.Builder all = new BooleanQuery.Builder();

    private Conditions(IndexReader reader) {
        this.reader = reader;
    }

    /// @param below only entries with a smaller sequence number
    static Query of(EntryQuery query, long below, IndexReader reader) throws IOException {
        var conditions = new Conditions(reader);
        conditions.all.add(new MatchAllDocsQuery(), BooleanClause.Occur.FILTER);
        if (below != Long.MAX_VALUE) {
            conditions.add(LongField.newRangeQuery(Fields.SEQ, 0, below - 1));
        }
        query.path().ifPresent(path -> conditions.add(path(PathPattern.of(path), path)));
        query.actor().ifPresent(actor -> conditions.add(term(Fields.AGENT, actor)));
        query.kind().ifPresent(kind -> conditions.add(term(Fields.KIND, kind.name())));
        query.model().ifPresent(model -> conditions.add(term(Fields.MODEL, model)));
        query.verdict().ifPresent(verdict -> conditions.add(term(Fields.VERDICT, verdict.name())));
        query.decided().ifPresent(decided -> conditions.add(decided == Decided.ROLLED_BACK ? NumericDocValuesField.newSlowRangeQuery(Fields.UNDONE, 1, Long.MAX_VALUE)
                : term(Fields.DECIDED, decided.name())));
        query.run().ifPresent(run -> conditions.add(term(Fields.RUN, run)));
        if (query.since().isPresent() || query.until().isPresent()) {
            conditions.add(LongField.newRangeQuery(Fields.TIME, query.since().orElse(Long.MIN_VALUE),
                    Math.subtractExact(query.until().orElse(Long.MAX_VALUE), query.until().isPresent() ? 1 : 0)));
        }
        if (query.text().filter(text -> !text.isBlank()).isPresent()) {
            SearchText text = SearchText.of(query.text().get());
            if (text.parts().isEmpty()) {
                conditions.add(new MatchNoDocsQuery());
            }
            for (SearchText.Part part : text.parts()) {
                conditions.add(conditions.part(part));
            }
        }
        return conditions.all.build();
    }

    private void add(Query condition) {
        all.add(condition, BooleanClause.Occur.FILTER);
    }

    private static Query term(String field, String value) {
        return new TermQuery(new Term(field, value));
    }

    private static Query path(PathPattern pattern, String text) {
        if (pattern.isExact()) {
            return term(Fields.FILE, text);
        }
        if (text.endsWith("/") && PathPattern.of(text.substring(0, text.length() - 1)).isExact()) {
            return new PrefixQuery(new Term(Fields.FILE, text));
        }
        try {
            return new RegexpQuery(new Term(Fields.FILE, pattern.expression()), RegExp.NONE);
        } catch (TooComplexToDeterminizeException e) {
            return new MatchNoDocsQuery();
        }
    }

    private Query part(SearchText.Part part) throws IOException {
        String last = part.words().getLast();
        if (part.words().size() == 1) {
            return part.open() ? new PrefixQuery(new Term(Fields.TEXT, last)) : term(Fields.TEXT, last);
        }
        var phrase = new MultiPhraseQuery.Builder();
        part.words().subList(0, part.words().size() - 1).forEach(word -> phrase.add(new Term(Fields.TEXT, word)));
        Term[] endings = part.open() ? endings(last) : new Term[] {new Term(Fields.TEXT, last)};
        return endings.length == 0 ? new MatchNoDocsQuery() : phrase.add(endings).build();
    }

    private Term[] endings(String prefix) throws IOException {
        List<Term> terms = new ArrayList<>();
        Terms known = MultiTerms.getTerms(reader, Fields.TEXT);
        if (known != null) {
            TermsEnum at = known.iterator();
            var wanted = new BytesRef(prefix);
            if (at.seekCeil(wanted) != TermsEnum.SeekStatus.END) {
                for (BytesRef term = at.term(); term != null && terms.size() < ENDINGS
                        && org.apache.lucene.util.StringHelper.startsWith(term, wanted); term = at.next()) {
                    terms.add(new Term(Fields.TEXT, BytesRef.deepCopyOf(term)));
                }
            }
        }
        return terms.toArray(Term[]::new);
    }
}
