package dev.countersign.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Folders, files that look like source, and other programs.
final class Ground {
    private Ground() {}

    /// A Java file of `lines` lines; `version` other than 0 changes every `step`th.
    static String source(int seed, int lines, int step, int version) {
        var text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            boolean changed = version > 0 && i % step == step / 2;
            text.append(changed ? "    private static final long VALUE_" : "    private static final int VALUE_").append(i).append(" = ")
                    .append((long) seed * 31 + i * 7L + (changed ? version : 0)).append("; // the ").append(i).append("th of ").append(seed)
                    .append('\n');
        }
        return text.toString();
    }

    static Path write(Path folder, String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// `files` files of 500 to 8,500 random bytes in 220 folders.
    static void fill(Path folder, int files) throws IOException {
        var random = new Random(1);
        for (int i = 0; i < files; i++) {
            Path file = folder.resolve(name(i));
            Files.createDirectories(file.getParent());
            var content = new byte[500 + random.nextInt(8000)];
            random.nextBytes(content);
            Files.write(file, content);
        }
    }

    static String name(int file) {
        return "m" + file % 20 + "/src/p" + file % 200 + "/File" + file + ".java";
    }

    /// A repository over what lies in `folder`, committed once.
    static void repository(Path folder) throws Exception {
        git(folder, "init", "-q");
        git(folder, "config", "user.name", "bench");
        git(folder, "config", "user.email", "bench@example.invalid");
        git(folder, "config", "gc.auto", "0");
        git(folder, "config", "maintenance.auto", "false");
        git(folder, "add", "-A");
        git(folder, "commit", "-q", "-m", "base");
    }

    static long git(Path folder, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return run(folder, command);
    }

    /// @return ns from start to exit
    static long run(Path folder, List<String> command) throws Exception {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        long start = System.nanoTime();
        int status = builder.start().waitFor();
        long end = System.nanoTime();
        if (status != 0) {
            throw new IllegalStateException(command + " ended with status " + status);
        }
        return end - start;
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
