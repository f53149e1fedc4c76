package dev.countersign.ui.run;

import dev.countersign.ui.fx.Ansi;
import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Texts;
import dev.countersign.verify.SensorResult;
import java.util.Set;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;

/// The command behind a check with its output, folded to one line until it is opened.
final class OutputFold {
    private OutputFold() {}

    /// @param open names of the folds that are open; kept by the caller, so that they stay open when evidence is drawn anew
    static VBox of(SensorResult.Evidence evidence, Set<String> open, String name, Texts texts) {
        String exit = evidence.exit().map(code -> texts.text("evidence.exit", Integer.toString(code)))
                .orElseGet(() -> texts.text("evidence.exit.none"));
        var area = new TextArea("$ " + String.join(" ", evidence.argv()) + "\n" + Ansi.strip(evidence.output()));
        area.setEditable(false);
        area.setPrefRowCount(12);
        area.getStyleClass().addAll("code-area", "output-area");
        var link = new Hyperlink();
        link.getStyleClass().add("text-small");
        var box = new VBox(4, link, area);
        Runnable show = () -> {
            boolean shown = open.contains(name);
            area.setManaged(shown);
            area.setVisible(shown);
            link.setText(texts.text(shown ? "evidence.output.hide" : "evidence.output", exit, Durations.took(evidence.took())));
        };
        link.setOnAction(_ -> {
            if (!open.remove(name)) {
                open.add(name);
            }
            show.run();
        });
        show.run();
        return box;
    }
}
