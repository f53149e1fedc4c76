package dev.countersign.ledger.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Where each [#STEP]th record of a segment of the leaf log begins: the file `N.at` beside `N.seg`, so that nobody has to go through four
/// megabytes for one leaf. Its layout is in `docs/ledger-format.md`. All of it follows from the segment, and nothing is believed on its word:
/// a record has its own checksum, and a leaf says its own number. So it is never synced.
///
/// @param first   number of the first leaf
/// @param size    bytes of the segment
/// @param records in it
/// @param offsets of the records 0, [#STEP], and so on
record LeafMarks(long first, long size, int records, int[] offsets) {
    static final int STEP = 16;
    private static final long MAGIC = 0x63732d6d61726b31L;
    private static final int HEAD = 36;
    private static final int CRC_AT = 12;

    /// Empty where there are none that can be read, or they are damaged, or of another segment.
    ///
    /// @param size the segment's
    static Optional<LeafMarks> read(Path file, int segment, long size) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException _) {
            // Without them the segment is gone through.
            return Optional.empty();
        }
        if (bytes.length < HEAD) {
            return Optional.empty();
        }
        var in = ByteBuffer.wrap(bytes);
        boolean fits = in.getLong() == MAGIC && in.getInt() == segment && in.getInt() == crc(bytes);
        long first = in.getLong();
        long covers = in.getLong();
        int records = in.getInt();
        if (!fits || covers != size || records <= 0 || bytes.length != HEAD + 4L * count(records)) {
            return Optional.empty();
        }
        int[] offsets = new int[count(records)];
        in.asIntBuffer().get(offsets);
        return Optional.of(new LeafMarks(first, size, records, offsets));
    }

    private static int count(int records) {
        return (records + STEP - 1) / STEP;
    }

    /// Over all but itself.
    private static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, CRC_AT);
        crc.update(bytes, CRC_AT + 4, bytes.length - CRC_AT - 4);
        return (int) crc.getValue();
    }

    void write(Path file, int segment) throws IOException {
        var out = ByteBuffer.allocate(HEAD + 4 * offsets.length).putLong(MAGIC).putInt(segment).putInt(0).putLong(first).putLong(size).putInt(records);
        out.asIntBuffer().put(offsets);
        out.putInt(CRC_AT, crc(out.array()));
        out.clear();
        try (FileChannel channel = OwnerOnly.open(file, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }
    }
}
