package dev.countersign.ledger.store;

import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.NoteKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder outside of Countersign's own, with copies of checkpoints, `<ledger id>-<size>.checkpoint`, and of the public half of the
/// key, `<ledger id>.pub`. Files are added, none is ever changed.
public record CheckpointCopies(Path folder, String ledger) {

    private Path open() {
        return folder.resolve(ledger + ".pub");
    }

    /// Puts the public half there, where none is.
    public void pin(NoteKey key) throws IOException {
        Files.createDirectories(folder);
        if (!Files.exists(open())) {
            Files.writeString(open(), key + "\n");
        }
    }

    /// The public half that was put there.
    ///
    /// @throws IllegalArgumentException where the file holds none
    public Optional<NoteKey> pinned() throws IOException {
        return Files.exists(open()) ? Optional.of(NoteKey.parse(Files.readString(open()).strip())) : Optional.empty();
    }

    /// Puts a checkpoint there.
    ///
    /// @throws IOException where it cannot be written, or another one of this size is there
    public Path put(Checkpoint checkpoint) throws IOException {
        Path file = folder.resolve(ledger + "-" + checkpoint.size() + ".checkpoint");
        if (!Files.exists(file)) {
            Path temporary = folder.resolve("." + file.getFileName() + ".new");
            Files.writeString(temporary, checkpoint.note());
            Files.move(temporary, file);
        } else if (!Checkpoint.parse(Files.readString(file), Checkpoint.originOf(checkpoint.note())).root().equals(checkpoint.root())) {
            throw new IOException(file + " is there and holds another tree head");
        }
        return file;
    }

    /// All checkpoints there, smallest first.
    List<AuditScope.Kept> all() throws IOException {
        Pattern name = Pattern.compile(ledger + "-(0|[1-9][0-9]{0,17})\\.checkpoint");
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(file -> name.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing((Path file) -> file.getFileName().toString().length()).thenComparing(Path::getFileName)).toList();
        }
        var kept = new ArrayList<AuditScope.Kept>();
        for (Path file : files) {
            kept.add(new AuditScope.Kept(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
        }
        return kept;
    }
}
