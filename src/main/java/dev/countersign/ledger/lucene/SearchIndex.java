package dev.countersign.ledger.lucene;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryReading;
import dev.countersign.ledger.entry.Undoing;
import dev.countersign.ledger.store.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PointValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/// The index on disk. Writing is for one thread; questions are safe from any.
///
/// What is committed says of which ledger it is, which entries it holds and which leaf is the last of them. Nothing is synced
/// per entry: after a crash the last commit stands, and what is missing is added again.
final class SearchIndex implements AutoCloseable {
    static final Sort NEWEST_FIRST = new Sort(LongField.newSortField(Fields.SEQ, true, SortedNumericSelector.Type.MAX));
    private static final double BUFFER_MB = 48;

    /// Held, so that its level stays: that a faster instruction set goes unused is nothing to tell a user.
    private static final Logger QUIET = Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final Questions questions;
    private final String ledger;
    private final List<Undoing> undoings = new ArrayList<>();
    private Coverage coverage;
    /// What questions see.
    private volatile Coverage seen;
    private String lastLeaf;
    private long committed;

    private SearchIndex(Directory directory, IndexWriter writer, String ledger, Coverage coverage, String lastLeaf) throws IOException {
        this.directory = directory;
        this.ledger = ledger;
        this.writer = writer;
        this.coverage = coverage;
        this.seen = coverage;
        this.committed = coverage.count();
        this.lastLeaf = lastLeaf;
        this.searchers = new SearcherManager(writer, null);
        this.questions = new Questions(searchers);
    }

    /// Knows the leaf hash of an entry, in hex; empty text where there is none.
    interface Leaves {
        String hash(long seq) throws IOException;
    }

    /// Opens the index where it is one of this ledger, whole and not ahead of it; else begins an empty one.
    static SearchIndex open(Path folder, String ledger, Leaves leaves) throws IOException {
        QUIET.setLevel(Level.SEVERE);
        OwnerOnly.folder(folder);
        try {
            return opened(folder, ledger, leaves);
        } catch (IOException | RuntimeException e) {
            System.getLogger(SearchIndex.class.getName()).log(System.Logger.Level.DEBUG, "The search index is built anew", e);
            delete(folder);
            return opened(folder, ledger, leaves);
        }
    }

    private static SearchIndex opened(Path folder, String ledger, Leaves leaves) throws IOException {
        Directory directory = FSDirectory.open(folder);
        try {
            var config = new IndexWriterConfig(new WordAnalyzer()).setIndexSort(NEWEST_FIRST).setRAMBufferSizeMB(BUFFER_MB)
                    .setCommitOnClose(false)
                    .setLeafSorter(Comparator.comparingLong(SearchIndex::newest).reversed()).setOpenMode(IndexWriterConfig.OpenMode.CREATE_OR_APPEND);
            var writer = new IndexWriter(directory, config);
            try {
                Map<String, String> data = new HashMap<>();
                if (writer.getLiveCommitData() != null) {
                    writer.getLiveCommitData().forEach(pair -> data.put(pair.getKey(), pair.getValue()));
                }
                var coverage = new Coverage(number(data, "low"), number(data, "high"), number(data, "until"));
                String leaf = data.getOrDefault("leaf", "");
                boolean fits = writer.getDocStats().numDocs == coverage.count() && (coverage.count() == 0
                        || Fields.VERSION.equals(data.get("version")) && ledger.equals(data.get("ledger")) && leaves.hash(coverage.until() - 1).equals(leaf));
                if (!fits) {
                    throw new IOException("it is not an index of " + coverage + " of this ledger");
                }
                return new SearchIndex(directory, writer, ledger, coverage, leaf);
            } catch (IOException | RuntimeException e) {
                writer.rollback();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static long number(Map<String, String> data, String name) {
        return Long.parseLong(data.getOrDefault(name, "0"));
    }

    long bytes() throws IOException {
        long bytes = 0;
        for (String file : directory.listAll()) {
            bytes += directory.fileLength(file);
        }
        return bytes;
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    Questions questions() {
        return questions;
    }

    /// What was added.
    Coverage coverage() {
        return coverage;
    }

    /// What questions see of it.
    Coverage seen() {
        return seen;
    }

    boolean isCommitted() {
        return committed == coverage.count();
    }

    long uncommitted() {
        return coverage.count() - committed;
    }

    /// Puts an entry in, without which a coverage that holds it would be wrong. From any thread.
    void put(Entry entry, EntryReading.Read read, OptionalLong undone) throws IOException {
        writer.addDocument(Fields.document(entry, read, undone));
    }

    /// Everything that this covers was put in. Seen by questions after [#refresh].
    ///
    /// @param leaf hash of the last of them, in hex
    void covers(Coverage now, String leaf) {
        coverage = now;
        lastLeaf = leaf;
    }

    String lastLeaf() {
        return lastLeaf;
    }

    /// To be applied with the next [#refresh].
    void add(Undoing undoing) {
        undoings.add(undoing);
    }

    void refresh() throws IOException {
        searchers.maybeRefreshBlocking();
        if (!undoings.isEmpty()) {
            for (Undoing undoing : undoings) {
                apply(undoing);
            }
            undoings.clear();
            searchers.maybeRefreshBlocking();
        }
        seen = coverage;
    }

    private void apply(Undoing undoing) throws IOException {
        if (undoing.redo()) {
            searchers.maybeRefreshBlocking();
        }
        var paths = undoing.paths().stream().map(path -> new BytesRef(path.value())).toList();
        Query concerned = undoing.redo()
                ? NumericDocValuesField.newSlowExactQuery(Fields.UNDONE, undoing.from() + 1)
                : new BooleanQuery.Builder().add(LongField.newRangeQuery(Fields.SEQ, undoing.from(), undoing.until() - 1), BooleanClause.Occur.FILTER)
                        .add(new TermInSetQuery(Fields.FILE, paths), BooleanClause.Occur.FILTER).build();
        for (long seq : questions.seqs(concerned)) {
            writer.updateNumericDocValue(new Term(Fields.ID, Long.toString(seq)), Fields.UNDONE, undoing.redo() ? 0 : undoing.by() + 1);
        }
    }

    /// Puts everything that was added on disk, synced.
    void commit() throws IOException {
        if (isCommitted()) {
            return;
        }
        refresh();
        writer.setLiveCommitData(Map.of("version", Fields.VERSION, "ledger", ledger, "low", Long.toString(coverage.low()),
                "high", Long.toString(coverage.high()), "until", Long.toString(coverage.until()), "leaf", lastLeaf).entrySet());
        writer.commit();
        committed = coverage.count();
    }

    /// Which segment is looked at first.
    private static long newest(LeafReader segment) {
        try {
            PointValues seqs = segment.getPointValues(Fields.SEQ);
            return seqs == null ? -1 : LongPoint.decodeDimension(seqs.getMaxPackedValue(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Closes without keeping what was not committed.
    @Override
    public void close() throws IOException {
        try (Directory _ = directory) {
            searchers.close();
            writer.rollback();
        }
    }
}
