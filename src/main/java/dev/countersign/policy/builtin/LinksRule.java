package dev.countersign.policy.builtin;

import dev.countersign.changeset.FileChange;
import dev.countersign.policy.Policy.RuleInfo;
import dev.countersign.policy.Ruling;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A symbolic link stays inside the workspace; a new one is a question all the same.
final class LinksRule extends ChangeRule {
    @Override
    public RuleInfo info() {
        return new RuleInfo("links", "A symbolic link must stay inside the workspace; a new or changed one is asked about.");
    }

    @Override
    List<Ruling> objections(FileChange change, Contents contents) throws IOException {
        Optional<FileState> after = change.afterState().filter(s -> s.kind() == FileState.Kind.LINK);
        if (after.isEmpty()) {
            return List.of();
        }
        String target = new String(contents.read(after.get().content()), StandardCharsets.UTF_8);
        if (leaves(change.path().folder(), target)) {
            return List.of(new Ruling.Deny(info().name(), change.path() + " is a link to " + target
                    + ", outside the workspace.", Optional.of(change.path()), 0));
        }
        return List.of(new Ruling.Ask(info().name(), change.path() + " is a link to " + target + ".",
                Optional.of(change.path()), 0));
    }

    private static boolean leaves(String folder, String target) {
        if (target.startsWith("/") || target.indexOf('\0') >= 0 || target.indexOf('\\') >= 0
                || (target.length() > 1 && target.charAt(1) == ':')) {
            return true;
        }
        int depth = folder.isEmpty() ? 0 : folder.split("/").length;
        for (String part : target.split("/")) {
            depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }
}
