package dev.countersign.ledger.crash;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Where one trial happens: a project, and Countersign's data beside it. A ledger is found by the path of its workspace, so a copy
/// of a ground works only in the place of the original.
///
/// What the trials change lies below `work/` and in two files at the top. Everything else is never named by any entry, and must
/// come out of every trial as it went in, to the nanosecond of its time.
record Ground(Path root) {
    static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-02-02T02:02:02.123456789Z"));
    private static final int MANY = 40;
    private static final long SEGMENT = 4_000;
    private static final long PACK = 60_000;
    private static final WorkspacePath NEW = WorkspacePath.of("work/sub/deep/new.txt");

    Path project() {
        return root.resolve("project");
    }

    Path data() {
        return root.resolve("data");
    }

    /// Where a process says what it has been told is in; it lies outside of everything that is tried.
    Path marks() {
        return root.resolve("marks");
    }

    Workspace workspace() {
        return Workspace.open(project());
    }

    /// Segments of the leaf log end after two or three entries, unless [#whole] says otherwise.
    Ledger open() throws IOException {
        var usual = new DuckLedgerOpener(data(), InstantSource.system(), RandomGenerator.getDefault());
        var small = new DuckLedgerOpener(data(), InstantSource.system(), RandomGenerator.getDefault(), SEGMENT, PACK);
        return (Files.exists(whole()) ? usual : small).open(workspace());
    }

    /// There where ledgers have segments and packs of the usual size.
    Path whole() {
        return root.resolve("whole");
    }

    /// A project in which nothing was committed yet.
    static Ground make(Path root) throws IOException {
        var ground = new Ground(Files.createDirectories(root).toRealPath());
        Path project = Files.createDirectories(ground.project());
        file(project.resolve("keep/plain.txt"), "plain\n", "rw-r-----");
        file(project.resolve("keep/run.sh"), "#!/bin/sh\n", "rwxr-xr-x");
        file(project.resolve("work/stays.txt"), "beside what changes\n", "rw-------");
        file(project.resolve(".gitignore"), "build/\n", "rw-r--r--");
        file(project.resolve(".git/HEAD"), "ref: refs/heads/main\n", "rw-r--r--");
        file(project.resolve("build/out.bin"), "ignored\n", "rw-r--r--");
        Files.createSymbolicLink(project.resolve("keep/link"), Path.of("plain.txt"));
        Files.createDirectory(project.resolve("keep/empty"));
        Files.setPosixFilePermissions(project.resolve("keep/empty"), PosixFilePermissions.fromString("rwx--x--x"));
        for (Path path : untouched(project)) {
            if (!Files.isSymbolicLink(path)) {
                Files.setLastModifiedTime(path, LONG_AGO);
            }
        }
        return ground;
    }

    private static void file(Path file, String text, String permissions) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static List<Path> untouched(Path project) {
        return Stream.of("keep/plain.txt", "keep/run.sh", "keep/link", "keep/empty", "work/stays.txt", ".gitignore", ".git/HEAD",
                "build/out.bin").map(project::resolve).toList();
    }

    /// What no entry names: kind, permissions, time and content of each.
    Map<String, String> untouched() throws IOException {
        var all = new TreeMap<String, String>();
        for (Path path : untouched(project())) {
            String name = project().relativize(path).toString();
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                all.put(name, "is gone");
            } else if (Files.isSymbolicLink(path)) {
                all.put(name, "link to " + Files.readSymbolicLink(path));
            } else {
                all.put(name, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + " " + Files.getLastModifiedTime(path)
                        + (Files.isDirectory(path) ? " folder" : " " + Files.readString(path).strip()));
            }
        }
        return all;
    }

    /// The tree that round `round` makes of `before`: of two rounds in a row, each path changes in its own way. One is modified, one
    /// gets other permissions, one both, one comes and goes with its folders, one is a link that turns, one a file that becomes an
    /// empty folder, one an empty folder that gets a file, one an empty folder with other permissions. In two of four there are many more.
    static Snapshot round(int round, Snapshot before, dev.countersign.workspace.ContentStore contents) throws IOException {
        boolean odd = round % 2 == 1;
        var files = new TreeMap<>(before.files());
        files.keySet().removeIf(path -> path.value().startsWith("work/") && !path.value().equals("work/stays.txt"));
        files.keySet().removeIf(path -> path.value().startsWith("top-"));
        files.put(WorkspacePath.of("work/modified.txt"), text(contents, "round " + round + "\n" + "line\n".repeat(1_500 + 40 * (round % 5)), 0644));
        files.put(WorkspacePath.of("work/mode.sh"), text(contents, "#!/bin/sh\n", odd ? 0755 : 0644));
        files.put(WorkspacePath.of("work/both.sh"), text(contents, "echo " + round + "\n", odd ? 0700 : 0640));
        files.put(WorkspacePath.of("work/link"), link(contents, odd ? "modified.txt" : "both.sh"));
        files.put(WorkspacePath.of("work/turns"), odd ? folder(0755) : text(contents, "a file\n", 0600));
        files.put(WorkspacePath.of("work/relinked"), odd ? link(contents, "mode.sh") : text(contents, "no link\n", 0644));
        files.put(WorkspacePath.of("work/bare"), folder(odd ? 0755 : 0711));
        files.put(odd ? WorkspacePath.of("work/hollow/inside.txt") : WorkspacePath.of("work/hollow"),
                odd ? text(contents, "", 0644) : folder(0755));
        files.put(WorkspacePath.of(odd ? "top-odd.txt" : "top-even.txt"), text(contents, "only now\n", 0644));
        if (round % 4 == 3 || round % 4 == 0 && round > 0) {
            // So many that they are synced by one call, and in the second of these rounds replaced by several threads.
            for (int i = 0; i < MANY; i++) {
                files.put(WorkspacePath.of("work/many" + i % 3 + "/" + i + ".txt"), text(contents, "one of many in round " + round + "\n", 0644));
            }
        }
        if (odd) {
            files.put(NEW, text(contents, "new in round " + round + "\n", 0644));
        }
        return new Snapshot(files);
    }

    private static FileState text(dev.countersign.workspace.ContentStore contents, String text, int permissions) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new FileState(FileState.Kind.FILE, permissions, contents.put(bytes), bytes.length);
    }

    private static FileState link(dev.countersign.workspace.ContentStore contents, String target) throws IOException {
        byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
        return new FileState(FileState.Kind.LINK, 0777, contents.put(bytes), bytes.length);
    }

    private static FileState folder(int permissions) {
        return new FileState(FileState.Kind.FOLDER, permissions, Sha256.of(new byte[0]), 0);
    }
}
