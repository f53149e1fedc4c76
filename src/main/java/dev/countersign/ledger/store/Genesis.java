package dev.countersign.ledger.store;

import dev.countersign.ledger.LedgerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The birth of a ledger: the file that names its id and when it was created.
///
/// @param created ms since 1970
public record Genesis(LedgerId id, long created) {
    private static final String HEAD = "countersign-ledger 1";

    /// Reads the file; empty where there is none or it says nothing usable. The id is then in every leaf.
    public static Optional<Genesis> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1).lines().toList();
        if (lines.size() != 3 || !lines.get(0).equals(HEAD) || !lines.get(1).matches("id [0-9a-f]{32}")
                || !lines.get(2).matches("created [0-9]{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new Genesis(LedgerId.parse(lines.get(1).substring(3)), Long.parseLong(lines.get(2).substring(8))));
    }

    public void write(Path file) throws IOException {
        OwnerOnly.write(file, HEAD + "\nid " + id.hex() + "\ncreated " + created + "\n");
    }
}
