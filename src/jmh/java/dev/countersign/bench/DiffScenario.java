package dev.countersign.bench;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.TextFile;
import dev.countersign.changeset.UnifiedPatch;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The differ beside `git diff --histogram` as a process: over the newest 500 commits of a repository that `diff:FOLDER` names, and
/// over inputs that are bad for differs.
final class DiffScenario implements Scenarios.Scenario {
    private static final int COMMITS = 500;
    private static final int LINES = 20_000;

    private final Optional<Path> repository;

    private record Commit(String before, String after, Changeset changeset) {}

    /// @param repository with a `.git`, or bare; none: only the bad inputs
    DiffScenario(Optional<Path> repository) {
        this.repository = repository;
    }

    @Override
    public void run(Path folder) throws Exception {
        if (repository.isPresent()) {
            commits(repository.get(), folder);
        }
        bad(folder, "all lines different", i -> "before " + i, i -> "after " + i);
        bad(folder, "7 distinct lines", i -> "line " + new Random(i).nextInt(7), i -> "line " + new Random(i + 7_777_777).nextInt(7));
        bad(folder, "reversed", i -> "line " + i, i -> "line " + (LINES - i));
        bad(folder, "halves swapped", i -> "line " + i, i -> "line " + (i + LINES / 2) % LINES);
        String one = IntStream.range(0, 500_000).mapToObj(i -> "word" + i % 977 + " ").collect(Collectors.joining());
        compare(folder, "one line of 5 MB, ten words changed", one, one.replace("word500 ", "word5OO ").replaceFirst("word1 ", "x "));
    }

    private static void bad(Path folder, String name, IntFunction<String> before, IntFunction<String> after) throws Exception {
        compare(folder, name + ", " + LINES + " lines", text(before), text(after));
    }

    private static String text(IntFunction<String> line) {
        return IntStream.range(0, LINES).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }

    private static void compare(Path folder, String name, String before, String after) throws Exception {
        Path a = Ground.write(folder, "a", before);
        Path b = Ground.write(folder, "b", after);
        // --no-index says with status 1 that the files differ.
        List<String> git = List.of("sh", "-c", "git diff --no-index --histogram a b; test $? = 1");
        new Rounds(name, "git diff --no-index --histogram", () -> Ground.run(folder, git)).beside("differ, files read", () -> {
            long start = System.nanoTime();
            var diff = new Differ().diff(TextFile.read(Files.readAllBytes(a)).orElseThrow(), TextFile.read(Files.readAllBytes(b)).orElseThrow(),
                    Differ.Options.EXACT);
            if (diff.hunks().isEmpty()) {
                throw new IllegalStateException("no difference found");
            }
            return System.nanoTime() - start;
        }).run(9, System.out);
    }

    private void commits(Path repository, Path folder) throws Exception {
        try (PackStore store = PackStore.open(folder.resolve("content.pack"))) {
            List<Commit> commits = read(repository, store);
            int files = commits.stream().mapToInt(c -> c.changeset.changes().size()).sum();
            new Rounds(commits.size() + " commits with " + files + " changed files of " + repository.getFileName(),
                    "git diff --histogram, a process each", () -> {
                long all = 0;
                for (Commit commit : commits) {
                    all += Ground.git(repository, "diff", "--histogram", commit.before, commit.after);
                }
                return all;
            }).beside("differ, content read from the store", () -> {
                long start = System.nanoTime();
                for (Commit commit : commits) {
                    for (FileChange change : commit.changeset.changes()) {
                        new Differ().diff(change, store, Differ.Options.EXACT);
                    }
                }
                return System.nanoTime() - start;
            }).beside("the same, written as a patch", () -> {
                long start = System.nanoTime();
                for (Commit commit : commits) {
                    UnifiedPatch.format(commit.changeset, store, 3);
                }
                return System.nanoTime() - start;
            }).run(5, System.out);
        }
    }

    private static List<Commit> read(Path repository, PackStore store) throws Exception {
        var kept = new HashMap<String, FileState>();
        var commits = new ArrayList<Commit>();
        for (String line : lines(repository, "log", "--no-merges", "--first-parent", "--format=%H %P", "-n", String.valueOf(2 * COMMITS))) {
            String[] ids = line.split(" ");
            if (ids.length == 2 && commits.size() < COMMITS && isWhole(repository, ids[1], ids[0])) {
                commits.add(commit(repository, ids[1], ids[0], store, kept));
            }
        }
        return commits;
    }

    /// A copy of a repository may lack its largest files.
    private static boolean isWhole(Path repository, String before, String after) throws Exception {
        return new ProcessBuilder("git", "diff", before, after).directory(repository.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }

    private static Commit commit(Path repository, String before, String after, PackStore store, Map<String, FileState> kept)
            throws Exception {
        var base = new TreeMap<WorkspacePath, FileState>();
        var result = new TreeMap<WorkspacePath, FileState>();
        for (String line : lines(repository, "diff-tree", "-r", "--no-renames", before, after)) {
            // ":100644 100755 <blob> <blob> M\tpath"
            String[] parts = line.substring(1).split("[ \t]", 6);
            WorkspacePath path = WorkspacePath.of(parts[5]);
            side(repository, parts[0], parts[2], store, kept).ifPresent(state -> base.put(path, state));
            side(repository, parts[1], parts[3], store, kept).ifPresent(state -> result.put(path, state));
        }
        return new Commit(before, after, Changeset.between(new Snapshot(base), new Snapshot(result), store));
    }

    private static Optional<FileState> side(Path repository, String mode, String blob, PackStore store, Map<String, FileState> kept)
            throws Exception {
        if (!mode.startsWith("100")) {
            return Optional.empty();
        }
        String key = mode + blob;
        if (!kept.containsKey(key)) {
            byte[] content = output(repository, "cat-file", "blob", blob);
            Sha256 digest = store.put(content);
            kept.put(key, new FileState(FileState.Kind.FILE, Integer.parseInt(mode.substring(3), 8), digest, content.length));
        }
        return Optional.of(kept.get(key));
    }

    private static List<String> lines(Path repository, String... arguments) throws Exception {
        return new String(output(repository, arguments), StandardCharsets.UTF_8).lines().toList();
    }

    private static byte[] output(Path repository, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command).directory(repository.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        byte[] out = git.getInputStream().readAllBytes();
        if (git.waitFor() != 0) {
            throw new IllegalStateException(command + " failed");
        }
        return out;
    }
}
