package dev.countersign.ledger.store;

import dev.countersign.ledger.seal.LedgerId;
import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The birth of a ledger: the file that names its id, when it was created, and the key that signed first. Its last line is the
/// SHA-256 of those before it, so that an accident is seen; what stands against intent are the checkpoints.
///
/// @param created ms since 1970
/// @param key     the first key; empty where the file was lost and made anew from the leaves
public record Genesis(LedgerId id, long created, Optional<NoteKey> key) {
    private static final Pattern FORM = Pattern.compile("countersign-ledger 1\nid ([0-9a-f]{32})\ncreated (0|[1-9][0-9]{0,17})\n"
            + "(?:key ([!-~]+)\n)?sha256 [0-9a-f]{64}\n");

    /// Reads the file; empty where there is none, or not one byte for byte as it was written. The id is then in every leaf.
    public static Optional<Genesis> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            var genesis = new Genesis(LedgerId.parse(form.group(1)), Long.parseLong(form.group(2)),
                    Optional.ofNullable(form.group(3)).map(NoteKey::parse));
            return genesis.text().equals(text) ? Optional.of(genesis) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    public void write(Path file) throws IOException {
        OwnerOnly.write(file, text());
    }

    private String text() {
        return sealed("countersign-ledger 1\nid " + id.hex() + "\ncreated " + created + "\n"
                + key.map(k -> "key " + k + "\n").orElse(""));
    }

    /// The text with the line of its own digest.
    static String sealed(String text) {
        return text + "sha256 " + Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex() + "\n";
    }
}
