package dev.countersign.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/// The paths in a git index file, versions 2 to 4 (`gitformat-index(5)`). Reads only; a library's reader would measure the
/// file system's clock by writing probe files into the repository.
final class GitIndex {
    private static final int SIGNATURE = 0x44495243;
    private static final int LINK_EXTENSION = 0x6c696e6b;
    private static final long LIMIT = 1L << 30;

    private GitIndex() {}

    /// @param hashBytes 20, or 32 in a SHA-256 repository
    /// @return paths with `/`; a folder of a sparse index ends in `/`. Empty where the file is missing or is no such file
    static Set<String> paths(Path file, int hashBytes) {
        var paths = new HashSet<String>();
        try {
            read(file, hashBytes, paths, true);
        } catch (IOException | BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            paths.clear();
        }
        return paths;
    }

    private static void read(Path file, int hashBytes, Set<String> paths, boolean followShared) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LIMIT) {
            return;
        }
        var in = ByteBuffer.wrap(Files.readAllBytes(file));
        int signature = in.getInt();
        int version = in.getInt();
        if (signature != SIGNATURE || version < 2 || version > 4) {
            throw new IOException("not a git index of a known version");
        }
        int count = in.getInt();
        byte[] previous = new byte[0];
        for (int i = 0; i < count; i++) {
            int start = in.position();
            in.position(start + 40 + hashBytes);
            int flags = in.getShort();
            if (version >= 3 && (flags & 0x4000) != 0) {
                in.getShort();
            }
            byte[] name;
            if (version == 4) {
                int kept = previous.length - varint(in);
                var joined = new ByteArrayOutputStream();
                joined.write(previous, 0, kept);
                joined.writeBytes(untilNul(in));
                name = joined.toByteArray();
                previous = name;
            } else {
                name = untilNul(in);
                int length = in.position() - 1 - start;
                in.position(start + (length + 8 & ~7));
            }
            paths.add(new String(name, StandardCharsets.UTF_8));
        }
        while (followShared && in.remaining() >= hashBytes + 8) {
            int extension = in.getInt();
            int size = in.getInt();
            if (extension == LINK_EXTENSION) {
                byte[] shared = new byte[hashBytes];
                in.get(shared);
                read(file.resolveSibling("sharedindex." + HexFormat.of().formatHex(shared)), hashBytes, paths, false);
                in.position(in.position() - hashBytes);
            }
            in.position(in.position() + size);
        }
    }

    private static byte[] untilNul(ByteBuffer in) {
        int start = in.position();
        int end = start;
        while (in.get(end) != 0) {
            end++;
            if (end == in.limit()) {
                throw new BufferUnderflowException();
            }
        }
        byte[] bytes = new byte[end - start];
        in.get(bytes);
        in.get();
        return bytes;
    }

    private static int varint(ByteBuffer in) {
        int b = in.get();
        int value = b & 0x7f;
        while ((b & 0x80) != 0) {
            b = in.get();
            value = (value + 1 << 7) | (b & 0x7f);
        }
        return value;
    }
}
