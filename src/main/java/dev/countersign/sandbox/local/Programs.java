package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Profile;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the program of a command as `execvp(3)` would, but on the PATH of the command's own environment.
final class Programs {
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final List<String> ENDINGS = WINDOWS ? List.of(".exe", ".cmd", ".bat", "") : List.of("");

    private Programs() {}

    /// Empty and relative PATH entries are passed over: they would let the folder a command runs in decide what runs.
    static Optional<Path> find(Command command) {
        String name = command.argv().getFirst();
        try {
            if (name.indexOf('/') >= 0 || (WINDOWS && name.indexOf('\\') >= 0)) {
                return executable(command.folder().resolve(name).toAbsolutePath());
            }
            for (String entry : path(command.environment()).split(File.pathSeparator)) {
                if (!entry.isEmpty() && Path.of(entry).isAbsolute()) {
                    Optional<Path> found = executable(Path.of(entry).resolve(name));
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static String path(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(e -> WINDOWS ? e.getKey().equalsIgnoreCase("PATH") : e.getKey().equals("PATH"))
                .map(Map.Entry::getValue).findFirst().orElse("");
    }

    private static Optional<Path> executable(Path file) {
        return ENDINGS.stream().map(ending -> file.resolveSibling(file.getFileName() + ending))
                .filter(f -> Files.isRegularFile(f) && Files.isExecutable(f)).findFirst();
    }

    /// The interpreter that a script names in its first line, where that is not there.
    static Optional<String> missingInterpreter(Path program) {
        if (WINDOWS) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(program)) {
            String start = new String(in.readNBytes(256), StandardCharsets.ISO_8859_1);
            if (!start.startsWith("#!")) {
                return Optional.empty();
            }
            String interpreter = start.substring(2).lines().findFirst().orElse("").strip().split("[ \t]")[0];
            return interpreter.startsWith("/") && !Files.isExecutable(Path.of(interpreter))
                    ? Optional.of(interpreter) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /// Whether a command may see its own program.
    static boolean isVisible(Path program, Profile profile) throws IOException {
        Path real = program.toRealPath();
        return sees(program, profile) && sees(real, profile);
    }

    private static boolean sees(Path path, Profile profile) {
        return List.of("/usr", "/bin", "/sbin").stream().anyMatch(path::startsWith)
                || profile.readable().stream().anyMatch(path::startsWith) || profile.writable().stream().anyMatch(path::startsWith);
    }
}
