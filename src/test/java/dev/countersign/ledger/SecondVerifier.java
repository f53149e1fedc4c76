package dev.countersign.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/// Verifies leaves, root and checkpoint signatures of a ledger on disk. Written from `docs/ledger-format.md` alone: plain Java, no class of
/// Countersign's.
final class SecondVerifier {
    private SecondVerifier() {}

    /// @return a line for people
    /// @throws IOException saying what does not verify
    static String verify(Path data, String workspace) throws Exception {
        Path folder = data.resolve("ledgers").resolve(workspace);
        String id = Files.readAllLines(folder.resolve("genesis")).get(1).substring("id ".length());
        List<byte[]> hashes = leafHashes(folder.resolve("leaves"), HexFormat.of().parseHex(id));
        String name = "countersign.dev/ledger/" + id;
        String key = Files.readString(data.resolve("keys").resolve(id + ".pub")).strip();
        byte[] typed = Base64.getDecoder().decode(key.substring(key.indexOf('+', key.indexOf('+') + 1) + 1));
        byte[] raw = Arrays.copyOfRange(typed, 1, 33);
        byte[] keyHash = Arrays.copyOf(sha256(name.getBytes(StandardCharsets.UTF_8), new byte[] {'\n', 1}, raw), 4);
        require(key.startsWith(name + "+" + HexFormat.of().formatHex(keyHash) + "+") && typed[0] == 1, "the key's hash");
        int notes = 0;
        for (String note : Files.readString(data.resolve("anchors").resolve(id + ".log")).split("(?<=\n)\n(?=countersign)|(?<=\n)\n$")) {
            int split = note.indexOf("\n\n") + 1;
            String[] lines = note.substring(0, split).split("\n");
            require(lines.length == 3 && lines[0].equals(name), "the note " + notes);
            int size = Integer.parseInt(lines[1]);
            require(size <= hashes.size(), "a checkpoint of " + size + " on " + hashes.size() + " leaves");
            require(Arrays.equals(Base64.getDecoder().decode(lines[2]), root(hashes.subList(0, size))), "the root at " + size);
            String prefix = "— " + name + " ";
            String line = note.substring(split + 1).strip();
            byte[] whole = Base64.getDecoder().decode(line.substring(prefix.length()));
            require(line.startsWith(prefix) && Arrays.equals(Arrays.copyOf(whole, 4), keyHash), "the signer at " + size);
            Signature ed25519 = Signature.getInstance("Ed25519");
            byte[] head = HexFormat.of().parseHex("302a300506032b6570032100");
            ed25519.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(ByteBuffer.allocate(44).put(head).put(raw).array())));
            ed25519.update(note.substring(0, split).getBytes(StandardCharsets.UTF_8));
            require(ed25519.verify(Arrays.copyOfRange(whole, 4, whole.length)), "the signature at " + size);
            notes++;
        }
        return hashes.size() + " leaves, " + notes + " checkpoints, root " + HexFormat.of().formatHex(root(hashes));
    }

    private static List<byte[]> leafHashes(Path leaves, byte[] id) throws Exception {
        var hashes = new ArrayList<byte[]>();
        for (int segment = 0; Files.exists(leaves.resolve(segment + ".seg")); segment++) {
            var in = ByteBuffer.wrap(Files.readAllBytes(leaves.resolve(segment + ".seg")));
            while (in.hasRemaining()) {
                int length = in.getInt();
                int crc = in.getInt();
                byte[] leaf = new byte[length];
                in.get(leaf);
                var sum = new CRC32C();
                sum.update(ByteBuffer.allocate(4).putInt(length).flip());
                sum.update(leaf);
                require((int) sum.getValue() == crc, "the checksum of leaf " + hashes.size());
                fields(ByteBuffer.wrap(leaf), id, hashes);
                hashes.add(sha256(new byte[] {0}, leaf));
            }
        }
        return hashes;
    }

    /// The keys 1 to 17 in order; tag, ledger id, seq and base root are what they must be.
    private static void fields(ByteBuffer in, byte[] id, List<byte[]> before) throws Exception {
        require((in.get() & 0xff) == (5 << 5 | 17), "the map of leaf " + before.size());
        for (int key = 1; key <= 17; key++) {
            require(number(in) == key, "key " + key + " of leaf " + before.size());
            int start = in.position();
            Object value = value(in);
            boolean right = switch (key) {
                case 1 -> Arrays.equals((byte[]) value, "countersign-entry-v1".getBytes(StandardCharsets.US_ASCII));
                case 2 -> Arrays.equals((byte[]) value, id);
                case 3 -> value.equals((long) before.size());
                case 12 -> Arrays.equals((byte[]) value, root(before));
                default -> in.position() > start;
            };
            require(right, "field " + key + " of leaf " + before.size());
        }
        require(!in.hasRemaining(), "the end of leaf " + before.size());
    }

    private static long number(ByteBuffer in) {
        int info = in.get() & 31;
        return switch (info) {
            case 24 -> in.get() & 0xff;
            case 25 -> in.getShort() & 0xffff;
            case 26 -> in.getInt() & 0xffffffffL;
            case 27 -> in.getLong();
            default -> info;
        };
    }

    private static Object value(ByteBuffer in) {
        int major = (in.get(in.position()) & 0xff) >>> 5;
        long number = number(in);
        if (major == 2 || major == 3) {
            byte[] bytes = new byte[(int) number];
            in.get(bytes);
            return bytes;
        }
        for (long i = 0; i < (major == 4 ? number : major == 5 ? 2 * number : 0); i++) {
            value(in);
        }
        return number;
    }

    private static byte[] root(List<byte[]> hashes) throws Exception {
        if (hashes.size() < 2) {
            return hashes.isEmpty() ? sha256() : hashes.getFirst();
        }
        int half = Integer.highestOneBit(hashes.size() - 1);
        return sha256(new byte[] {1}, root(hashes.subList(0, half)), root(hashes.subList(half, hashes.size())));
    }

    private static byte[] sha256(byte[]... parts) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static void require(boolean holds, String what) throws IOException {
        if (!holds) {
            throw new IOException("does not verify: " + what);
        }
    }
}
