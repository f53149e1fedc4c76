package dev.countersign.policy.builtin;

import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.TextFile;
import dev.countersign.policy.Policy.RuleInfo;
import dev.countersign.policy.Ruling;
import dev.countersign.secret.TokenShapes;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// No credential is written into a file, in lines that were not there before: a published shape of a key or token denies; what only looks
/// like a secret is asked about. The secret itself is never repeated in the ruling.
final class SecretsRule extends ChangeRule {
    private static final long MAX_BYTES = 8L << 20;

    @Override
    public RuleInfo info() {
        return new RuleInfo("secrets", "No key, token or private key is written into a file.");
    }

    @Override
    List<Ruling> objections(FileChange change, Contents contents) throws IOException {
        if (change.afterState().isEmpty()) {
            return List.of();
        }
        Set<String> known = new HashSet<>(lines(change.beforeState(), contents));
        List<String> after = lines(change.afterState(), contents);
        var rulings = new ArrayList<Ruling>();
        for (int i = 0; i < after.size(); i++) {
            Optional<TokenShapes.Found> found = known.contains(after.get(i)) ? Optional.empty() : TokenShapes.first(after.get(i));
            if (found.isPresent()) {
                String reason = change.path() + ", line " + (i + 1) + " holds what looks like " + found.get().words() + ".";
                rulings.add(found.get().certain() ? new Ruling.Deny(info().name(), reason, Optional.of(change.path()), i + 1)
                        : new Ruling.Ask(info().name(), reason, Optional.of(change.path()), i + 1));
            }
        }
        return rulings;
    }

    private static List<String> lines(Optional<FileState> state, Contents contents) throws IOException {
        if (state.isEmpty() || state.get().kind() != FileState.Kind.FILE || state.get().size() > MAX_BYTES) {
            return List.of();
        }
        return TextFile.read(contents.read(state.get().content())).map(TextFile::lines).orElse(List.of());
    }
}
