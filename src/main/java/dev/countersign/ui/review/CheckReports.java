package dev.countersign.ui.review;

import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.verify.JunitReport;
import dev.countersign.verify.SarifReport;
import dev.countersign.verify.Verification;
import java.nio.file.Files;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Saves what the checks said as a file that other tools read: SARIF 2.1.0, or JUnit XML. The same files as `countersign verify --export`.
public final class CheckReports {
    private final Choosers choosers;
    private final Background background;
    private final String version;
    private final Texts texts = Texts.of(CheckReports.class);

    /// @param version of this program, named in a SARIF file
    public CheckReports(Choosers choosers, Background background, String version) {
        this.choosers = choosers;
        this.background = background;
        this.version = version;
    }

    /// A button for each kind of file.
    ///
    /// @param verification for the tree in front
    Node buttons(Verification verification) {
        var said = new Label();
        said.getStyleClass().addAll("text-muted", "text-tiny");
        said.setManaged(false);
        return new VBox(2, new HBox(4,
                button("sarif", "checks.sarif", () -> SarifReport.text(verification, version), said),
                button("junit", "checks.xml", () -> JunitReport.text(verification), said)), said);
    }

    private Button button(String kind, String name, Supplier<String> text, Label said) {
        var button = new Button(texts.text("report." + kind), Icons.of(Feather.SAVE, 12));
        button.setId("report-" + kind);
        button.getStyleClass().addAll("flat", "small");
        Tips.set(button, texts.text("report." + kind + ".tip"));
        button.setOnAction(_ -> choosers.save(texts.text("report.title"), name).ifPresent(file ->
                background.run(texts.text("report.saving"), _ -> Files.writeString(file, text.get())).onSuccess(path -> {
                    said.setText(texts.text("report.saved", path));
                    said.setManaged(true);
                })));
        return button;
    }
}
