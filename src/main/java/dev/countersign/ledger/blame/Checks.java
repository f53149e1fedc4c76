package dev.countersign.ledger.blame;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.Verdict;
import dev.countersign.workspace.Contents;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How the checks of an entry's tree stood when it was countersigned, by the verification among its evidence.
public record Checks(Verdict verdict, int passed, int failed, int notChecked) {
    private static final Checks NONE = new Checks(Verdict.NOT_CHECKED, 0, 0, 0);
    private static final JsonMapper JSON = JsonMapper.shared();

    /// Reads the verification; without one, or with one that cannot be read, nothing counts as checked.
    public static Checks of(Entry entry, Contents vault) throws IOException {
        Optional<EntryDraft.Evidence> verification = entry.what().evidence().stream()
                .filter(piece -> piece.kind().equals("verification")).findFirst();
        if (verification.isEmpty()) {
            return NONE;
        }
        try {
            return count(JSON.readTree(vault.read(verification.get().content())), entry.what().approval().isPresent());
        } catch (JacksonException e) {
            return NONE;
        }
    }

    private static Checks count(JsonNode verification, boolean approved) {
        int passed = 0;
        int failed = 0;
        int notChecked = 0;
        for (JsonNode result : verification.path("results")) {
            switch (result.path("state").path("type").asString("")) {
                case "passed" -> passed++;
                case "failed" -> failed++;
                default -> notChecked++;
            }
        }
        Verdict verdict = failed > 0 ? approved ? Verdict.OVERRIDDEN : Verdict.RED : passed > 0 ? Verdict.GREEN : Verdict.NOT_CHECKED;
        return new Checks(verdict, passed, failed, notChecked);
    }
}
