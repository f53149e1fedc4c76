package dev.countersign.ledger.second;

import static dev.countersign.ledger.second.Bytes.require;

import dev.countersign.ledger.second.Bytes.Fault;
import dev.countersign.ledger.second.Notes.Key;
import dev.countersign.ledger.second.Notes.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/// The files of an export.
final class Exported {
    private final Path folder;
    private final byte[] id;
    private final String name;
    private final long from;
    private final long behind;
    private final long size;
    private final boolean full;
    private final List<String> faults;

    Exported(Path folder, List<String> manifest, String hex, List<String> faults) {
        this.folder = folder;
        this.faults = faults;
        id = Bytes.unhex(hex, 16);
        name = "countersign.dev/ledger/" + hex;
        require(manifest.size() == 5 && manifest.get(2).startsWith("entries ") && manifest.get(3).startsWith("size "), "manifest");
        String[] entries = manifest.get(2).split(" ");
        from = Bytes.decimal(entries[1]);
        behind = Bytes.decimal(entries[2]);
        size = Bytes.decimal(manifest.get(3).substring(5));
        full = manifest.get(4).equals("content full");
        require(from <= behind && behind <= size && (full || manifest.get(4).equals("content digests")), "manifest");
    }

    boolean isWhole() {
        return from == 0 && behind == size;
    }

    boolean isFull() {
        return full;
    }

    void contents(Contents contents) throws IOException {
        var there = new TreeSet<String>();
        if (Files.exists(folder.resolve("content"))) {
            try (var files = Files.walk(folder.resolve("content"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    byte[] content = Files.readAllBytes(file);
                    String hash = Bytes.hex(Bytes.sha256(content));
                    String path = folder.relativize(file).toString();
                    there.add(path);
                    if (path.equals("content/" + hash.substring(0, 2) + "/" + hash)) {
                        contents.put(content);
                    } else {
                        faults.add(path + ": its content has another hash");
                    }
                }
            }
        }
        for (String line : Files.readAllLines(folder.resolve("SHA256SUMS"))) {
            String[] words = line.split("  ", 2);
            String expected = "content/" + words[0].substring(0, Math.min(2, words[0].length())) + "/" + words[0];
            if (words.length != 2 || !words[0].matches("[0-9a-f]{64}") || !words[1].equals(expected)) {
                faults.add("SHA256SUMS: " + line);
            } else if (full && !there.contains(expected)) {
                faults.add(expected + ": missing");
            }
        }
    }

    void leaves(Log log) throws IOException {
        for (long seq = 0; seq < behind && faults.isEmpty(); seq++) {
            try {
                log.add(leaf(seq));
            } catch (Fault | IOException e) {
                faults.add("entries/" + digits(seq) + ".cbor: " + e.getMessage());
            }
        }
    }

    private byte[] leaf(long seq) throws IOException {
        return Files.readAllBytes(folder.resolve("entries/" + digits(seq) + ".cbor"));
    }

    static String digits(long seq) {
        return "%03d/%03d/%03d".formatted(seq / 1_000_000, seq / 1000 % 1000, seq % 1000);
    }

    /// Each tile holds the hashes that the leaves make: full ones, and at the edge one with as many as there are.
    void tiles(Log log) throws IOException {
        List<byte[]> level = log.hashes;
        for (int height = 0; !level.isEmpty(); height++) {
            for (int tile = 0; tile * 256 < level.size(); tile++) {
                int width = Math.min(256, level.size() - tile * 256);
                String path = "tile/" + height + "/" + number(tile) + (width < 256 ? ".p/" + width : "");
                var expected = new java.io.ByteArrayOutputStream();
                level.subList(tile * 256, tile * 256 + width).forEach(expected::writeBytes);
                Path file = folder.resolve(path);
                if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), expected.toByteArray())) {
                    faults.add(path + ": not the hashes of the leaves");
                }
            }
            var next = new ArrayList<byte[]>();
            for (int at = 0; at + 256 <= level.size(); at += 256) {
                next.add(root(level.subList(at, at + 256)));
            }
            level = next;
        }
    }

    private static String number(int tile) {
        String last = "%03d".formatted(tile % 1000);
        return tile < 1000 ? last : "x%03d/".formatted(tile / 1000) + last;
    }

    private static byte[] root(List<byte[]> hashes) {
        int half = hashes.size() / 2;
        return half == 0 ? hashes.getFirst() : Log.node(root(hashes.subList(0, half)), root(hashes.subList(half, hashes.size())));
    }

    /// That of part of the entries: their proofs hold a copy of it.
    void checkpoint() throws IOException {
        try {
            Key key = Key.parse(Files.readString(folder.resolve("key.pub")).strip());
            Note note = Note.parse(Files.readString(folder.resolve("checkpoint")));
            require(note.lines().size() == 3 && note.lines().getFirst().equals(name) && note.isBy(key), "no checkpoint of this ledger");
            require(note.lines().get(1).equals(Long.toString(size)), "of another size than the manifest's");
        } catch (Fault e) {
            faults.add("checkpoint: " + e.getMessage());
        }
    }

    /// Each leaf by its proof alone. @return how many
    int proofs() throws IOException {
        Key key = Key.parse(Files.readString(folder.resolve("key.pub")).strip());
        for (long seq = from; seq < behind; seq++) {
            String path = "proofs/" + digits(seq) + ".tlog-proof";
            try {
                byte[] leaf = leaf(seq);
                require(Leaf.read(leaf, id).seq() == seq, "the leaf of another entry");
                prove(seq, leaf, Files.readString(folder.resolve(path)), key);
            } catch (Fault | IOException e) {
                faults.add(path + ": " + e.getMessage());
            }
        }
        return (int) (behind - from);
    }

    private void prove(long seq, byte[] leaf, String proof, Key key) {
        int split = proof.indexOf("\n\n");
        require(split > 0, "not a proof");
        List<String> lines = proof.substring(0, split).lines().toList();
        require(lines.size() >= 3 && lines.get(0).equals("c2sp.org/tlog-proof@v1") && lines.get(1).startsWith("extra ")
                && lines.get(2).equals("index " + seq), "not a proof of this entry");
        require(Arrays.equals(Bytes.base64(lines.get(1).substring(6)), leaf), "extra is not the leaf");
        Note note = Note.parse(proof.substring(split + 2));
        require(note.lines().size() == 3 && note.lines().getFirst().equals(name) && note.isBy(key), "no checkpoint of this ledger");
        require(Bytes.decimal(note.lines().get(1)) == size, "a checkpoint of another size than the manifest's");
        byte[] hash = Log.hash(leaf);
        long at = seq;
        long last = size - 1;
        for (String line : lines.subList(3, lines.size())) {
            byte[] sibling = Bytes.base64(line);
            require(sibling.length == 32 && last > 0, "the length of the proof");
            if (at % 2 == 1 || at == last) {
                hash = Log.node(sibling, hash);
                while (at % 2 == 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Log.node(hash, sibling);
            }
            at >>= 1;
            last >>= 1;
        }
        require(last == 0 && Arrays.equals(hash, Bytes.base64(note.lines().get(2))), "the path does not lead to the root");
    }
}
