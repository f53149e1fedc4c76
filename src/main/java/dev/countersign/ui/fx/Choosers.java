package dev.countersign.ui.fx;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Asks the user for a file or folder. Blocks until there is an answer; JavaFX thread.
public interface Choosers {
    Optional<Path> folder(String title);

    /// @param kind   what such files are called: "Patches"
    /// @param globs  `*.patch`; empty for all files
    Optional<Path> file(String title, String kind, List<String> globs);

    /// @param name proposed
    Optional<Path> save(String title, String name);
}
