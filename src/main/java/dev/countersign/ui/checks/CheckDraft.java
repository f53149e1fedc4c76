package dev.countersign.ui.checks;

import dev.countersign.plan.Argv;
import dev.countersign.ui.fx.Texts;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.Smoke;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.beans.Observable;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// A check as it is typed. JavaFX thread.
public final class CheckDraft {
    /// When the command is over.
    public enum End { ITSELF, SAYS, STAYS }

    private final Texts texts = Texts.of(CheckDraft.class);
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty command = new SimpleStringProperty("");
    private final ObjectProperty<Part> part = new SimpleObjectProperty<>(Part.LOG);
    private final StringProperty limit = new SimpleStringProperty("900");
    private final ObjectProperty<End> end = new SimpleObjectProperty<>(End.ITSELF);
    private final StringProperty says = new SimpleStringProperty("");
    private final StringProperty stays = new SimpleStringProperty("10");
    private final ReadOnlyStringWrapper reason = new ReadOnlyStringWrapper("");

    CheckDraft() {
        for (Observable one : List.of(name, command, part, limit, end, says, stays)) {
            one.addListener(_ -> judge());
        }
        judge();
    }

    public StringProperty nameProperty() {
        return name;
    }

    /// Program and arguments on one line; quotes keep words together.
    public StringProperty commandProperty() {
        return command;
    }

    /// One of [Part#STR], [Part#LOG], [Part#BOOT].
    public ObjectProperty<Part> partProperty() {
        return part;
    }

    /// In seconds.
    public StringProperty limitProperty() {
        return limit;
    }

    public ObjectProperty<End> endProperty() {
        return end;
    }

    public StringProperty saysProperty() {
        return says;
    }

    /// In seconds.
    public StringProperty staysProperty() {
        return stays;
    }

    /// Why it can't be saved, or empty text.
    public ReadOnlyStringProperty reasonProperty() {
        return reason.getReadOnlyProperty();
    }

    void show(CheckCommand check) {
        name.set(check.name());
        command.set(line(check.argv()));
        part.set(check.part());
        limit.set(Long.toString(Math.max(1, check.limit().toSeconds())));
        says.set(check.smoke().flatMap(Smoke::says).orElse(""));
        stays.set(check.smoke().map(smoke -> Long.toString(Math.max(1, smoke.stays().toSeconds()))).orElse("10"));
        end.set(check.smoke().isEmpty() ? End.ITSELF : says.get().isEmpty() ? End.STAYS : End.SAYS);
    }

    void clear() {
        name.set("");
        command.set("");
        part.set(Part.LOG);
        limit.set("900");
        says.set("");
        stays.set("10");
        end.set(End.ITSELF);
    }

    /// Only where there is no reason against it.
    CheckCommand check() {
        Optional<Smoke> smoke = switch (end.get()) {
            case ITSELF -> Optional.empty();
            case SAYS -> Optional.of(new Smoke(Duration.ZERO, Optional.of(says.get())));
            case STAYS -> Optional.of(new Smoke(Duration.ofSeconds(seconds(stays).orElseThrow()), Optional.empty()));
        };
        return new CheckCommand(name.get().strip(), smoke.isPresent() ? Part.BOOT : part.get(), Argv.split(command.get()).orElseThrow(),
                Duration.ofSeconds(seconds(limit).orElseThrow()), "chosen", smoke);
    }

    private void judge() {
        OptionalLong most = seconds(limit);
        reason.set(name.get().isBlank() ? texts.text("draft.no.name")
                : Argv.split(command.get()).isEmpty() ? texts.text("draft.no.command")
                : most.isEmpty() || most.getAsLong() > 86_400 ? texts.text("draft.limit")
                : end.get() == End.SAYS && says.get().isBlank() ? texts.text("draft.no.text")
                : end.get() == End.STAYS && (seconds(stays).isEmpty() || seconds(stays).getAsLong() >= most.getAsLong()) ? texts.text("draft.stays") : "");
    }

    private static OptionalLong seconds(StringProperty text) {
        try {
            long seconds = Long.parseLong(text.get().strip());
            return seconds > 0 ? OptionalLong.of(seconds) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /// Words with quotes where they need them, so that they are read as they were.
    static String line(List<String> argv) {
        return String.join(" ", argv.stream().map(word -> !word.isEmpty() && word.chars().noneMatch(c -> Character.isWhitespace(c) || "'\"\\".indexOf(c) >= 0)
                ? word : word.indexOf('\'') < 0 ? "'" + word + "'" : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"").toList());
    }
}
