package dev.countersign.ledger.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// A text with signature lines below it: C2SP `signed-note`. What is signed is the text with its last newline.
///
/// @param text ends with a newline
public record SignedNote(String text, List<Line> lines) {
    private static final String DASH = "— ";
    private static final int MOST_LINES = 100;

    /// One signature. @param key the key's hash @param signature without the hash
    public record Line(String name, int key, byte[] signature) {
        @Override
        public String toString() {
            byte[] whole = ByteBuffer.allocate(4 + signature.length).putInt(key).put(signature).array();
            return DASH + name + " " + Base64.getEncoder().encodeToString(whole);
        }
    }

    public SignedNote {
        lines = List.copyOf(lines);
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("a note's text ends with a newline");
        }
    }

    public static SignedNote sign(String text, NoteSigner signer) {
        byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
        return new SignedNote(text, List.of(new Line(signer.verifier().name(), signer.verifier().hash(), signature)));
    }

    /// Reads a note. Says nothing about its signatures.
    ///
    /// @throws IllegalArgumentException where it is none
    public static SignedNote parse(String note) {
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n") || note.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
            throw new IllegalArgumentException("not a signed note");
        }
        var lines = new ArrayList<Line>();
        String below = note.substring(split + 2);
        for (String line : below.isEmpty() ? new String[0] : below.substring(0, below.length() - 1).split("\n", -1)) {
            lines.add(line(line));
        }
        if (lines.isEmpty() || lines.size() > MOST_LINES) {
            throw new IllegalArgumentException("a signed note has 1 to " + MOST_LINES + " signatures");
        }
        return new SignedNote(note.substring(0, split + 1), lines);
    }

    private static Line line(String line) {
        int space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space <= DASH.length()) {
            throw new IllegalArgumentException("not a signature line: " + line);
        }
        String base64 = line.substring(space + 1);
        byte[] whole = Base64.getDecoder().decode(base64);
        if (whole.length < 5 || !Base64.getEncoder().encodeToString(whole).equals(base64)) {
            throw new IllegalArgumentException("not a signature line: " + line);
        }
        return new Line(line.substring(DASH.length(), space), ByteBuffer.wrap(whole).getInt(), Arrays.copyOfRange(whole, 4, whole.length));
    }

    /// Whether `key` signed this text. Lines of other keys say nothing; a line of this key that fails spoils the note.
    public boolean verifiedBy(NoteKey key) {
        byte[] signed = text.getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (Line line : lines) {
            if (line.name().equals(key.name()) && line.key() == key.hash()) {
                if (!key.verifies(signed, line.signature())) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    /// When a witness cosigned this text, in seconds since 1970, where a line of its key is there and all of them verify.
    public OptionalLong cosignedBy(NoteKey witness) {
        if (witness.use() != NoteKey.Use.COSIGNATURE || !verifiedBy(witness)) {
            return OptionalLong.empty();
        }
        return lines.stream().filter(line -> line.name().equals(witness.name()) && line.key() == witness.hash())
                .mapToLong(line -> NoteKey.time(line.signature())).max();
    }

    /// The same note with the lines of `other` that it lacks.
    ///
    /// @throws IllegalArgumentException where `other` has another text
    public SignedNote with(SignedNote other) {
        if (!other.text().equals(text)) {
            throw new IllegalArgumentException("the two notes have different texts");
        }
        var all = new ArrayList<>(lines);
        Set<String> known = lines.stream().map(Line::toString).collect(Collectors.toSet());
        other.lines().stream().filter(line -> !known.contains(line.toString())).forEach(all::add);
        return new SignedNote(text, all);
    }

    /// The note as it is kept and passed on.
    @Override
    public String toString() {
        var out = new StringBuilder(text).append('\n');
        lines.forEach(line -> out.append(line).append('\n'));
        return out.toString();
    }
}
