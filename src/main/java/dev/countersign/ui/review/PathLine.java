package dev.countersign.ui.review;

import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// The folder of a file and its name in one line. Where both have no room the folder gives way first.
final class PathLine extends HBox {
    private final Label folder;
    private final Label name;

    PathLine(Label folder, Label name) {
        super(folder, name);
        this.folder = folder;
        this.name = name;
        folder.setMinWidth(0);
        setAlignment(Pos.CENTER_LEFT);
    }

    @Override
    protected void layoutChildren() {
        double ofName = Math.min(snapSizeX(name.prefWidth(-1)), getWidth());
        double ofFolder = Math.min(snapSizeX(folder.prefWidth(-1)), getWidth() - ofName);
        layoutInArea(folder, 0, 0, ofFolder, getHeight(), 0, HPos.LEFT, VPos.CENTER);
        layoutInArea(name, ofFolder, 0, ofName, getHeight(), 0, HPos.LEFT, VPos.CENTER);
    }
}
