package dev.countersign.ui;

import dev.countersign.ui.fx.Choosers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Answers every question for a file or folder, as the system's dialogs would, with one below a home.
record GivenFiles(Path home) implements Choosers {
    /// The folder that is always chosen; it need not be there.
    Path folder() {
        return home.resolve("given");
    }

    /// The file that is always opened.
    Path file() {
        return home.resolve("given.patch");
    }

    /// The file that is always written.
    Path saved() {
        return home.resolve("saved");
    }

    @Override
    public Optional<Path> folder(String title) {
        return Optional.of(folder());
    }

    @Override
    public Optional<Path> file(String title, String kind, List<String> globs) {
        return Optional.of(file());
    }

    @Override
    public Optional<Path> save(String title, String name) {
        return Optional.of(saved());
    }
}
