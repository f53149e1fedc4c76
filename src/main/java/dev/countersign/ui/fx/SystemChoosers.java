package dev.countersign.ui.fx;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/// The system's own dialogs.
public final class SystemChoosers implements Choosers {
    private final Supplier<Window> owner;

    public SystemChoosers(Supplier<Window> owner) {
        this.owner = owner;
    }

    @Override
    public Optional<Path> folder(String title) {
        var chooser = new DirectoryChooser();
        chooser.setTitle(title);
        return Optional.ofNullable(chooser.showDialog(owner.get())).map(File::toPath);
    }

    @Override
    public Optional<Path> file(String title, String kind, List<String> globs) {
        var chooser = new FileChooser();
        chooser.setTitle(title);
        if (!globs.isEmpty()) {
            chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(kind, globs));
        }
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(
                Texts.of(SystemChoosers.class).text("chooser.all"), "*"));
        return Optional.ofNullable(chooser.showOpenDialog(owner.get())).map(File::toPath);
    }

    @Override
    public Optional<Path> save(String title, String name) {
        var chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.setInitialFileName(name);
        return Optional.ofNullable(chooser.showSaveDialog(owner.get())).map(File::toPath);
    }
}
