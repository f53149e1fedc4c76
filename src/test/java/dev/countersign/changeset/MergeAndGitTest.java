package dev.countersign.changeset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our merges and those of `git merge-file`, on the same generated texts. Git's differ is Myers, ours is histogram: where both see
/// the same hunks, verdict and bytes must be the same.
class MergeAndGitTest {
    private static final Pattern HUNK = Pattern.compile("^@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@", Pattern.MULTILINE);

    @TempDir
    private Path folder;

    @BeforeEach
    void needsGit() {
        boolean found = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, "git")));
        assumeTrue(found, "git is not installed");
    }

    @Test
    void theSameVerdictAndTheSameBytes() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(170);
        int clean = 0;
        int conflicting = 0;
        int otherHunks = 0;
        for (int round = 0; round < 400; round++) {
            int words = random.nextInt(3) == 0 ? 4 : 400;
            List<String> base = lines(random, words, random.nextInt(40));
            Path b = write("base", base, random);
            Path o = write("ours", vary(base, words, random), random);
            Path t = write("theirs", vary(base, words, random), random);
            Git git = git("merge-file", "-p", "-q", "-L", "o", "-L", "b", "-L", "t", o.toString(), b.toString(), t.toString());
            Merge merge = Merge.of(text(b), text(o), text(t)).orElseThrow();
            boolean same = merge.isClean() == (git.status == 0) && (!merge.isClean() || merge.text().text().equals(git.out));
            if (!same) {
                assertThat(sameHunks(b, o) && sameHunks(b, t)).as("%s%n%s%n%s", Files.readString(b), Files.readString(o),
                        Files.readString(t)).isFalse();
                otherHunks++;
            } else if (merge.isClean()) {
                clean++;
            } else {
                conflicting++;
                assertThat(git.status).isPositive();
            }
        }
        // So that the comparison keeps comparing something.
        assertThat(clean).isGreaterThan(60);
        assertThat(conflicting).isGreaterThan(60);
        assertThat(otherHunks).isLessThan(40);
    }

    private boolean sameHunks(Path before, Path after) throws Exception {
        String diff = git("diff", "--no-index", "--no-indent-heuristic", "--diff-algorithm=myers", "-U0", before.toString(),
                after.toString()).out;
        var hunks = new ArrayList<Hunk>();
        for (Matcher matcher = HUNK.matcher(diff); matcher.find(); ) {
            int removed = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
            int added = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
            hunks.add(new Hunk(hunks.size(), Integer.parseInt(matcher.group(1)) - (removed == 0 ? 0 : 1), removed,
                    Integer.parseInt(matcher.group(3)) - (added == 0 ? 0 : 1), added));
        }
        return new Differ().diff(text(before), text(after), Differ.Options.EXACT).hunks().equals(hunks);
    }

    private static List<String> lines(RandomGenerator random, int words, int count) {
        return Stream.generate(() -> "line " + random.nextInt(words)).limit(count).toList();
    }

    private static List<String> vary(List<String> base, int words, RandomGenerator random) {
        var lines = new ArrayList<>(base);
        for (int edit = random.nextInt(4); edit > 0; edit--) {
            int at = random.nextInt(lines.size() + 1);
            for (int gone = random.nextInt(3); gone > 0 && at < lines.size(); gone--) {
                lines.remove(at);
            }
            lines.addAll(at, lines(random, words, random.nextInt(3)));
        }
        return lines;
    }

    private Path write(String name, List<String> lines, RandomGenerator random) throws IOException {
        String end = random.nextInt(10) == 0 ? "" : "\n";
        return Files.writeString(folder.resolve(name), lines.isEmpty() ? "" : String.join("\n", lines) + end);
    }

    private static TextFile text(Path file) throws IOException {
        return TextFile.read(Files.readAllBytes(file)).orElseThrow();
    }

    private record Git(int status, String out) {}

    private Git git(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Git(process.waitFor(), out);
    }
}
