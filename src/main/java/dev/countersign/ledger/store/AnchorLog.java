package dev.countersign.ledger.store;

import dev.countersign.ledger.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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
    private final Path file;
    private final FileChannel channel;
    private final String origin;
    private volatile Optional<Checkpoint> newest;

    /// One note with its place. @param checkpoint empty where the text is no checkpoint of this ledger
    public record Anchor(long offset, String note, Optional<Checkpoint> checkpoint) {}

    private AnchorLog(Path file, FileChannel channel, String origin, Optional<Checkpoint> newest) {
        this.file = file;
        this.channel = channel;
        this.origin = origin;
        this.newest = newest;
    }

    /// Opens or creates it, and drops a note that was not written to its end.
    public static AnchorLog open(Path file, String origin) throws IOException {
        OwnerOnly.folder(file.toAbsolutePath().getParent());
        FileChannel channel = OwnerOnly.open(file);
        OwnerOnly.syncFolder(file.toAbsolutePath().getParent());
        dropUnfinished(file, channel, origin);
        // A process that was killed may have left a note that no disk has yet; the database will repeat it.
        channel.force(true);
        var log = new AnchorLog(file, channel, origin, Optional.empty());
        log.newest = log.anchors().stream().flatMap(anchor -> anchor.checkpoint().stream())
                .reduce((a, b) -> b.size() >= a.size() ? b : a);
        return log;
    }

    /// One note and the empty line behind it, byte for byte.
    private static Pattern whole(String origin) {
        String name = Pattern.quote(origin);
        return Pattern.compile(name + "\n[0-9]+\n[A-Za-z0-9+/=]{44}\n\n\u00e2\u0080\u0094 " + name + " [A-Za-z0-9+/=]{92}\n\n");
    }

    /// Only what is the beginning of a note goes: damage must stay to be found.
    private static void dropUnfinished(Path file, FileChannel channel, String origin) throws IOException {
        Matcher note = whole(origin).matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        int at = 0;
        while (note.lookingAt()) {
            at = note.end();
            note.region(at, note.regionEnd());
        }
        if (at < note.regionEnd() && note.hitEnd()) {
            channel.truncate(at);
        }
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
            channel.truncate(end);
            throw e;
        }
        newest = Optional.of(checkpoint);
    }

    /// The note with the largest size, its signature unchecked.
    public Optional<Checkpoint> newest() {
        return newest;
    }

    public Path file() {
        return file;
    }

    /// All notes in order.
    public List<Anchor> anchors() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        var anchors = new ArrayList<Anchor>();
        Matcher whole = whole(origin).matcher(text);
        for (int start = 0; start < text.length(); ) {
            int next = text.indexOf("\n\n" + origin + "\n", start);
            int stop = whole.region(start, text.length()).lookingAt() ? whole.end() : next < 0 ? text.length() : next + 2;
            String note = new String(bytes, start, stop - start, StandardCharsets.UTF_8);
            anchors.add(new Anchor(start, note, note.endsWith("\n\n") ? checkpoint(note.substring(0, note.length() - 1)) : Optional.empty()));
            start = stop;
        }
        return anchors;
    }

    private Optional<Checkpoint> checkpoint(String note) {
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
