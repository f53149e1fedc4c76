package dev.countersign.policy.builtin;

import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.TextFile;
import dev.countersign.policy.Policy.RuleInfo;
import dev.countersign.policy.Ruling;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// No credential is written into a file: the published shapes of well-known keys and tokens, in lines that were not there
/// before. The secret itself is never repeated in the ruling.
final class SecretsRule extends ChangeRule {
    private static final long MAX_BYTES = 8L << 20;
    private static final int MAX_LINE = 4_000;

    /// Bounded quantifiers only: a hostile line costs no more than its length.
    private static final Map<String, Pattern> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("a private key", Pattern.compile("-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----"));
        SHAPES.put("an AWS access key", Pattern.compile("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"));
        SHAPES.put("a GitHub token", Pattern.compile("\\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22})"));
        SHAPES.put("a GitLab token", Pattern.compile("\\bglpat-[A-Za-z0-9_-]{20}"));
        SHAPES.put("a Slack token", Pattern.compile("\\bxox[abeoprs]-[A-Za-z0-9-]{10}"));
        SHAPES.put("a Google API key", Pattern.compile("\\bAIza[0-9A-Za-z_-]{35}"));
        SHAPES.put("a Stripe key", Pattern.compile("\\b[rs]k_live_[0-9A-Za-z]{16}"));
        SHAPES.put("an Anthropic key", Pattern.compile("\\bsk-ant-[A-Za-z0-9_-]{20}"));
        SHAPES.put("an OpenAI key", Pattern.compile("\\bsk-(?:proj-)?[A-Za-z0-9_-]{32}"));
        SHAPES.put("an npm token", Pattern.compile("\\bnpm_[A-Za-z0-9]{36}\\b"));
    }

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
            String line = after.get(i);
            if (!known.contains(line)) {
                for (var shape : SHAPES.entrySet()) {
                    if (shape.getValue().matcher(line.substring(0, Math.min(line.length(), MAX_LINE))).find()) {
                        rulings.add(new Ruling.Deny(info().name(), change.path() + ", line " + (i + 1) + " holds what looks like "
                                + shape.getKey() + ".", Optional.of(change.path()), i + 1));
                        break;
                    }
                }
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
