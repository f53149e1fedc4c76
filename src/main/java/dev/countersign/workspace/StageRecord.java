package dev.countersign.workspace;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/// What is known of a private copy: the rules in force, its base, and under which stamps which states were seen. Kept in a
/// file beside the tree, where no agent writes, so that a later process can go on with the copy.
final class StageRecord {
    private static final String NAME = "stage.bin";
    private static final long MAGIC = 0x43535354_41474531L;

    private final IgnoreRules rules;
    private final Snapshot base;
    private final KnownStates known;

    StageRecord(IgnoreRules rules, Snapshot base, KnownStates known) {
        this.rules = rules;
        this.base = base;
        this.known = known;
    }

    IgnoreRules rules() {
        return rules;
    }

    Snapshot base() {
        return base;
    }

    KnownStates known() {
        return known;
    }

    /// The present moment by the clock that stamps files below `folder`, in nanoseconds.
    long clock(Path folder) throws IOException {
        Path probe = folder.resolve("clock");
        Files.deleteIfExists(probe);
        Files.createFile(probe);
        long now = Stamp.of(probe).map(Stamp::changed).orElse(Stamp.NO_CTIME);
        Files.deleteIfExists(probe);
        return now;
    }

    void save(Path folder) throws IOException {
        Path half = folder.resolve(NAME + ".new");
        try (var file = Files.newOutputStream(half);
             var checked = new CheckedOutputStream(file, new CRC32());
             var out = new DataOutputStream(new BufferedOutputStream(checked, 1 << 16))) {
            out.writeLong(MAGIC);
            rules.write(out);
            out.writeInt(base.files().size());
            for (var entry : base.files().entrySet()) {
                out.writeUTF(entry.getKey().value());
                writeState(out, entry.getValue());
            }
            out.writeInt(known.all().size());
            for (var entry : known.all().entrySet()) {
                out.writeUTF(entry.getKey().value());
                writeStamp(out, entry.getValue().stamp());
                writeState(out, entry.getValue().state());
            }
            out.flush();
            out.writeLong(checked.getChecksum().getValue());
        }
        Files.move(half, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    /// @throws dev.countersign.fault.EnvironmentException `WORKSPACE-009` where the record is missing or damaged
    static StageRecord load(Path folder) {
        try {
            byte[] bytes = Files.readAllBytes(folder.resolve(NAME));
            int end = bytes.length - Long.BYTES;
            var sum = new CRC32();
            sum.update(bytes, 0, Math.max(end, 0));
            if (end < Long.BYTES || ByteBuffer.wrap(bytes).getLong(end) != sum.getValue()) {
                throw new IOException("the checksum differs");
            }
            var in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end));
            if (in.readLong() != MAGIC) {
                throw new IOException("not a record of this version");
            }
            IgnoreRules rules = IgnoreRules.read(in);
            var files = new HashMap<WorkspacePath, FileState>();
            for (int left = in.readInt(); left > 0; left--) {
                files.put(WorkspacePath.of(in.readUTF()), readState(in));
            }
            var record = new StageRecord(rules, new Snapshot(files), new KnownStates());
            for (int left = in.readInt(); left > 0; left--) {
                record.known.put(WorkspacePath.of(in.readUTF()), new KnownStates.Known(readStamp(in), readState(in)));
            }
            return record;
        } catch (IOException | RuntimeException e) {
            throw Faults.noStage(folder, "its record is missing or damaged", e);
        }
    }

    private static void writeState(DataOutputStream out, FileState state) throws IOException {
        out.writeInt(state.mode());
        out.write(state.content().bytes());
        out.writeLong(state.size());
    }

    private static FileState readState(DataInputStream in) throws IOException {
        int mode = in.readInt();
        byte[] digest = new byte[Sha256.BYTES];
        in.readFully(digest);
        return FileState.ofMode(mode, Sha256.ofDigest(digest), in.readLong());
    }

    private static void writeStamp(DataOutputStream out, Stamp stamp) throws IOException {
        out.writeByte(stamp.type().ordinal());
        out.writeInt(stamp.permissions());
        out.writeLong(stamp.size());
        out.writeLong(stamp.inode());
        out.writeLong(stamp.changed());
        out.writeLong(stamp.modified());
        out.writeInt(stamp.links());
    }

    private static Stamp readStamp(DataInputStream in) throws IOException {
        return new Stamp(Stamp.Type.values()[in.readByte()], in.readInt(), in.readLong(), in.readLong(), in.readLong(), in.readLong(),
                in.readInt());
    }
}
