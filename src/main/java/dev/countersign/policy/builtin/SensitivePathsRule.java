package dev.countersign.policy.builtin;

import dev.countersign.changeset.FileChange;
import dev.countersign.policy.Policy.RuleInfo;
import dev.countersign.policy.Ruling;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Files that make other programs run something by themselves are asked about: CI, hooks, editor and shell start-up files,
/// and a file that becomes executable. Countersign's own folder is not for agents.
final class SensitivePathsRule extends ChangeRule {
    private static final Set<String> FOLDERS = Set.of(".github", ".circleci", ".husky", ".vscode", ".idea", ".devcontainer",
            ".buildkite", ".cargo", ".mvn", ".githooks");
    private static final Set<String> NAMES = Set.of(".gitlab-ci.yml", ".travis.yml", "jenkinsfile", "azure-pipelines.yml",
            ".envrc", ".bashrc", ".bash_profile", ".profile", ".zshrc", ".zshenv", ".npmrc", ".yarnrc", ".yarnrc.yml",
            ".gitattributes", ".gitmodules", ".gitconfig", ".pre-commit-config.yaml", ".lfsconfig", ".vimrc", ".exrc",
            ".editorconfig", "conftest.py", "sitecustomize.py");

    private static final Pattern HEAD = Pattern.compile("ref:\\s*refs/|[0-9a-f]{40}(?:[0-9a-f]{24})?\\s*$");
    private static final int MOST = 1024;

    @Override
    public RuleInfo info() {
        return new RuleInfo("sensitive-paths",
                "CI, hook, editor and shell start-up files and new executables are asked about; .countersign is refused.");
    }

    @Override
    List<Ruling> objections(FileChange change, Contents contents) throws IOException {
        WorkspacePath path = change.path();
        List<String> parts = path.parts().stream().map(part -> part.toLowerCase(Locale.ROOT)).toList();
        if (parts.getFirst().equals(".countersign")) {
            return List.of(new Ruling.Deny(info().name(), path + " configures Countersign itself; agents do not change it.",
                    Optional.of(path), 0));
        }
        if (parts.stream().limit(parts.size() - 1L).anyMatch(FOLDERS::contains) || NAMES.contains(parts.getLast())) {
            return List.of(ask(path, path + " can make other programs run something."));
        }
        if (parts.getLast().equals("head") && change.afterState().isPresent() && isHeadOfRepository(change.afterState().get(), contents)) {
            return List.of(ask(path, path + " makes its folder a git repository, whose settings can run something."));
        }
        boolean was = change.beforeState().map(s -> s.executable()).orElse(false);
        boolean is = change.afterState().map(s -> s.executable()).orElse(false);
        return is && !was ? List.of(ask(path, path + " becomes executable.")) : List.of();
    }

    /// As git tells one (gitrepository-layout(5)): a reference, or the name of a commit.
    private static boolean isHeadOfRepository(FileState head, Contents contents) throws IOException {
        return head.kind() == FileState.Kind.FILE && head.size() <= MOST
                && HEAD.matcher(new String(contents.read(head.content()), StandardCharsets.ISO_8859_1)).lookingAt();
    }

    private Ruling ask(WorkspacePath path, String reason) {
        return new Ruling.Ask(info().name(), reason, Optional.of(path), 0);
    }
}
