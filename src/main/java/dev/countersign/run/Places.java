package dev.countersign.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where Countersign keeps its own files on this system. `COUNTERSIGN_HOME` moves all of it.
///
/// @param data   ledgers, runs, keys, logs
/// @param config what the user writes: `agents.toml`
public record Places(Path data, Path config) {

    /// @param environment the process's environment
    /// @param system      `os.name`
    /// @param home        the user's home folder
    public static Places of(Map<String, String> environment, String system, Path home) {
        String own = environment.get("COUNTERSIGN_HOME");
        if (own != null && !own.isBlank()) {
            Path root = Path.of(own).toAbsolutePath().normalize();
            return new Places(root, root.resolve("config"));
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.contains("mac")) {
            Path root = home.resolve("Library/Application Support/Countersign");
            return new Places(root, root.resolve("config"));
        }
        if (name.contains("windows")) {
            Path root = absolute(environment.get("APPDATA"), home.resolve("AppData/Roaming")).resolve("Countersign");
            return new Places(root, root.resolve("config"));
        }
        return new Places(absolute(environment.get("XDG_DATA_HOME"), home.resolve(".local/share")).resolve("countersign"),
                absolute(environment.get("XDG_CONFIG_HOME"), home.resolve(".config")).resolve("countersign"));
    }

    /// Makes the data folder where it is missing: for the owner alone, as everything below it then is.
    public void make() throws IOException {
        if (!Files.isDirectory(data)) {
            if (data.getParent() != null) {
                Files.createDirectories(data.getParent());
            }
            if (data.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectory(data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(data);
            }
        }
    }

    /// The base directory specification has relative values ignored.
    private static Path absolute(@Nullable String value, Path otherwise) {
        return value == null || value.isBlank() || !Path.of(value).isAbsolute() ? otherwise : Path.of(value);
    }
}
