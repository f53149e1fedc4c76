package dev.countersign.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The programs of the user that commands may read and run, outside of the system's folders: what the PATH leads to, the JDKs, and
/// the parts of known tools' folders below the home that hold programs and fetched packages, never their settings, where passwords are.
///
/// @param system   the environment of this process, for its PATH and JAVA_HOME
/// @param userHome the user's real home
/// @param javaHome the JDK that runs Countersign
public record Toolchains(Map<String, String> system, Path userHome, Path javaHome) {
    private static final List<String> BELOW_HOME = List.of(".m2/repository", ".m2/wrapper", ".gradle/caches", ".gradle/wrapper",
            ".cargo/bin", ".cargo/registry", ".cargo/git", ".rustup", "go/bin", "go/pkg", ".npm/_cacache", ".cache/yarn",
            ".local/share/pnpm", ".local/lib", ".pyenv", ".nvm/versions", ".volta/bin", ".volta/tools", ".asdf/installs",
            ".asdf/shims", ".local/share/mise/installs", ".local/share/mise/shims", ".sdkman/candidates", ".npm-global",
            ".local/share/claude/versions", ".bun/bin", ".deno/bin");
    private static final List<String> OF_SYSTEM = List.of("/usr", "/bin", "/sbin", "/lib", "/lib64");
    private static final List<String> SHARED = List.of("/opt", "/nix/store", "/snap", "/home/linuxbrew/.linuxbrew", "/usr/local");

    public Toolchains {
        system = Map.copyOf(system);
    }

    /// Folders to be read, outermost only, by name. Those that do not exist are left out.
    public List<Path> folders() {
        var found = new LinkedHashSet<Path>();
        add(javaHome, found);
        if (system.containsKey("JAVA_HOME")) {
            add(path(system.get("JAVA_HOME")), found);
        }
        SHARED.forEach(folder -> add(Path.of(folder), found));
        BELOW_HOME.forEach(folder -> add(userHome.resolve(folder), found));
        for (String entry : system.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path folder = path(entry);
            add(folder, found);
            // A version of a tool mostly has its libraries beside its programs.
            if (folder.isAbsolute() && folder.endsWith("bin") && folder.getParent() != null && !isHomely(folder.getParent())) {
                add(folder.getParent(), found);
            }
        }
        return outermost(found);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            return Path.of("");
        }
    }

    /// Folders that hold much more than one tool.
    private boolean isHomely(Path folder) {
        return userHome.startsWith(folder) || folder.getParent() == null || folder.endsWith(".local") || folder.endsWith(".cargo")
                || folder.startsWith(userHome) && folder.getNameCount() <= userHome.getNameCount() + 1;
    }

    private void add(Path folder, Set<Path> found) {
        if (!folder.isAbsolute() || userHome.startsWith(folder.normalize()) || !Files.isDirectory(folder)) {
            return;
        }
        found.add(folder.normalize());
        try {
            Path real = folder.toRealPath();
            if (!userHome.startsWith(real)) {
                found.add(real);
            }
        } catch (IOException e) {
            found.remove(folder.normalize());
        }
    }

    private static List<Path> outermost(Set<Path> found) {
        var sorted = new ArrayList<>(found.stream().sorted().toList());
        sorted.removeIf(each -> OF_SYSTEM.stream().anyMatch(each::startsWith) || Path.of("/tmp").startsWith(each)
                || found.stream().anyMatch(other -> !other.equals(each) && each.startsWith(other)));
        return List.copyOf(sorted);
    }

    /// What an agent may see: its stage and its home, which it may change, the toolchains, and what its own program needs.
    ///
    /// @param program a name to be found on the PATH, or a path
    public Profile profile(Level level, String program, Path stage, Path home, Network network) {
        var readable = new ArrayList<>(folders());
        find(program).ifPresent(found -> readable.addAll(around(found)));
        return new Profile(level, List.of(real(stage), real(home)), readable, network);
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }

    /// Where a program lies that is named like this, looked for on the PATH.
    public Optional<Path> find(String program) {
        Path given = path(program);
        return given.isAbsolute() ? Optional.of(given) : Arrays.stream(system.getOrDefault("PATH", "").split(File.pathSeparator))
                .map(Toolchains::path).filter(Path::isAbsolute).map(folder -> folder.resolve(given)).filter(Files::isExecutable).findFirst();
    }

    /// What a program of the user's that is found on the PATH needs beside itself: the folder it really lies in, or the packages it is
    /// one of. Empty for one of the system.
    private static List<Path> around(Path program) {
        try {
            Path real = program.toRealPath();
            if (OF_SYSTEM.stream().anyMatch(real::startsWith) || real.getParent() == null) {
                return List.of();
            }
            for (int i = 0; i < real.getNameCount() - 1; i++) {
                if (real.getName(i).toString().equals("node_modules")) {
                    return List.of(real.getRoot().resolve(real.subpath(0, i + 1)));
                }
            }
            return List.of(real);
        } catch (IOException e) {
            return List.of();
        }
    }
}
