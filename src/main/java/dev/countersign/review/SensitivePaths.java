package dev.countersign.review;

import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the name of a file tells of what depends on it.
final class SensitivePaths {
    private static final Set<String> CI_FOLDERS = Set.of(".circleci", ".buildkite", ".teamcity", ".woodpecker");
    private static final Set<String> CI_NAMES = Set.of(".gitlab-ci.yml", ".travis.yml", "jenkinsfile", "azure-pipelines.yml",
            "appveyor.yml", "bitbucket-pipelines.yml", ".drone.yml", "codeowners");
    private static final Set<String> HOOK_FOLDERS = Set.of(".husky", ".githooks", ".git-hooks", ".vscode", ".idea", ".devcontainer");
    private static final Set<String> HOOK_NAMES = Set.of(".envrc", ".bashrc", ".bash_profile", ".profile", ".zshrc", ".zshenv",
            ".pre-commit-config.yaml", ".gitattributes", ".gitmodules", ".gitconfig", ".lfsconfig", "lefthook.yml", ".vimrc", ".exrc",
            "conftest.py", "sitecustomize.py");
    private static final Set<String> DEPENDENCIES = Set.of("package.json", "pom.xml", "cargo.toml", "go.mod", "pyproject.toml", "setup.py",
            "setup.cfg", "pipfile", "gemfile", "composer.json", "libs.versions.toml", "environment.yml", "packages.config",
            "directory.packages.props", ".npmrc", ".yarnrc", ".yarnrc.yml", "pnpm-workspace.yaml", "module.bazel", "flake.nix");
    private static final Pattern REQUIREMENTS = Pattern.compile("requirements[\\w.-]*\\.txt");
    private static final Set<String> BUILD = Set.of("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts",
            "gradle.properties", "gradlew", "gradlew.bat", "mvnw", "mvnw.cmd", "build.xml", "makefile", "gnumakefile", "cmakelists.txt",
            "meson.build", "build", "build.bazel", "workspace", "dockerfile", "containerfile", "docker-compose.yml", "compose.yaml",
            "build.rs", "build.sbt", "rakefile", "gulpfile.js", "webpack.config.js", "vite.config.ts", "vite.config.js", "justfile",
            "taskfile.yml", "tox.ini", "noxfile.py");
    private static final Set<String> BUILD_FOLDERS = Set.of(".mvn", ".cargo", "buildsrc");
    private static final Set<String> SCRIPTS = Set.of("sh", "bash", "zsh", "fish", "ps1", "bat", "cmd");
    private static final Pattern SECURITY = Pattern.compile("(?:^|[^a-z])(?:auth|authn|authz|oauth\\d?|login|signin|password|passwd|credentials?|secrets?|tokens?|"
            + "crypto|cipher|encrypt(?:ion)?|decrypt|keystore|private[-_]?key|jwt|saml|permissions?|acl|rbac|security|csrf|"
            + "authenticat\\w*|authoriz\\w*|certificates?)(?:[^a-z]|$)");
    private static final Pattern HUMPS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final Set<String> KEY_FILES = Set.of("pem", "key", "p12", "pfx", "jks", "keystore", "crt", "cer", "asc", "gpg");
    private static final Pattern TEST_FOLDER = Pattern.compile("(?:^|/)(?:tests?|__tests__|specs?)/");
    private static final Pattern TEST_NAME = Pattern.compile("(?:tests?\\.\\w+|.*(?:Tests?|IT|Spec)\\.\\w+|test_.*\\.py|.*_test\\.\\w+|.*[.-](?:test|spec)(?:-d)?\\.\\w+)");

    private SensitivePaths() {}

    /// Whether the file is one of tests, by its name or folder.
    static boolean isTest(WorkspacePath path) {
        return TEST_NAME.matcher(path.name()).matches() || TEST_FOLDER.matcher(path.value()).find();
    }

    static boolean isManifest(WorkspacePath path) {
        String name = path.name().toLowerCase(Locale.ROOT);
        return DEPENDENCIES.contains(name) || REQUIREMENTS.matcher(name).matches();
    }

    static List<Reason> of(WorkspacePath path) {
        List<String> parts = path.parts().stream().map(part -> part.toLowerCase(Locale.ROOT)).toList();
        List<String> folders = parts.subList(0, parts.size() - 1);
        String name = parts.getLast();
        var reasons = new ArrayList<Reason>();
        if (name.equals("codeowners") || folders.stream().anyMatch(CI_FOLDERS::contains) || CI_NAMES.contains(name) || folders.contains(".github")) {
            reasons.add(new Reason(Reason.Kind.CI, "It tells the build server or the code host what to do."));
        }
        if (folders.stream().anyMatch(HOOK_FOLDERS::contains) || HOOK_NAMES.contains(name)) {
            reasons.add(new Reason(Reason.Kind.HOOK, "Git, an editor, a shell or a test runner runs it by itself."));
        }
        if (isManifest(path)) {
            reasons.add(new Reason(Reason.Kind.DEPENDENCY, "It says which libraries come in."));
        }
        if (BUILD.contains(name) || folders.stream().anyMatch(BUILD_FOLDERS::contains) || name.endsWith(".gradle") || name.endsWith(".gradle.kts")) {
            reasons.add(new Reason(Reason.Kind.BUILD, "It says what the build runs."));
        }
        if (SCRIPTS.contains(ending(name))) {
            reasons.add(new Reason(Reason.Kind.SCRIPT, "It is a script."));
        }
        secret(path).ifPresent(reasons::add);
        return reasons;
    }

    private static Optional<Reason> secret(WorkspacePath path) {
        if (KEY_FILES.contains(ending(path.name().toLowerCase(Locale.ROOT))) || path.name().startsWith(".env")) {
            return Optional.of(new Reason(Reason.Kind.SECURITY, "Files of this kind hold keys or credentials."));
        }
        for (String part : path.parts()) {
            String words = HUMPS.matcher(part).replaceAll("-").toLowerCase(Locale.ROOT);
            var found = SECURITY.matcher(words);
            if (found.find()) {
                return Optional.of(new Reason(Reason.Kind.SECURITY, "Its path speaks of \"" + found.group().replaceAll("^[^a-z]+|[^a-z0-9]+$", "") + "\"."));
            }
        }
        return Optional.empty();
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
