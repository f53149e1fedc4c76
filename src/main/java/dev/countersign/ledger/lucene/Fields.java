package dev.countersign.ledger.lucene;

import dev.countersign.ledger.entry.Decided;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryReading;
import dev.countersign.ledger.entry.Traits;
import dev.countersign.ledger.entry.Verdict;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.util.BytesRef;

/// The fields of one entry in the index.
final class Fields {
    /// Changes whenever what is indexed changes: an index of another version is built anew.
    static final String VERSION = "2";

    static final String SEQ = "seq";
    static final String ID = "id";
    static final String TIME = "time";
    static final String KIND = "kind";
    static final String AGENT = "agent";
    static final String MODEL = "model";
    static final String RUN = "run";
    static final String FILE = "file";
    static final String VERDICT = "verdict";
    static final String DECIDED = "decided";
    static final String TEXT = "text";
    static final String TRAITS = "traits";
    /// 1 + the entry that took it back, or 0.
    static final String UNDONE = "undone";

    private static final int LONGEST_KEY = 8_000;
    private static final int LONGEST_TASK = 200;

    private Fields() {}

    /// @param undone the entry that took it back
    static Document document(Entry entry, EntryReading.Read read, OptionalLong undone) {
        var document = new Document();
        document.add(new LongField(SEQ, entry.seq(), Field.Store.NO));
        document.add(new StringField(ID, Long.toString(entry.seq()), Field.Store.NO));
        document.add(new LongField(TIME, entry.time(), Field.Store.NO));
        key(document, KIND, entry.what().kind().name());
        key(document, AGENT, entry.what().actor().id());
        key(document, MODEL, entry.what().actor().model());
        key(document, RUN, entry.what().session());
        document.add(new SortedDocValuesField(RUN, new BytesRef(cut(entry.what().session(), LONGEST_KEY))));
        entry.what().changes().forEach(edit -> key(document, FILE, edit.path().value()));
        read.traits().verdict().ifPresent(verdict -> key(document, VERDICT, verdict.name()));
        read.traits().decided().ifPresent(decided -> key(document, DECIDED, decided.name()));
        for (List<String> lines : read.lines().values()) {
            for (String line : lines) {
                document.add(new TextField(TEXT, line, Field.Store.NO));
            }
        }
        document.add(new StoredField(TRAITS, store(read)));
        document.add(new NumericDocValuesField(UNDONE, undone.isPresent() ? undone.getAsLong() + 1 : 0));
        return document;
    }

    private static void key(Document document, String field, String value) {
        if (value.getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY) {
            document.add(new StringField(field, value, Field.Store.NO));
        }
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private static String store(EntryReading.Read read) {
        Traits traits = read.traits();
        return String.join("\t", traits.verdict().map(Verdict::name).orElse(""), traits.decided().map(Decided::name).orElse(""),
                number(traits.added()), number(traits.removed()), traits.costUsd().map(BigDecimal::toString).orElse(""),
                cut(read.task(), LONGEST_TASK));
    }

    private static String number(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "";
    }

    /// What is kept of an entry for its row.
    record Row(Traits traits, String task) {}

    static Row row(String stored, boolean undone) {
        String[] part = stored.split("\t", 6);
        return new Row(new Traits(some(part[0]).map(Verdict::valueOf), some(part[1]).map(Decided::valueOf), number(part[2]), number(part[3]),
                some(part[4]).map(BigDecimal::new), undone), part[5]);
    }

    private static Optional<String> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static OptionalLong number(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }
}
