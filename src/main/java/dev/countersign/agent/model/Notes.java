package dev.countersign.agent.model;

import dev.countersign.agent.model.Toolbox.Done;
import dev.countersign.secret.Redaction;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// What a model wanted to remember in one workspace: lines in its private folder, the oldest forgotten first. No secret is kept.
final class Notes {
    private static final int LONGEST = 500;
    private static final int MOST = 8_000;

    private final Path file;
    private final Redaction redaction;

    /// @param home      the agent's private folder
    /// @param workspace whose notes these are
    Notes(Path home, Path workspace, Redaction redaction) {
        this.file = home.resolve("notes").resolve(Sha256.of(workspace.toString().getBytes(StandardCharsets.UTF_8)).hex() + ".txt");
        this.redaction = redaction;
    }

    List<String> all() throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    Done remember(String note) throws IOException {
        String line = redaction.text(note.strip().replaceAll("\\s+", " "));
        if (line.isEmpty() || line.length() > LONGEST) {
            return Done.failed("A note has from 1 to " + LONGEST + " characters; nothing was kept.");
        }
        var lines = new ArrayList<>(all());
        lines.remove(line);
        lines.add(line);
        while (lines.stream().mapToInt(l -> l.length() + 1).sum() > MOST) {
            lines.removeFirst();
        }
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, lines);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return Done.of("Kept.");
    }
}
