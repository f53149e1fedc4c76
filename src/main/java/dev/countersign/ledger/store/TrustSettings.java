package dev.countersign.ledger.store;

import dev.countersign.ledger.seal.KeyPlace;
import dev.countersign.ledger.seal.NoteKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a person chose for one ledger: `keys/<ledger id>.trust`. Its last line is the SHA-256 of those before it.
///
/// @param place     where the signing key lies
/// @param copies    where checkpoints are copied to
/// @param witnesses whose cosignatures count
public record TrustSettings(KeyPlace place, Optional<Path> copies, List<NoteKey> witnesses) {
    static final TrustSettings NONE = new TrustSettings(KeyPlace.FILE, Optional.empty(), List.of());
    private static final String HEAD = "countersign-trust 1";

    public TrustSettings {
        witnesses = List.copyOf(witnesses);
    }

    /// What was chosen for the ledger of that id in hexadecimal.
    ///
    /// @throws IllegalArgumentException where it is damaged
    public static TrustSettings of(LedgerFolder folder, String ledger) throws IOException {
        return read(folder.keys().resolve(ledger + ".trust"));
    }

    /// Reads the file; nothing is chosen where there is none.
    ///
    /// @throws IllegalArgumentException where it is not byte for byte one that was written here
    static TrustSettings read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return NONE;
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        TrustSettings settings = NONE;
        var witnesses = new ArrayList<NoteKey>();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("key ")) {
                settings = settings.at(KeyPlace.valueOf(line.substring(4).toUpperCase(Locale.ROOT)));
            } else if (line.startsWith("copies ")) {
                settings = settings.copying(Optional.of(Path.of(line.substring(7))));
            } else if (line.startsWith("witness ")) {
                witnesses.add(NoteKey.parse(line.substring(8)));
            }
        }
        settings = settings.witnessedBy(witnesses);
        if (!settings.text().equals(text)) {
            throw new IllegalArgumentException("it was changed after it was written");
        }
        return settings;
    }

    void write(Path file) throws IOException {
        OwnerOnly.folder(file.toAbsolutePath().getParent());
        OwnerOnly.write(file, text());
    }

    private String text() {
        var out = new StringBuilder(HEAD).append("\nkey ").append(place.name().toLowerCase(Locale.ROOT)).append('\n');
        copies.ifPresent(folder -> out.append("copies ").append(folder).append('\n'));
        witnesses.forEach(witness -> out.append("witness ").append(witness).append('\n'));
        return Genesis.sealed(out.toString());
    }

    public TrustSettings at(KeyPlace next) {
        return new TrustSettings(next, copies, witnesses);
    }

    public TrustSettings copying(Optional<Path> next) {
        return new TrustSettings(place, next, witnesses);
    }

    public TrustSettings witnessedBy(List<NoteKey> next) {
        return new TrustSettings(place, copies, next);
    }
}
