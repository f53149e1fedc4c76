package dev.countersign.bench;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.blame.Annotation;
import dev.countersign.ledger.blame.Blame;
import dev.countersign.ledger.blame.Origin;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Our blame beside git's on a real history: its newest commits, along first parents, become entries one by one; then every line of every
/// text that they touched and that is still there is asked of both. `BlameSurvey GITFOLDER COMMITS`. Where the two differ, the line is looked
/// at: whether its text stands in the file more than once (then both may be right, by another alignment), whether the file was renamed; and
/// git is asked with `--minimal` too, to see how often git differs from itself.
public final class BlameSurvey {
    private static final String BEFORE = "before";

    private final Repository repository;
    private final File folder;
    private final List<ObjectId> commitOf = new ArrayList<>();
    private final Map<String, Integer> causes = new TreeMap<>();
    private int files;
    private int renamed;
    private long lines;
    private long same;
    private long sameOfMinimal;
    private long bothRecorded;

    private BlameSurvey(Repository repository, File folder) {
        this.repository = repository;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        var folder = new File(arguments[0]);
        try (var repository = new FileRepository(folder)) {
            new BlameSurvey(repository, folder).run(Integer.parseInt(arguments[1]));
        }
        System.exit(0);
    }

    private void run(int count) throws Exception {
        List<RevCommit> chain = chain(count);
        RevCommit base = chain.getLast();
        RevCommit newest = chain.getFirst();
        Path scratch = Files.createTempDirectory("blame-survey");
        var now = new AtomicReference<>(Instant.EPOCH);
        var touched = new TreeSet<String>();
        long start = System.nanoTime();
        try (Ledger ledger = new DuckLedgerOpener(Files.createDirectory(scratch.resolve("data")), now::get, new Random(1))
                .open(Workspace.open(Files.createDirectory(scratch.resolve("work"))))) {
            for (int i = chain.size() - 2; i >= 0; i--) {
                now.set(Instant.ofEpochSecond(chain.get(i).getCommitTime()));
                List<PathEdit> edits = edits(ledger, chain.get(i + 1), chain.get(i));
                if (!edits.isEmpty()) {
                    edits.forEach(edit -> touched.add(edit.path().value()));
                    ledger.finish(ledger.begin(draft(chain.get(i), edits)));
                    commitOf.add(chain.get(i).copy());
                }
            }
            System.out.printf("%d commits became entries in %.1f s%n", commitOf.size(), (System.nanoTime() - start) / 1e9);
            compare(ledger, base, newest, touched);
        }
        System.out.printf("%d files (%d under another name before), %,d lines: the same commit for %,d, %.2f %%; of %,d lines that either gives to one of "
                        + "these commits %.2f %%. git blame --minimal beside git blame: %.2f %%. The others: %s%n", files, renamed, lines, same, 100.0 * same / lines,
                bothRecorded, 100.0 * (bothRecorded - (lines - same)) / bothRecorded, 100.0 * sameOfMinimal / lines, causes);
    }

    /// Newest first, one more than become entries.
    private List<RevCommit> chain(int count) throws IOException {
        var chain = new ArrayList<RevCommit>();
        try (var walk = new RevWalk(repository)) {
            RevCommit at = walk.parseCommit(repository.resolve("HEAD"));
            while (true) {
                chain.add(at);
                if (chain.size() > count || at.getParentCount() == 0) {
                    return chain;
                }
                at = walk.parseCommit(at.getParent(0));
            }
        }
    }

    private List<PathEdit> edits(Ledger ledger, RevCommit before, RevCommit after) throws IOException {
        var edits = new ArrayList<PathEdit>();
        try (var walk = new TreeWalk(repository)) {
            walk.setRecursive(true);
            walk.addTree(before.getTree());
            walk.addTree(after.getTree());
            for (DiffEntry entry : DiffEntry.scan(walk)) {
                Optional<FileState> old = state(ledger, entry.getOldMode(), entry.getOldId());
                Optional<FileState> next = state(ledger, entry.getNewMode(), entry.getNewId());
                if (!old.equals(next)) {
                    String path = entry.getChangeType() == DiffEntry.ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
                    edits.add(new PathEdit(WorkspacePath.of(path), old, next));
                }
            }
        }
        return edits;
    }

    private Optional<FileState> state(Ledger ledger, FileMode mode, AbbreviatedObjectId id) throws IOException {
        if ((mode.getBits() & FileMode.TYPE_MASK) != FileMode.TYPE_FILE) {
            return Optional.empty();
        }
        byte[] content;
        try {
            content = repository.open(id.toObjectId()).getBytes();
        } catch (MissingObjectException e) {
            // A copy of a repository may lack its largest files.
            return Optional.empty();
        }
        ledger.vault().put(content);
        return Optional.of(FileState.file(content, mode.equals(FileMode.EXECUTABLE_FILE)));
    }

