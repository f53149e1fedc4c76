package dev.countersign.bench;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.Merge;
import dev.countersign.changeset.TextFile;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Our merge beside `git merge-file` on a repository's history: every file of its merge commits that both sides changed, and
/// every three versions in a row of a file, where the middle one is undone. Says where verdict or bytes differ, and whether the
/// two differs saw different hunks there. Arguments: the git folder, and how many cases of each kind at most.
public final class MergeSurvey {
    private static final Pattern HUNK = Pattern.compile("^@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@", Pattern.MULTILINE);

    private final Path folder = Files.createTempDirectory("merge-survey");
    private final Repository repository;
    private int clean;
    private int conflicting;
    private int otherHunks;
    private int lineEnds;
    private int wrong;
    private long ours;
    private long git;

    private MergeSurvey(Repository repository) throws IOException {
        this.repository = repository;
    }

    private record Case(ObjectId base, ObjectId ours, ObjectId theirs) {}

    public static void main(String[] arguments) throws Exception {
        try (var repository = new FileRepository(new File(arguments[0]))) {
            int most = Integer.parseInt(arguments[1]);
            new MergeSurvey(repository).run("merge commits", most, true);
            new MergeSurvey(repository).run("versions in a row", most, false);
        }
    }

    private void run(String title, int most, boolean merges) throws Exception {
        Set<Case> cases = merges ? mergeCommits(most) : rows(most);
        for (Case each : cases) {
            compare(each);
        }
        System.out.printf("%s: %d cases; same: %d clean, %d conflicting; other hunks: %d; line ends: %d; unexplained: %d; "
                        + "ours %.3f ms each, git merge-file %.3f ms each; load %.1f%n", title, cases.size(), clean, conflicting,
                otherHunks, lineEnds, wrong, ours / 1e6 / Math.max(1, cases.size()), git / 1e6 / Math.max(1, cases.size()),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private Set<Case> mergeCommits(int most) throws IOException {
        var cases = new LinkedHashSet<Case>();
        for (RevCommit commit : commits()) {
            if (commit.getParentCount() != 2 || cases.size() >= most) {
                continue;
            }
            try (var walk = new RevWalk(repository)) {
                walk.setRevFilter(RevFilter.MERGE_BASE);
                walk.markStart(walk.parseCommit(commit.getParent(0)));
                walk.markStart(walk.parseCommit(commit.getParent(1)));
                RevCommit base = walk.next();
                if (base != null) {
                    add(cases, walk.parseCommit(base), walk.parseCommit(commit.getParent(0)), walk.parseCommit(commit.getParent(1)));
                }
            }
        }
        return cases;
    }

    private void add(Set<Case> cases, RevCommit base, RevCommit ours, RevCommit theirs) throws IOException {
        try (var walk = new TreeWalk(repository)) {
            walk.setRecursive(true);
            walk.addTree(base.getTree());
            walk.addTree(ours.getTree());
            walk.addTree(theirs.getTree());
            while (walk.next()) {
                var one = new Case(walk.getObjectId(0), walk.getObjectId(1), walk.getObjectId(2));
                boolean all = !one.base.equals(ObjectId.zeroId()) && !one.ours.equals(ObjectId.zeroId())
                        && !one.theirs.equals(ObjectId.zeroId());
                if (all && !one.base.equals(one.ours) && !one.base.equals(one.theirs) && !one.ours.equals(one.theirs)) {
                    cases.add(one);
                }
            }
        }
    }

    /// Undoing a change between two others: base is the version after it, theirs the one before, ours the one that came later.
    private Set<Case> rows(int most) throws IOException {
        var versions = new java.util.HashMap<String, List<ObjectId>>();
        var cases = new LinkedHashSet<Case>();
        for (RevCommit commit : commits()) {
            if (commit.getParentCount() != 1) {
                continue;
            }
            try (var walk = new TreeWalk(repository); var parents = new RevWalk(repository)) {
                walk.setRecursive(true);
                walk.addTree(parents.parseCommit(commit.getParent(0)).getTree());
                walk.addTree(commit.getTree());
                walk.setFilter(org.eclipse.jgit.treewalk.filter.TreeFilter.ANY_DIFF);
                while (walk.next()) {
                    if (!walk.getObjectId(0).equals(ObjectId.zeroId()) && !walk.getObjectId(1).equals(ObjectId.zeroId())) {
                        // Commits come newest first.
                        List<ObjectId> seen = versions.computeIfAbsent(walk.getPathString(), _ -> new ArrayList<>());
                        seen.add(walk.getObjectId(1));
                        if (seen.size() >= 2 && cases.size() < most) {
                            cases.add(new Case(walk.getObjectId(1), seen.get(seen.size() - 2), walk.getObjectId(0)));
                        }
                    }
                }
            }
            if (cases.size() >= most) {
                break;
            }
        }
        return cases;
    }

    private List<RevCommit> commits() throws IOException {
        var all = new ArrayList<RevCommit>();
        try (var walk = new RevWalk(repository)) {
            for (var ref : repository.getRefDatabase().getRefs()) {
                ObjectId tip = ref.getPeeledObjectId() == null ? ref.getObjectId() : ref.getPeeledObjectId();
                if (tip != null && walk.parseAny(tip) instanceof RevCommit commit) {
                    walk.markStart(commit);
                }
            }
            walk.forEach(all::add);
        }
        return all;
    }

    private void compare(Case each) throws Exception {
        byte[][] sides = {bytes(each.base), bytes(each.ours), bytes(each.theirs)};
        var texts = new ArrayList<TextFile>();
        for (byte[] side : sides) {
            TextFile.read(side).ifPresent(texts::add);
        }
        if (texts.size() < 3) {
            return;
        }
        Path base = Files.write(folder.resolve("base"), sides[0]);
        Path mine = Files.write(folder.resolve("ours"), sides[1]);
        Path other = Files.write(folder.resolve("theirs"), sides[2]);
        long start = System.nanoTime();
        Process process = new ProcessBuilder("git", "merge-file", "-p", "-q", mine.toString(), base.toString(), other.toString()).start();
        byte[] out = process.getInputStream().readAllBytes();
        int status = process.waitFor();
        long between = System.nanoTime();
        Optional<Merge> merge = Merge.of(TextFile.read(sides[0]).orElseThrow(), TextFile.read(sides[1]).orElseThrow(),
                TextFile.read(sides[2]).orElseThrow());
        Optional<byte[]> result = merge.filter(Merge::isClean).map(m -> m.text().bytes());
        ours += System.nanoTime() - between;
        git += between - start;
        boolean same = result.isPresent() == (status == 0) && (result.isEmpty() || java.util.Arrays.equals(result.get(), out));
        if (same && status == 0) {
            clean++;
        } else if (same) {
            conflicting++;
        } else if (!sameHunks(base, mine, texts.get(0), texts.get(1)) || !sameHunks(base, other, texts.get(0), texts.get(2))) {
            otherHunks++;
        } else if (texts.stream().flatMap(text -> text.ends().stream()).filter(end -> !end.isEmpty()).distinct().count() > 1) {
            lineEnds++;
        } else {
            wrong++;
            System.out.println("unexplained: " + each);
        }
    }

    private byte[] bytes(ObjectId id) throws IOException {
        return repository.open(id).getBytes();
    }

    private boolean sameHunks(Path before, Path after, TextFile beforeText, TextFile afterText) throws Exception {
        Process process = new ProcessBuilder("git", "diff", "--no-index", "--no-indent-heuristic", "--diff-algorithm=myers", "-U0",
                before.toString(), after.toString()).start();
        String diff = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        process.waitFor();
        var hunks = new ArrayList<Hunk>();
        for (Matcher matcher = HUNK.matcher(diff); matcher.find(); ) {
            int removed = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
            int added = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
            hunks.add(new Hunk(hunks.size(), Integer.parseInt(matcher.group(1)) - (removed == 0 ? 0 : 1), removed,
                    Integer.parseInt(matcher.group(3)) - (added == 0 ? 0 : 1), added));
        }
        return new Differ().diff(beforeText, afterText, Differ.Options.EXACT).hunks().equals(hunks);
    }
}
