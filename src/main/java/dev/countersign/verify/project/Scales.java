package dev.countersign.verify.project;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.verify.Part;
import dev.countersign.verify.Scale;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/// The weights in force, and the file that keeps them. Safe for use by several threads.
public final class Scales {
    private final Optional<Path> file;
    private volatile Scale scale;

    private Scales(Optional<Path> file, Scale scale) {
        this.file = file;
        this.scale = scale;
    }

    /// Those of `checks.toml`, read once.
    ///
    /// @throws UserException as [ScaleFile#load] says
    public static Scales kept(Path file) {
        return new Scales(Optional.of(file), ScaleFile.load(file));
    }

    /// Kept nowhere.
    static Scales of(Scale scale) {
        return new Scales(Optional.empty(), scale);
    }

    Scale inForce() {
        return scale;
    }

    /// In force from the next check on. Replaces the file, with whatever a person wrote beside the weights.
    ///
    /// @throws EnvironmentException `CHECK-008` where it can't be written; then nothing changed
    synchronized void set(Scale next) {
        if (file.isPresent()) {
            Path at = file.get();
            try {
                Path folder = at.toAbsolutePath().getParent();
                Files.createDirectories(folder);
                Path beside = Files.createTempFile(folder, "checks", ".part");
                Files.writeString(beside, text(next));
                Files.move(beside, at, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new EnvironmentException(Problem.of("CHECK-008", Exit.VERIFICATION, "The weights of the checks (" + at + ") could not be written: "
                        + e.getMessage() + ".", "They are as they were.", "See that the disk has room and the folder is writable."), e);
            }
        }
        scale = next;
    }

    static String text(Scale scale) {
        var text = new StringBuilder("epsilon = ").append(number(scale.epsilon())).append('\n');
        if (!scale.parts().isEmpty()) {
            text.append("\n[parts]\n");
            for (Part part : Part.values()) {
                Optional.ofNullable(scale.parts().get(part)).ifPresent(weight ->
                        text.append(part.name().toLowerCase(Locale.ROOT)).append(" = ").append(number(weight)).append('\n'));
            }
        }
        if (!scale.sensors().isEmpty()) {
            text.append("\n[sensors]\n");
            scale.sensors().forEach((name, weight) -> text.append('"').append(name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t")
                    .replace("\n", "\\n")).append("\" = ").append(number(weight)).append('\n'));
        }
        return text.toString();
    }

    private static String number(double number) {
        return BigDecimal.valueOf(number).toPlainString();
    }
}
