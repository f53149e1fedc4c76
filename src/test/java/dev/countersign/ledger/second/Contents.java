package dev.countersign.ledger.second;

import static dev.countersign.ledger.second.Bytes.require;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import dev.countersign.ledger.second.Bytes.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Content by hash: out of packs, or put by an export.
final class Contents {
    private static final int SMALL = 4 << 20;
    private static final byte[] DICTIONARY = {0x37, (byte) 0xa4, 0x30, (byte) 0xec};

    private record Kept(byte[] content, int depth, boolean list) {}

    private final Map<String, Kept> kept = new HashMap<>();
    /// Where packs hold something that is no whole, right record.
    final List<String> damage = new ArrayList<>();

    void put(byte[] content) {
        kept.put(Bytes.hex(Bytes.sha256(content)), new Kept(content, 0, false));
    }

    Optional<byte[]> get(byte[] hash) {
        return Optional.ofNullable(kept.get(Bytes.hex(hash))).map(Kept::content);
    }

    int size() {
        return kept.size();
    }

    void packs(Path folder) throws IOException {
        for (int pack = 0; Files.exists(folder.resolve(pack + ".pack")); pack++) {
            var in = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(pack + ".pack")));
            for (int at = 0; at < in.limit(); ) {
                if (fits(in, at)) {
                    int length = in.getInt(at + 32) & 0x3fffffff;
                    try {
                        record(in, at, length);
                    } catch (Fault e) {
                        damage.add("vault/" + pack + ".pack at byte " + at + ": " + e.getMessage());
                    }
                    at += 40 + length;
                } else {
                    damage.add("vault/" + pack + ".pack at byte " + at + ": not a whole record");
                    do {
                        at++;
                    } while (at < in.limit() && !fits(in, at));
                }
            }
        }
    }

    private static boolean fits(ByteBuffer in, int at) {
        if (in.limit() - at < 40) {
            return false;
        }
        int length = in.getInt(at + 32) & 0x3fffffff;
        if (length > in.limit() - at - 40) {
            return false;
        }
        var sum = new CRC32C();
        sum.update(in.array(), at, 36);
        sum.update(in.array(), at + 40, length);
        return (int) sum.getValue() == in.getInt(at + 36);
    }

    private void record(ByteBuffer in, int at, int length) {
        byte[] hash = Arrays.copyOfRange(in.array(), at, at + 32);
        byte[] stored = Arrays.copyOfRange(in.array(), at + 40, at + 40 + length);
        Kept content = switch (in.getInt(at + 32) >>> 30) {
            case 0 -> new Kept(frame(stored, Optional.empty()), 0, false);
            case 1 -> delta(stored);
            case 2 -> new Kept(list(ByteBuffer.wrap(frame(stored, Optional.empty()))), 0, true);
            default -> throw new Fault("a kind that is never");
        };
        require(Arrays.equals(Bytes.sha256(content.content), hash), "its content has another hash");
        kept.putIfAbsent(Bytes.hex(hash), content);
    }

    private Kept delta(byte[] stored) {
        require(stored.length > 33, "a delta without a frame");
        Kept base = kept.get(Bytes.hex(Arrays.copyOf(stored, 32)));
        require(base != null, "the base of a delta does not come before it");
        byte[] head = Arrays.copyOf(base.content, 4);
        require(!base.list && base.content.length >= 8 && base.content.length <= SMALL && !Arrays.equals(head, DICTIONARY), "no base of a delta");
        int depth = stored[32];
        require(depth >= 1 && depth <= 16 && depth > base.depth, "the depth of a delta");
        return new Kept(frame(Arrays.copyOfRange(stored, 33, stored.length), Optional.of(base.content)), depth, false);
    }

    private byte[] list(ByteBuffer in) {
        require(in.remaining() >= 8 && in.remaining() % 32 == 8, "a list of chunks");
        long total = in.getLong();
        var out = new java.io.ByteArrayOutputStream();
        while (in.hasRemaining()) {
            byte[] hash = new byte[32];
            in.get(hash);
            out.writeBytes(get(hash).orElseThrow(() -> new Fault("a chunk is missing")));
        }
        require(out.size() == total, "the length of a list");
        return out.toByteArray();
    }

    private static byte[] frame(byte[] stored, Optional<byte[]> dictionary) {
        long size = Zstd.getFrameContentSize(stored);
        require(size >= 0 && size <= SMALL, "a frame that does not name its content size");
        require(Zstd.findFrameCompressedSize(stored) == stored.length, "not one frame");
        try (var context = new ZstdDecompressCtx()) {
            dictionary.ifPresent(context::loadDict);
            byte[] content = context.decompress(stored, (int) size);
            require(content.length == size, "the size of a frame");
            return content;
        } catch (com.github.luben.zstd.ZstdException e) {
            throw new Fault("a frame that cannot be read");
        }
    }
}
