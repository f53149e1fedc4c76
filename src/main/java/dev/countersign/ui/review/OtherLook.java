package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import java.util.List;
import java.util.Locale;

/// A way to show a file besides its lines. The lines stay what is decided.
enum OtherLook {
    IMAGE, TABLE, TREE, BYTES;

    /// What suits a file with such a diff, told by its name, the first before the others; nothing where lines are all there is.
    static List<OtherLook> of(ReviewFile file, FileDiff diff) {
        String extension = file.path().extension().toLowerCase(Locale.ROOT);
        return switch (diff) {
            case FileDiff.Link _ -> List.of();
            case FileDiff.TooLarge _ -> List.of(BYTES);
            case FileDiff.Binary _ -> switch (extension) {
                case "png", "jpg", "jpeg", "gif", "bmp" -> List.of(IMAGE, BYTES);
                default -> List.of(BYTES);
            };
            case FileDiff.Text _ -> switch (extension) {
                case "csv", "tsv" -> List.of(TABLE);
                case "json" -> List.of(TREE);
                default -> List.of();
            };
        };
    }
}
