package dev.countersign.ui.guard;

import dev.countersign.fault.Problem;
import dev.countersign.run.Scripts;
import dev.countersign.script.Script;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Texts;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The workspace's scripts: what each is, may read and reach, what changed, and whether agents may call it. What is approved is what is
/// shown. JavaFX thread.
public final class ScriptsViewModel {
    private final ScriptsSource source;
    private final Background background;
    private final ZoneId zone;
    private final Texts texts = Texts.of(ScriptsViewModel.class);
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final ObservableList<Row> rowsView = FXCollections.unmodifiableObservableList(rows);
    private final ReadOnlyObjectWrapper<Optional<Shown>> inFront = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Boolean> read = new ReadOnlyObjectWrapper<>(false);

    /// @param standing in words @param tone of these words @param decided who decided last and when; empty where nobody did
    record Row(Scripts.Listed script, String standing, String tone, String decided) {
        String name() {
            return script.name();
        }

        /// What approving would approve.
        Optional<Script> offered() {
            return script.standing() == Scripts.Standing.APPROVED ? Optional.empty() : script.script();
        }

        boolean canRevoke() {
            return script.words().filter(Scripts.Last::approved).isPresent();
        }
    }

    /// A script that is looked at. @param difference to what was decided on last
    record Shown(Row row, Scripts.Difference difference) {}

    public ScriptsViewModel(ScriptsSource source, Background background, ZoneId zone) {
        this.source = source;
        this.background = background;
        this.zone = zone;
    }

    ObservableList<Row> rows() {
        return rowsView;
    }

    ReadOnlyObjectProperty<Optional<Shown>> inFrontProperty() {
        return inFront.getReadOnlyProperty();
    }

    ObjectProperty<Optional<Problem>> problemProperty() {
        return problem;
    }

    /// Whether the folder was read once.
    ReadOnlyObjectProperty<Boolean> readProperty() {
        return read.getReadOnlyProperty();
    }

    /// Reads the folder anew; what was in front stays there, as it is now.
    void load() {
        background.run(texts.text("scripts.reading"), _ -> source.list().stream().map(this::row).toList()).onSuccess(all -> {
            rows.setAll(all);
            read.set(true);
            Optional<String> before = inFront.get().map(shown -> shown.row.name());
            Optional<Row> next = rows.stream().filter(row -> before.equals(Optional.of(row.name()))).findFirst().or(() -> rows.stream().findFirst());
            next.ifPresentOrElse(this::bringInFront, () -> inFront.set(Optional.empty()));
        }).onFailure(this::fail);
    }

    private Row row(Scripts.Listed one) {
        String key = one.standing().name().toLowerCase(Locale.ROOT);
        String tone = switch (one.standing()) {
            case APPROVED -> "tone-success";
            case PENDING, CHANGED, GONE -> "tone-warning";
            case REVOKED -> "text-muted";
        };
        String decided = one.words().map(last -> texts.text(last.approved() ? "scripts.approved.by" : "scripts.revoked.by", last.hash().brief(), last.who(),
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT).withZone(zone).format(last.at()))).orElse("");
        return new Row(one, one.fault().isPresent() ? texts.text("scripts.unusable") : texts.text("scripts." + key),
                one.fault().isPresent() ? "tone-danger" : tone, decided);
    }

    void bringInFront(Row row) {
        background.run(texts.text("scripts.reading"), _ -> new Shown(row, source.difference(row.name()))).onSuccess(shown -> {
            if (rows.contains(row)) {
                inFront.set(Optional.of(shown));
            }
        }).onFailure(this::fail);
    }

    /// Approves what is in front, as it was shown.
    void approve() {
        inFront.get().flatMap(shown -> shown.row.offered()).ifPresent(script -> change(texts.text("scripts.approving", script.name()), () -> {
            source.approve(script.name(), script.hash());
            return script.name();
        }));
    }

    void revoke() {
        inFront.get().map(Shown::row).filter(Row::canRevoke).ifPresent(row -> change(texts.text("scripts.revoking", row.name()), () -> {
            source.revoke(row.name());
            return row.name();
        }));
    }

    private void change(String label, java.util.concurrent.Callable<String> what) {
        problem.set(Optional.empty());
        background.run(label, _ -> what.call()).onSuccess(_ -> load()).onFailure(fault -> {
            fail(fault);
            load();
        });
    }

    private void fail(Problem fault) {
        problem.set(Optional.of(fault));
    }
}
