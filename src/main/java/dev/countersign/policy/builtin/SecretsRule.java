package dev.countersign.policy.builtin;

import dev.countersign.changeset.AddedLines;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.TextFile;
import dev.countersign.policy.Policy.RuleInfo;
import dev.countersign.policy.Ruling;
import dev.countersign.secret.TokenShapes;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        var rulings = new ArrayList<Ruling>();
        for (AddedLines.Line line : AddedLines.between(text(change.beforeState(), contents), text(change.afterState(), contents))) {
            TokenShapes.first(line.text()).ifPresent(found -> {
                String reason = change.path() + ", line " + line.number() + " holds what looks like " + found.words() + ".";
                rulings.add(found.certain() ? new Ruling.Deny(info().name(), reason, Optional.of(change.path()), line.number())
                        : new Ruling.Ask(info().name(), reason, Optional.of(change.path()), line.number()));
            });
        }
        return rulings;
    }

    /// Empty for what is no text, too large, or not there.
    private static String text(Optional<FileState> state, Contents contents) throws IOException {
        if (state.isEmpty() || state.get().kind() != FileState.Kind.FILE || state.get().size() > MAX_BYTES) {
            return "";
        }
        return TextFile.whole(contents.read(state.get().content())).orElse("");
    }
}
