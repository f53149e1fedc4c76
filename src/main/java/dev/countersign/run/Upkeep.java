package dev.countersign.run;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.store.Genesis;
import dev.countersign.ledger.store.LedgerFolder;
import dev.countersign.ledger.store.TrustSettings;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What keeps a ledger's word good and is easily forgotten: audits, and copies of checkpoints elsewhere. What is remembered of an audit is a
/// reminder, not a proof.
public final class Upkeep {
    private final Path file;
    private final Ledger ledger;
    private final JsonMapper json;
    private final InstantSource clock;

    /// @param finding the first bad thing; empty where everything agreed
    public record LastAudit(Instant at, long entries, String trust, String finding) {
        public boolean intact() {
            return finding.isEmpty();
        }
    }

    /// @param folder where copies go @param newest when the last was put there; empty for none
    public record Copies(Path folder, Optional<Instant> newest) {}

    Upkeep(Path data, String workspace, Ledger ledger, JsonMapper json, InstantSource clock) {
        this.file = file(data, workspace);
        this.ledger = ledger;
        this.json = json;
        this.clock = clock;
    }

    private static Path file(Path data, String workspace) {
        return data.resolve("audits").resolve(workspace + ".json");
    }

    /// Audits the ledger, and remembers when and with what outcome. Blocks.
    public AuditReport audit(AuditScope scope, Progress progress) throws IOException {
        AuditReport report = ledger.audit(scope, progress);
        var last = new LastAudit(clock.instant(), report.entries(), report.trust(), report.findings().stream().findFirst()
                .map(finding -> finding.where() + ": " + finding.what()).orElse(""));
        Files.createDirectories(file.getParent());
        Path draft = Files.createTempFile(file.getParent(), "", ".json");
        Files.writeString(draft, json.writeValueAsString(last));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return report;
    }

    /// The last audit of a workspace's ledger; empty where none is remembered.
    static Optional<LastAudit> last(Path data, String workspace) throws IOException {
        Path file = file(data, workspace);
        try {
            return Files.exists(file) ? Optional.of(RunJson.mapper().readValue(Files.readString(file), LastAudit.class)) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// Where copies of a workspace's checkpoints go; empty where nowhere, or where there is no ledger yet.
    ///
    /// @throws IllegalArgumentException where what was chosen is damaged
    static Optional<Copies> copies(Path data, String workspace) throws IOException {
        var folder = new LedgerFolder(data, workspace);
        Optional<Genesis> genesis = Genesis.read(folder.genesis());
        if (genesis.isEmpty()) {
            return Optional.empty();
        }
        String id = genesis.get().id().hex();
        Optional<Path> copies = TrustSettings.of(folder, id).copies();
        return copies.isEmpty() ? Optional.empty() : Optional.of(new Copies(copies.get(), newest(copies.get(), id)));
    }

    private static Optional<Instant> newest(Path folder, String ledger) throws IOException {
        Optional<Instant> newest = Optional.empty();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ledger + "-*.checkpoint")) {
                for (Path copy : files) {
                    Instant at = Files.getLastModifiedTime(copy).toInstant();
                    newest = newest.filter(known -> known.isAfter(at)).or(() -> Optional.of(at));
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        return newest;
    }

    /// Whether there is a ledger yet.
    static boolean hasLedger(Path data, String workspace) {
        return Files.exists(new LedgerFolder(data, workspace).genesis());
    }
}
