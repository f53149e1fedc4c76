package dev.countersign.ledger.store;

import dev.countersign.ledger.seal.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Signed checkpoints outside of the ledger's folder: each note followed by an empty line, append-only, synced. What makes a
/// rewritten or shortened ledger visible. One thread at a time appends.
public final class AnchorLog implements AutoCloseable {
    /// What is read at opening: some hundred notes.
    private static final int TAIL = 1 << 16;
    private static final int SECTOR = 512;
    /// More than a note with its cosignatures.
    private static final int LONGEST = 1 << 13;

    private final Path file;
    private final FileChannel channel;
    private final String origin;
    private volatile Optional<Checkpoint> newest;

    /// One note with its place. @param checkpoint empty where the text is no checkpoint of this ledger
    public record Anchor(long offset, int length, String note, Optional<Checkpoint> checkpoint) {}

    private AnchorLog(Path file, FileChannel channel, String origin, Optional<Checkpoint> newest) {
        this.file = file;
        this.channel = channel;
        this.origin = origin;
        this.newest = newest;
    }

    /// Opens or creates it, and drops a note that was not written to its end. Reads the end of the file only.
    public static AnchorLog open(Path file, String origin) throws IOException {
        OwnerOnly.folder(file.toAbsolutePath().getParent());
        FileChannel channel = OwnerOnly.open(file);
        OwnerOnly.syncFolder(file.toAbsolutePath().getParent());
        var log = new AnchorLog(file, channel, origin, Optional.empty());
        long from = log.lastNotes();
        log.dropUnfinished(from);
        // A process that was killed may have left a note that no disk has yet; the database will repeat it.
        channel.force(true);
        log.newest = log.anchors(log.read(from), from).stream().flatMap(anchor -> anchor.checkpoint().stream())
                .reduce((a, b) -> b.size() >= a.size() ? b : a);
        return log;
    }

    /// One note and the empty line behind it, byte for byte: our signature, then those of witnesses.
    private static Pattern whole(String origin) {
        String name = Pattern.quote(origin);
        return Pattern.compile(name + "\n[0-9]+\n[A-Za-z0-9+/=]{44}\n\n\u00e2\u0080\u0094 " + name + " [A-Za-z0-9+/=]{92}\n"
                + "(?:\u00e2\u0080\u0094 [^ \n]+ [A-Za-z0-9+/=]{104}\n)*\n");
    }

    /// Where a note begins near the end of the file, or 0.
    private long lastNotes() throws IOException {
        long from = Math.max(0, channel.size() - TAIL);
        int at = from == 0 ? -1 : new String(read(from), StandardCharsets.ISO_8859_1).indexOf("\n\n" + origin + "\n");
        return at < 0 ? 0 : from + at + 2;
    }

    private byte[] read(long from) throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - from));
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) { }
        return bytes.array();
    }

    /// Only what is the beginning of a note goes, or one note of which a power cut left sectors unwritten: damage must stay to be found.
    private void dropUnfinished(long from) throws IOException {
        byte[] bytes = read(from);
        Matcher note = whole(origin).matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        int at = 0;
        while (note.lookingAt()) {
            at = note.end();
            note.region(at, note.regionEnd());
        }
        if (at < note.regionEnd() && (note.hitEnd() || torn(bytes, at, from) && !note.region(at, bytes.length).find())) {
            channel.truncate(from + at);
        }
    }

    /// Whether the end of the file consists of sectors that were written and sectors that never were, which read as zeros. Text has none.
    private static boolean torn(byte[] bytes, int start, long from) {
        boolean missing = false;
        int end;
        for (int at = start; at < bytes.length; at = end) {
            end = (int) Math.min(bytes.length, ((from + at) / SECTOR + 1) * SECTOR - from);
            int zeros = 0;
            for (int i = at; i < end; i++) {
                zeros += bytes[i] == 0 ? 1 : 0;
            }
            if (zeros != 0 && zeros != end - at) {
                return false;
            }
            missing |= zeros != 0;
        }
        return missing && bytes.length - start <= LONGEST;
    }

    public void append(Checkpoint checkpoint) throws IOException {
        long end = channel.size();
        try {
            var bytes = ByteBuffer.wrap((checkpoint.note() + "\n").getBytes(StandardCharsets.UTF_8));
            for (long at = end; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
            channel.force(false);
        } catch (IOException e) {
            var failed = new FileSystemException(file.toString(), null, e.getMessage());
            failed.initCause(e);
            try {
                channel.truncate(end);
            } catch (IOException later) {
                failed.addSuppressed(later);
            }
            throw failed;
        }
        if (newest.isEmpty() || checkpoint.size() >= newest.get().size()) {
            newest = Optional.of(checkpoint);
        }
    }

    /// The note with the largest size, its signature unchecked.
    public Optional<Checkpoint> newest() {
        return newest;
    }

    public Path file() {
        return file;
    }

    /// All of it at one moment. @param bytes the whole file @param seal the note beside it that seals its beginning
    public record Moment(String file, byte[] bytes, List<Anchor> anchors, Optional<String> seal) {}

    /// Called while nothing is appended.
    public Moment moment() throws IOException {
        byte[] bytes = read(0);
        Path seal = seal();
        return new Moment("anchors/" + file.getFileName(), bytes, anchors(bytes, 0), Files.exists(seal)
                ? Optional.of(new String(Files.readAllBytes(seal), StandardCharsets.UTF_8)) : Optional.empty());
    }

    /// Where the note lies that seals the beginning of this log.
    Path seal() {
        return file.resolveSibling(file.getFileName() + ".sealed");
    }

    long bytes() throws IOException {
        return channel.size();
    }

    /// The bytes from `from` on.
    byte[] tail(long from) throws IOException {
        return read(from);
    }

    /// All notes in order.
    public List<Anchor> anchors() throws IOException {
        return anchors(read(0), 0);
    }

    private List<Anchor> anchors(byte[] bytes, long offset) {
        return anchors(bytes, offset, origin);
    }

    /// The notes of a file that is an anchor log or the end of one.
    ///
    /// @param offset where `bytes` begin in the file
    static List<Anchor> anchors(byte[] bytes, long offset, String origin) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        var anchors = new ArrayList<Anchor>();
        Matcher whole = whole(origin).matcher(text);
        for (int start = 0; start < text.length(); ) {
            int next = text.indexOf("\n\n" + origin + "\n", start);
            int stop = whole.region(start, text.length()).lookingAt() ? whole.end() : next < 0 ? text.length() : next + 2;
            String note = new String(bytes, start, stop - start, StandardCharsets.UTF_8);
            anchors.add(new Anchor(offset + start, stop - start, note,
                    note.endsWith("\n\n") ? checkpoint(note.substring(0, note.length() - 1), origin) : Optional.empty()));
            start = stop;
        }
        return anchors;
    }

    private static Optional<Checkpoint> checkpoint(String note, String origin) {
        try {
            return Optional.of(Checkpoint.parse(note, origin));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
