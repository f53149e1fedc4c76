package dev.countersign.ui.guard;

import dev.countersign.fault.Problem;
import dev.countersign.run.Doctor;
import dev.countersign.run.Doctor.Finding;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What the doctor finds on this machine, asked anew each time. JavaFX thread.
public final class ChecklistViewModel {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);

    private final Doctor doctor;
    private final Optional<Path> folder;
    private final Optional<Audit> audit;
    private final Background background;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Texts texts = Texts.of(ChecklistViewModel.class);
    private final ObservableList<Finding> findings = FXCollections.observableArrayList();
    private final ObservableList<Finding> findingsView = FXCollections.unmodifiableObservableList(findings);
    private final ReadOnlyStringWrapper says = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper at = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<Job<?>>> working = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());

    /// Audits the ledger of the workspace that is open.
    @FunctionalInterface
    public interface Audit {
        void run(Progress progress) throws IOException;
    }

    /// @param folder of the workspace that is open
    /// @param audit  of its ledger
    public ChecklistViewModel(Doctor doctor, Optional<Path> folder, Optional<Audit> audit, Background background, InstantSource clock, ZoneId zone) {
        this.doctor = doctor;
        this.folder = folder;
        this.audit = audit;
        this.background = background;
        this.clock = clock;
        this.zone = zone;
    }

    /// The gravest first.
    ObservableList<Finding> findings() {
        return findingsView;
    }

    ReadOnlyStringProperty saysProperty() {
        return says.getReadOnlyProperty();
    }

    ReadOnlyStringProperty atProperty() {
        return at.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Job<?>>> workingProperty() {
        return working.getReadOnlyProperty();
    }

    ObjectProperty<Optional<Problem>> problemProperty() {
        return problem;
    }

    void examine() {
        problem.set(Optional.empty());
        Job<List<Finding>> job = background.run(texts.text("checklist.running"), _ -> folder.isPresent() ? doctor.examine(folder.get()) : doctor.examine());
        working.set(Optional.of(job));
        job.onSuccess(this::show).onFailure(this::fail).onCancelled(() -> working.set(Optional.empty()));
    }

    /// Whether the ledger can be audited from here, for what this says.
    boolean canAudit(Finding finding) {
        return audit.isPresent() && finding.subject().equals(Doctor.AUDIT);
    }

    /// Audits the ledger, and looks again.
    void audit() {
        audit.ifPresent(one -> {
            problem.set(Optional.empty());
            Job<Boolean> job = background.run(texts.text("checklist.auditing"), progress -> {
                one.run(progress);
                return true;
            });
            working.set(Optional.of(job));
            job.onSuccess(_ -> examine()).onFailure(this::fail).onCancelled(() -> working.set(Optional.empty()));
        });
    }

    /// Mends what can be mended without asking, and looks again.
    void mend() {
        Job<List<String>> job = background.run(texts.text("checklist.mending"), _ -> doctor.fix());
        working.set(Optional.of(job));
        job.onSuccess(_ -> examine()).onFailure(this::fail);
    }

    private void show(List<Finding> found) {
        working.set(Optional.empty());
        findings.setAll(found.stream().sorted(java.util.Comparator.comparing(Finding::health).reversed()).toList());
        says.set(texts.text("checklist.result", count(found, Doctor.Health.BAD), count(found, Doctor.Health.NOTE)));
        at.set(texts.text("checklist.at", TIME.format(clock.instant().atZone(zone))));
    }

    private static long count(List<Finding> found, Doctor.Health health) {
        return found.stream().filter(one -> one.health() == health).count();
    }

    private void fail(Problem fault) {
        working.set(Optional.empty());
        problem.set(Optional.of(fault));
    }
}
