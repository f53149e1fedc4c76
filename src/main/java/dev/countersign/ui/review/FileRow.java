package dev.countersign.ui.review;

import dev.countersign.review.FileRisk;

/// A row of the file list.
sealed interface FileRow {
    /// @param indented stands below its folder
    record Changed(ReviewFile file, FileRisk risk, boolean indented) implements FileRow {}

    /// @param path empty for the top
    record Folder(String path, int files, boolean open) implements FileRow {}

    /// What tools wrote, at the end.
    record Generated(int files, boolean open) implements FileRow {}
}
