package dev.countersign.ui.guard;

import dev.countersign.run.Doctor;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Views;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What of this machine is as it should be, point by point, with what to do where it is not.
public final class ChecklistView {
    private final ChecklistViewModel model;
    private final Texts texts = Texts.of(ChecklistView.class);
    private final Parent view;

    @FXML private Label says;
    @FXML private Label at;
    @FXML private Button again;
    @FXML private ProgressBar bar;
    @FXML private VBox problem;
    @FXML private VBox rows;

    public ChecklistView(ChecklistViewModel model) {
        this.model = model;
        view = Views.styled(Views.load(this), ChecklistView.class, "guard.css");
        model.examine();
    }

    public Parent root() {
        return view;
    }

    @FXML
    private void initialize() {
        says.textProperty().bind(model.saysProperty());
        at.textProperty().bind(model.atProperty());
        again.setOnAction(_ -> model.examine());
        bar.setProgress(ProgressBar.INDETERMINATE_PROGRESS);
        model.workingProperty().addListener((_, _, job) -> {
            bar.setVisible(job.filter(one -> one.phaseProperty().get() == Job.Phase.RUNNING).isPresent());
            again.setDisable(bar.isVisible());
        });
        bar.setVisible(false);
        model.problemProperty().addListener((_, _, fault) -> {
            problem.getChildren().setAll(fault.map(ProblemBox::new).stream().toList());
            problem.setManaged(fault.isPresent());
        });
        problem.setManaged(false);
        model.findings().addListener((ListChangeListener<Doctor.Finding>) _ -> rows.getChildren().setAll(model.findings().stream().map(this::row).toList()));
    }

    private HBox row(Doctor.Finding finding) {
        var badge = new StatusBadge(switch (finding.health()) {
            case GOOD -> Status.PASSED;
            case NOTE -> Status.TO_LOOK_AT;
            case BAD -> Status.FAILED;
        }).compact();
        badge.setMinWidth(20);
        var subject = new Label(finding.subject());
        subject.getStyleClass().add("text-medium");
        subject.setMinWidth(148);
        subject.setPrefWidth(148);
        var words = new VBox(4, Sections.prose(finding.says(), "text-default"));
        if (!finding.next().isEmpty()) {
            words.getChildren().add(Sections.prose(finding.next(), "text-small", "text-muted"));
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        var row = new HBox(12, badge, subject, words);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("finding");
        if (finding.canBeMended()) {
            var mend = new Button(texts.text("checklist.mend"));
            mend.getStyleClass().add("small");
            mend.setMinWidth(Region.USE_PREF_SIZE);
            mend.setAccessibleText(texts.text("checklist.mend.accessible", finding.subject()));
            mend.setOnAction(_ -> model.mend());
            row.getChildren().add(mend);
        }
        if (model.canAudit(finding)) {
            var audit = new Button(texts.text("checklist.audit"));
            audit.setId("checklist-audit");
            audit.getStyleClass().add("small");
            audit.setMinWidth(Region.USE_PREF_SIZE);
            audit.setOnAction(_ -> model.audit());
            row.getChildren().add(audit);
        }
        return row;
    }
}
