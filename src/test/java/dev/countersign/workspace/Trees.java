package dev.countersign.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Small real trees for tests.
final class Trees {
    private Trees() {}

    static Path write(Path root, String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    static void mode(Path file, int mode) throws IOException {
        Files.setPosixFilePermissions(file, Stamp.permissionSet(mode));
    }

    static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    static FileState file(String text, int mode) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new FileState(FileState.Kind.FILE, mode, Sha256.of(bytes), bytes.length);
    }

    static FileState file(String text) {
        return file(text, 0644);
    }

    static FileState link(String target) {
        byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
        return new FileState(FileState.Kind.LINK, 0777, Sha256.of(bytes), bytes.length);
    }

    static FileState folder(int mode) {
        return new FileState(FileState.Kind.FOLDER, mode, Sha256.of(new byte[0]), 0);
    }

    static Snapshot snapshot(Object... pathsAndStates) {
        var files = new TreeMap<WorkspacePath, FileState>();
        for (int i = 0; i < pathsAndStates.length; i += 2) {
            files.put(WorkspacePath.of((String) pathsAndStates[i]), (FileState) pathsAndStates[i + 1]);
        }
        return new Snapshot(files);
    }

    /// The same with the content put into the store; a state as text is a file with mode 0644.
    static PathEdit edit(ContentStore store, String path, Object before, Object after) throws IOException {
        return new PathEdit(WorkspacePath.of(path), state(store, before), state(store, after));
    }

    private static Optional<FileState> state(ContentStore store, Object given) throws IOException {
        if (given instanceof String text) {
            store.put(text.getBytes(StandardCharsets.UTF_8));
            return Optional.of(file(text));
        }
        return given instanceof FileState state ? Optional.of(state) : Optional.empty();
    }

    static PackStore pack(Path folder) throws IOException {
        return PackStore.open(folder.resolve("content.pack"));
    }

    /// Everything below `root`, `.git` and all: type, mode and bytes by path. Independent of the code under test.
    static Map<String, String> everything(Path root) throws IOException {
        var all = new TreeMap<String, String>();
        try (var walk = Files.walk(root)) {
            for (Path path : (Iterable<Path>) walk::iterator) {
                String name = root.relativize(path).toString();
                if (Files.isSymbolicLink(path)) {
                    all.put(name, "-> " + Files.readSymbolicLink(path));
                } else if (Files.isDirectory(path)) {
                    all.put(name, "folder");
                } else if (Files.isRegularFile(path)) {
                    all.put(name, mode(path) + " " + Files.readString(path, StandardCharsets.ISO_8859_1));
                } else {
                    all.put(name, "special");
                }
            }
        }
        return all;
    }

    static List<String> paths(Snapshot tree) {
        return tree.files().keySet().stream().map(WorkspacePath::value).toList();
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /// Runs a program, for what only another program can set up. Answers whether it succeeded.
    static boolean run(Path folder, String... argv) throws IOException {
        try {
            var builder = new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
            builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
            return builder.start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    static List<String> lines(Path folder, String... argv) throws IOException {
        var builder = new ProcessBuilder(argv).directory(folder.toFile());
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        String text = new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Arrays.stream(text.split("\0")).filter(line -> !line.isEmpty()).sorted().toList();
    }
}
