package dev.countersign.cli;

import dev.countersign.fault.UserException;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.Problems;
import dev.countersign.ledger.seal.NoteKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// What a person has from elsewhere to compare with: checkpoints, the public half of the key, keys of witnesses.
final class KnownElsewhere {
    @Option(names = "--checkpoint", paramLabel = "FILE", description = "Compare with a checkpoint that was kept elsewhere; may be repeated.")
    private List<Path> checkpoints = new ArrayList<>();

    @Option(names = "--key", paramLabel = "FILE|KEY", description = "The public half of the key, as you know it from elsewhere.")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--witness", paramLabel = "FILE|KEY", description = "A witness's key, as you know it from elsewhere.")
    private List<String> witnesses = new ArrayList<>();

    /// @throws UserException `LEDGER-034` where a file or key cannot be used
    AuditScope scope(CliContext context) {
        var kept = new ArrayList<AuditScope.Kept>();
        for (Path file : checkpoints) {
            Path whole = context.folder().resolve(file);
            try {
                kept.add(new AuditScope.Kept(file.toString(), new String(Files.readAllBytes(whole), StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UserException(Problems.notKept(file, "it cannot be read"), e);
            }
        }
        return new AuditScope(kept, keys.stream().map(key -> key(context, key)).toList(),
                witnesses.stream().map(key -> key(context, key)).toList());
    }

    /// A key by its text, or by the file that holds it.
    static NoteKey key(CliContext context, String text) {
        try {
            Path file = context.folder().resolve(text);
            return NoteKey.parse(Files.isRegularFile(file) ? Files.readString(file).strip() : text);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserException(Problems.notKept(Path.of(text), "it is no verifier key: " + e.getMessage()), e);
        }
    }
}
