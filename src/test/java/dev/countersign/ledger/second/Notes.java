package dev.countersign.ledger.second;

import static dev.countersign.ledger.second.Bytes.require;

import dev.countersign.ledger.second.Bytes.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Signed notes and the keys that verify them.
final class Notes {
    private Notes() {}

    /// @param type 1 Ed25519, 4 cosignature
    record Key(String name, int type, byte[] raw) {
        static Key parse(String text) {
            String[] parts = text.split("\\+", 3);
            require(parts.length == 3, "a key");
            byte[] typed = Bytes.base64(parts[2]);
            require(typed.length == 33 && (typed[0] == 1 || typed[0] == 4), "a key's type");
            var key = new Key(parts[0], typed[0], Arrays.copyOfRange(typed, 1, 33));
            require(parts[1].equals(Bytes.hex(key.hash())), "a key's hash");
            return key;
        }

        byte[] hash() {
            return Arrays.copyOf(Bytes.sha256(Bytes.utf8(name), new byte[] {'\n', (byte) type}, raw), 4);
        }

        boolean signed(byte[] text, byte[] signature) {
            try {
                Signature ed25519 = Signature.getInstance("Ed25519");
                byte[] head = HexFormat.of().parseHex("302a300506032b6570032100");
                ed25519.initVerify(KeyFactory.getInstance("Ed25519")
                        .generatePublic(new X509EncodedKeySpec(ByteBuffer.allocate(44).put(head).put(raw).array())));
                ed25519.update(text);
                return ed25519.verify(signature);
            } catch (GeneralSecurityException e) {
                return false;
            }
        }

        boolean same(Key other) {
            return name.equals(other.name) && type == other.type && Arrays.equals(raw, other.raw);
        }
    }

    private record Line(String name, byte[] whole) {}

    /// @param text with its newlines
    record Note(String text, List<String> lines, List<Line> signatures) {
        /// Text lines, an empty line, signature lines; a newline behind each.
        static Note parse(String note) {
            int split = note.indexOf("\n\n") + 1;
            require(split > 0 && note.endsWith("\n"), "not a signed note");
            String text = note.substring(0, split);
            var signatures = new ArrayList<Line>();
            for (String line : note.substring(split + 1, note.length() - 1).split("\n", -1)) {
                String[] words = line.split(" ", -1);
                require(words.length == 3 && words[0].equals("—") && !words[1].isEmpty(), "a signature line");
                byte[] whole = Bytes.base64(words[2]);
                require(whole.length > 4, "a signature");
                signatures.add(new Line(words[1], whole));
            }
            return new Note(text, List.of(text.substring(0, split - 1).split("\n", -1)), signatures);
        }

        /// A line of this key is there, and verifies.
        boolean isBy(Key key) {
            boolean there = false;
            for (Line line : signatures) {
                if (line.name.equals(key.name) && Arrays.equals(Arrays.copyOf(line.whole, 4), key.hash())) {
                    byte[] bytes = Bytes.utf8(text);
                    byte[] signature = Arrays.copyOfRange(line.whole, 4, line.whole.length);
                    if (key.type == 4) {
                        require(signature.length == 72, "the length of a cosignature");
                        long seconds = ByteBuffer.wrap(signature).getLong();
                        bytes = Bytes.utf8("cosignature/v1\ntime " + seconds + "\n" + text);
                        signature = Arrays.copyOfRange(signature, 8, 72);
                    }
                    require(key.signed(bytes, signature), "the signature of " + key.name + " does not verify");
                    there = true;
                }
            }
            return there;
        }
    }

    /// The notes of an anchor log: each is followed by one empty line.
    static List<String> split(String log) {
        var notes = new ArrayList<String>();
        int from = 0;
        while (from < log.length()) {
            int text = log.indexOf("\n\n", from);
            int end = text < 0 ? -1 : log.indexOf("\n\n", text + 2);
            if (end < 0) {
                throw new Fault("the log does not end with a note and an empty line");
            }
            notes.add(log.substring(from, end + 1));
            from = end + 2;
        }
        return notes;
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
