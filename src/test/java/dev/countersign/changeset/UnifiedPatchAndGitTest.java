package dev.countersign.changeset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.changeset.UnifiedPatch.Applied;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our patches and git's, held against each other with the git that is installed.
class UnifiedPatchAndGitTest {
    private final MemoryStore store = new MemoryStore();

    @TempDir
    private Path folder;

    @BeforeEach
    void needsGit() {
        boolean found = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, "git")));
        assumeTrue(found, "git is not installed");
    }

    @Test
    void gitAppliesWhatWeWrite() throws Exception {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
        for (int round = 0; round < 12; round++) {
            Snapshot base = randomTree(random);
            Snapshot result = vary(base, random);
            Changeset changeset = Changeset.between(base, result, store);
            if (changeset.isEmpty()) {
                continue;
            }
            Path tree = Files.createDirectory(folder.resolve("tree" + round));
            write(base, tree);
            String patch = UnifiedPatch.format(changeset, store, random.nextInt(4));
            Path file = Files.writeString(folder.resolve(round + ".patch"), patch);

            // Git takes hunks without context only when told that they are meant.
            assertThat(git(tree, "apply", "--check", "--unidiff-zero", "--whitespace=nowarn", file.toString())).as(patch).isEmpty();
            assertThat(git(tree, "apply", "--unidiff-zero", "--whitespace=nowarn", file.toString())).as(patch).isEmpty();
            assertThat(read(tree)).as(patch).isEqualTo(result);
        }
    }

    @Test
    void weApplyWhatGitWrites() throws Exception {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(43);
        for (int round = 0; round < 8; round++) {
            Snapshot base = randomTree(random);
            Snapshot result = vary(base, random);
            // Moved content and binary deltas only come out of a repository.
            Path repository = Files.createDirectory(folder.resolve("repo" + round));
            write(base, repository);
            git(repository, "init", "-q", ".");
            git(repository, "add", "-A");
            git(repository, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "base", "--allow-empty");
            clear(repository);
            write(result, repository);
            git(repository, "add", "-A");
            String patch = git(repository, "diff", "--cached", "--binary", "-M");

            if (!patch.isEmpty()) {
                assertThat(UnifiedPatch.apply(patch.getBytes(StandardCharsets.UTF_8), base, store)).as(patch)
                        .isEqualTo(new Applied.Done(result));
            }
        }
    }

    private Snapshot randomTree(RandomGenerator random) {
        var files = new TreeMap<WorkspacePath, FileState>();
        for (String name : List.of("a.txt", "b/c.java", "with space.txt", "qu\"ote", "\u00fcml\u00e4ut \u20ac.md", "x y/z w", "run.sh", "link", "bin")) {
            if (random.nextInt(4) > 0) {
                files.put(WorkspacePath.of(name), state(name, random));
            }
        }
        return new Snapshot(files);
    }

    private FileState state(String name, RandomGenerator random) {
        if (name.equals("link")) {
            return store.link("target " + random.nextInt(3));
        }
        if (name.equals("bin")) {
            byte[] bytes = new byte[2000];
            bytes[1999] = (byte) random.nextInt();
            bytes[random.nextInt(2000)] = 7;
            return store.file(bytes);
        }
        var text = new StringBuilder();
        for (int i = random.nextInt(30); i >= 0; i--) {
            text.append("line ").append(random.nextInt(12)).append(random.nextInt(5) == 0 ? "\r\n" : "\n");
        }
        text.append(random.nextBoolean() ? "" : "no end");
        return name.equals("run.sh") && random.nextBoolean() ? store.script(text.toString()) : store.file(text.toString());
    }

    private Snapshot vary(Snapshot base, RandomGenerator random) throws IOException {
        var files = new TreeMap<WorkspacePath, FileState>();
        for (var entry : randomTree(random).files().entrySet()) {
            if (random.nextInt(3) == 0) {
                files.put(entry.getKey(), entry.getValue());
            }
        }
        for (var entry : base.files().entrySet()) {
            FileState state = entry.getValue();
            int what = random.nextInt(5);
            if (what == 0 && state.kind() == FileState.Kind.FILE && !entry.getKey().value().equals("bin")) {
                files.put(WorkspacePath.of("moved/" + entry.getKey().name()), state);
                files.remove(entry.getKey());
            } else if (what < 3 && state.kind() == FileState.Kind.FILE && !entry.getKey().value().equals("bin")) {
                var lines = new ArrayList<>(GitLines.split(store.read(state.content())));
                lines.add(random.nextInt(lines.size() + 1), "fresh\n");
                if (lines.stream().limit(lines.size() - 1).allMatch(l -> l.endsWith("\n"))) {
                    files.put(entry.getKey(), store.file(GitLines.join(lines)));
                }
            } else if (what == 3) {
                files.putIfAbsent(entry.getKey(), state);
            }
        }
        return new Snapshot(files);
    }

    private void write(Snapshot tree, Path root) throws IOException {
        for (var entry : tree.files().entrySet()) {
            Path file = entry.getKey().in(root);
            Files.createDirectories(file.getParent());
            byte[] content = store.read(entry.getValue().content());
            if (entry.getValue().kind() == FileState.Kind.LINK) {
                Files.createSymbolicLink(file, Path.of(new String(content, StandardCharsets.UTF_8)));
            } else {
                Files.write(file, content);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(
                        entry.getValue().executable() ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private Snapshot read(Path root) throws IOException {
        var files = new TreeMap<WorkspacePath, FileState>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.toList()) {
                if (Files.isSymbolicLink(file)) {
                    files.put(WorkspacePath.relative(root, file), store.link(Files.readSymbolicLink(file).toString()));
                } else if (Files.isRegularFile(file)) {
                    byte[] bytes = Files.readAllBytes(file);
                    store.put(bytes);
                    files.put(WorkspacePath.relative(root, file), FileState.file(bytes, Files.isExecutable(file)));
                }
            }
        }
        return new Snapshot(files);
    }

    private static void clear(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.sorted((p, q) -> q.compareTo(p)).toList()) {
                if (!file.equals(root) && !file.startsWith(root.resolve(".git"))) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String git(Path folder, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git", "-c", "core.autocrlf=false"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_SYSTEM", "/dev/null");
        builder.environment().put("GIT_CEILING_DIRECTORIES", folder.getParent().toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
