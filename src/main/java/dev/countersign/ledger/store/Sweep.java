package dev.countersign.ledger.store;

import dev.countersign.ledger.Reclaimed;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes out of packs what nothing needs: the records that stay go into a new file beside the pack, which is synced and renamed into
/// its place. Killed at any point, each pack is either as it was or as it will be.
final class Sweep {
    private static final String NEW = ".new";

    private final Needed needed;
    private final boolean dry;
    private long contents;
    private long bytes;
    private long kept;
    private long keptBytes;
    private final List<String> skipped = new ArrayList<>();

    Sweep(Needed needed, boolean dry) {
        this.needed = needed;
        this.dry = dry;
    }

    /// A pack without what nothing needs, synced beside it.
    ///
    /// @param file   under its temporary name
    /// @param stayed where its contents will lie
    record Rewritten(Path file, List<BlobAt> stayed) {}

    /// Rewrites one pack; empty where it can stay as it is. Nothing may be written to it meanwhile.
    Optional<Rewritten> pack(int number, Path file, PackReader records, Progress progress) throws IOException {
        var stay = new ArrayList<BlobAt>();
        var go = new ArrayList<BlobAt>();
        for (Optional<PackReader.Read> next = records.next(); next.isPresent(); next = records.next()) {
            progress.check();
            switch (next.get()) {
                case PackReader.Read.Good(Pack.Head head, long offset, byte[] stored) -> {
                    // Also what this version cannot read stays: it is not for this version to judge.
                    boolean known = head.kind() != Pack.Kind.RESERVED;
                    long length = known ? VaultReader.length(head.kind(), stored) : 0;
                    (known && !needed.contains(head.content()) ? go : stay).add(new BlobAt(head.content(), number, offset, head.stored(), length));
                }
                case PackReader.Read.Bad _ -> {
                    skipped.add(records.name());
                    return Optional.empty();
                }
            }
        }
        contents += go.size();
        bytes += go.stream().mapToLong(Sweep::room).sum();
        kept += stay.size();
        keptBytes += stay.stream().mapToLong(Sweep::room).sum();
        return dry || go.isEmpty() ? Optional.empty() : Optional.of(rewrite(number, file, stay, progress));
    }

    private static long room(BlobAt blob) {
        return Pack.HEAD + (long) blob.stored();
    }

    private static Rewritten rewrite(int number, Path file, List<BlobAt> stay, Progress progress) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + NEW);
        var places = new ArrayList<BlobAt>(stay.size());
        boolean done = false;
        try (FileChannel out = OwnerOnly.open(temporary, StandardOpenOption.TRUNCATE_EXISTING);
                FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            long end = 0;
            for (BlobAt blob : stay) {
                progress.check();
                var record = ByteBuffer.allocate((int) room(blob));
                if (!PackReader.readFully(in, record, blob.offset())) {
                    throw new IOException(file + " became shorter while it was read");
                }
                record.flip();
                while (record.hasRemaining()) {
                    out.write(record, end + record.position());
                }
                places.add(new BlobAt(blob.content(), number, end, blob.stored(), blob.length()));
                end += room(blob);
            }
            out.force(true);
            done = true;
            return new Rewritten(temporary, List.copyOf(places));
        } finally {
            if (!done) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /// Deletes what a killed sweep left.
    static void clear(Path folder) throws IOException {
        try (var left = Files.newDirectoryStream(folder, "*.pack" + NEW)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    Reclaimed reclaimed() {
        return new Reclaimed(contents, bytes, kept, keptBytes, skipped);
    }
}