    private static EntryDraft draft(RevCommit commit, List<PathEdit> edits) {
        Sha256 tree = Sha256.of(commit.getTree().name().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new EntryDraft(EntryKind.COMMIT, "", "", new EntryDraft.Actor("human", commit.getAuthorIdent().getName(), ""), Optional.empty(),
                commit.getShortMessage(), tree, tree, edits, List.of(), OptionalLong.empty());
    }

    private void compare(Ledger ledger, RevCommit base, RevCommit newest, TreeSet<String> touched) throws Exception {
        var blame = new Blame(ledger);
        long ours = 0;
        long git = 0;
        for (String path : touched) {
            Annotation annotation;
            try (TreeWalk there = TreeWalk.forPath(repository, path, newest.getTree())) {
                if (there == null || (there.getFileMode(0).getBits() & FileMode.TYPE_MASK) != FileMode.TYPE_FILE) {
                    continue;
                }
                long begin = System.nanoTime();
                annotation = blame.at(WorkspacePath.of(path), commitOf.size() - 1L, Progress.NONE);
                ours += System.nanoTime() - begin;
            } catch (dev.countersign.fault.UserException e) {
                // No text.
                continue;
            }
            long begin = System.nanoTime();
            List<Theirs> theirs = git(base, newest, path, List.of());
            git += System.nanoTime() - begin;
            if (theirs.size() != annotation.lines().size()) {
                causes.merge("another number of lines: " + path, 1, Integer::sum);
                continue;
            }
            compare(path, annotation, theirs, git(base, newest, path, List.of("--minimal")));
        }
        System.out.printf("ours %.1f s, git blame %.1f s for all files%n", ours / 1e9, git / 1e9);
    }

    private void compare(String path, Annotation annotation, List<Theirs> theirs, List<Theirs> minimal) {
        files++;
        boolean moved = theirs.stream().anyMatch(line -> !line.path().equals(path));
        renamed += moved ? 1 : 0;
        var texts = new HashMap<String, Integer>();
        annotation.lines().forEach(line -> texts.merge(line.text(), 1, Integer::sum));
        for (int i = 0; i < theirs.size(); i++) {
            lines++;
            String text = annotation.lines().get(i).text();
            String mine = commit(annotation.lines().get(i).origin());
            String other = theirs.get(i).commit();
            sameOfMinimal += minimal.get(i).commit().equals(other) ? 1 : 0;
            bothRecorded += mine.equals(BEFORE) && other.equals(BEFORE) ? 0 : 1;
            if (mine.equals(other)) {
                same++;
                continue;
            }
            String cause = moved ? "in a file that git took for renamed" : texts.get(text) > 1 ? "its text stands there more than once" : "its text stands there once";
            if (causes.merge(cause, 1, Integer::sum) <= 6) {
                System.out.printf("  %s:%d ours %.8s git %.8s (%s) |%s%n", path, i + 1, mine, other, cause, text);
            }
        }
    }

    private String commit(Origin origin) {
        return switch (origin) {
            case Origin.Recorded recorded -> commitOf.get((int) recorded.seq()).name();
            case Origin.Older _ -> BEFORE;
            case Origin.Outside _ -> "outside";
        };
    }

    /// A line as git says it. @param path under which it stood there
    private record Theirs(String commit, String path) {}

    private List<Theirs> git(RevCommit base, RevCommit newest, String path, List<String> more) throws Exception {
        var command = new ArrayList<>(List.of("git", "--git-dir", folder.getPath(), "blame", "--first-parent", "--line-porcelain"));
        command.addAll(more);
        command.addAll(List.of(base.name() + ".." + newest.name(), "--", path));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var found = new ArrayList<Theirs>();
        try (BufferedReader out = process.inputReader(java.nio.charset.StandardCharsets.ISO_8859_1)) {
            String commit = "";
            String file = "";
            boolean boundary = false;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("\t")) {
                    found.add(new Theirs(boundary ? BEFORE : commit, file));
                    boundary = false;
                } else if (line.matches("[0-9a-f]{40} \\d+ \\d+.*")) {
                    commit = line.substring(0, 40);
                } else if (line.equals("boundary")) {
                    boundary = true;
                } else if (line.startsWith("filename ")) {
                    file = line.substring("filename ".length());
                }
            }
        }
        process.waitFor();
        return found;
    }
}
