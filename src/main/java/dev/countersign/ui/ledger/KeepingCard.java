package dev.countersign.ui.ledger;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.seal.KeyPlace;
import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.ledger.store.Room;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Views;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Key, witnesses, copies, export and room of a ledger, each with what can be done about it. What cannot be taken back is asked first.
final class KeepingCard {
    private final KeepingViewModel model;
    private final Choosers choosers;
    private final Texts texts = Texts.of(KeepingCard.class);
    private final VBox sections = new VBox();
    private final VBox foot = new VBox(8);
    private final HBox busy = new HBox(12);

    KeepingCard(LedgerViewModel ledger, Choosers choosers) {
        this.model = new KeepingViewModel(ledger.source(), ledger.background());
        this.choosers = choosers;
    }

    void show(Overlay overlay) {
        var head = new Label(texts.text("keeping.title"), Icons.of(Feather.KEY, 20));
        head.getStyleClass().add("text-heading");
        var scroll = new ScrollPane(sections);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        var close = button("close");
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        busy.setAlignment(Pos.CENTER_LEFT);
        busy.setMinHeight(28);
        var buttons = new HBox(8, busy, gap, close);
        buttons.setAlignment(Pos.CENTER_LEFT);
        foot.setId("keeping-said");
        var card = new VBox(12, head, scroll, foot, buttons);
        card.getStyleClass().add("ledger-card");
        card.setPrefSize(640, 720);
        Views.styled(card, KeepingCard.class, "ledger.css");
        Overlay.Layer layer = overlay.show(card);
        close.setOnAction(_ -> layer.close());
        layer.onClosed(() -> model.workingProperty().get().ifPresent(Job::cancel));
        model.stateProperty().addListener((_, _, state) -> state.ifPresent(this::fill));
        model.saidProperty().addListener((_, _, said) -> say(said));
        model.workingProperty().addListener((_, _, job) -> work(job));
        model.read();
    }

    private void fill(KeepingViewModel.State is) {
        sections.getChildren().setAll(key(is), copies(is), witnesses(is), export(), room(is));
    }

    private Node key(KeepingViewModel.State is) {
        boolean file = is.place() == KeyPlace.FILE;
        var move = button(file ? "trust.key.move.keyring" : "trust.key.move.file");
        move.setOnAction(_ -> model.move(file ? KeyPlace.KEYRING : KeyPlace.FILE));
        var copy = button("trust.key.copy");
        copy.setOnAction(_ -> {
            var content = new ClipboardContent();
            content.putString(is.key().toString());
            Clipboard.getSystemClipboard().setContent(content);
        });
        var rotate = button("keeping.rotate");
        rotate.setId("keeping-rotate");
        rotate.setOnAction(_ -> ask("keeping.rotate.sure", "keeping.rotate.go", model::rotate));
        return Sections.section(texts.text("trust.key"), Sections.pair(texts.text(file ? "trust.key.file" : "trust.key.keyring"),
                "%08x".formatted(is.key().hash())), new HBox(8, move, copy, rotate));
    }

    private Node copies(KeepingViewModel.State is) {
        var folder = button("trust.copies.choose");
        folder.setOnAction(_ -> choosers.folder(texts.text("trust.copies.choose.title")).ifPresent(chosen -> model.copyTo(Optional.of(chosen))));
        var none = button("trust.copies.none");
        none.setDisable(is.copies().isEmpty());
        none.setOnAction(_ -> model.copyTo(Optional.empty()));
        var save = button("trust.checkpoint.save");
        save.setId("keeping-checkpoint");
        save.setOnAction(_ -> choosers.save(texts.text("trust.checkpoint.save.title"), "ledger.checkpoint").ifPresent(model::saveCheckpoint));
        var compare = button("keeping.compare");
        compare.setId("keeping-compare");
        compare.setOnAction(_ -> checkpoint("keeping.compare.title").ifPresent(model::compare));
        return Sections.section(texts.text("trust.copies"), Sections.prose(is.copies().map(Path::toString)
                .orElse(texts.text("trust.copies.nowhere")), "text-small"), new HBox(8, folder, none), new HBox(8, save, compare));
    }

    private Node witnesses(KeepingViewModel.State is) {
        var rows = new ArrayList<Node>();
        if (is.witnesses().isEmpty()) {
            rows.add(Sections.prose(texts.text("keeping.witness.none"), "text-small"));
        }
        for (NoteKey witness : is.witnesses()) {
            var name = new Label(witness.name());
            var gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            var remove = button("keeping.witness.remove");
            remove.setAccessibleText(texts.text("keeping.witness.remove.accessible", witness.name()));
            remove.setOnAction(_ -> model.unpin(witness));
            var row = new HBox(8, name, gap, remove);
            row.setAlignment(Pos.CENTER_LEFT);
            rows.add(row);
        }
        var key = new TextField();
        key.setId("keeping-witness");
        key.setPromptText(texts.text("keeping.witness.key"));
        key.setAccessibleText(texts.text("keeping.witness.key"));
        HBox.setHgrow(key, Priority.ALWAYS);
        var add = button("keeping.witness.add");
        add.setId("keeping-witness-add");
        add.disableProperty().bind(key.textProperty().isEmpty());
        add.setOnAction(_ -> model.pin(key.getText()));
        key.setOnAction(_ -> add.fire());
        rows.add(new HBox(8, key, add));
        var keep = button("keeping.cosigned.keep");
        keep.setDisable(is.witnesses().isEmpty());
        keep.setOnAction(_ -> checkpoint("keeping.cosigned.title").ifPresent(model::cosigned));
        rows.add(new HBox(keep));
        return Sections.section(texts.text("trust.witness"), rows.toArray(Node[]::new));
    }

    private Node export() {
        var content = new CheckBox(texts.text("keeping.export.content"));
        content.setSelected(true);
        var go = button("keeping.export");
        go.setId("keeping-export");
        go.setOnAction(_ -> choosers.save(texts.text("keeping.export.title"), "ledger-export").ifPresent(folder -> model.export(folder, content.isSelected())));
        var row = new HBox(12, go, content);
        row.setAlignment(Pos.CENTER_LEFT);
        return Sections.section(texts.text("keeping.export.head"), Sections.prose(texts.text("keeping.export.hint"), "text-small"), row);
    }

    private Node room(KeepingViewModel.State is) {
        var look = button("keeping.room.look");
        look.setId("keeping-look");
        look.setOnAction(_ -> model.look());
        Label budget = Sections.prose(is.room().map(Room::says).orElse(texts.text("keeping.room.unknown")), "text-small",
                is.room().map(room -> switch (room.level()) {
                    case FREE -> "text-muted";
                    case NEAR -> "tone-warning";
                    case OVER -> "tone-danger";
                }).orElse("text-muted"));
        is.room().filter(room -> room.level() != Room.Level.FREE).ifPresent(_ -> budget.setGraphic(Icons.of(Feather.ALERT_TRIANGLE)));
        budget.setId("keeping-budget");
        return Sections.section(texts.text("keeping.room"), budget, Sections.pair(texts.text("keeping.room.contents"), texts.text("keeping.room.count", is.stats().blobs())),
                Sections.pair(texts.text("keeping.room.size"), KeepingViewModel.bytes(is.stats().content())),
                Sections.pair(texts.text("keeping.room.stored"), KeepingViewModel.bytes(is.stats().stored())), new HBox(look));
    }

    private Optional<Path> checkpoint(String title) {
        return choosers.file(texts.text(title), texts.text("keeping.checkpoints"), List.of("*"));
    }

    private void say(KeepingViewModel.Said said) {
        foot.getChildren().setAll(switch (said) {
            case KeepingViewModel.Said.Nothing _ -> List.<Node>of();
            case KeepingViewModel.Said.Done done -> List.<Node>of(Sections.prose(done.words(), "tone-success"));
            case KeepingViewModel.Said.Failed failed -> List.<Node>of(new ProblemBox(failed.problem()));
            case KeepingViewModel.Said.Compared compared -> compared(compared.report());
            case KeepingViewModel.Said.Preview preview -> {
                var go = button("keeping.room.free");
                go.setId("keeping-free");
                go.getStyleClass().add("danger");
                go.setDisable(preview.would().contents() == 0);
                go.setOnAction(_ -> model.collect());
                yield List.<Node>of(Sections.prose(texts.text("keeping.room.would", KeepingViewModel.bytes(preview.would().bytes()),
                        preview.would().contents(), preview.would().kept()), "text-default"), new HBox(go));
            }
        });
    }

    private List<Node> compared(AuditReport report) {
        if (report.intact()) {
            return List.of(Sections.prose(texts.text("keeping.compared", report.entries()), "tone-success"));
        }
        var first = report.findings().getFirst();
        return List.of(Sections.prose(first.where() + ": " + first.what(), "tone-danger"), Sections.prose(first.means(), "text-small"));
    }

    private void ask(String question, String yes, Runnable work) {
        var go = button(yes);
        go.setId("keeping-sure");
        go.getStyleClass().add("danger");
        go.setOnAction(_ -> work.run());
        var no = button("keeping.no");
        no.setOnAction(_ -> foot.getChildren().clear());
        foot.getChildren().setAll(Sections.prose(texts.text(question), "text-default"), new HBox(8, go, no));
        go.requestFocus();
    }

    private void work(Optional<Job<?>> job) {
        sections.setDisable(job.isPresent());
        busy.getChildren().clear();
        job.ifPresent(now -> {
            var bar = new ProgressBar();
            bar.getStyleClass().add("small");
            bar.progressProperty().bind(now.fractionProperty());
            var says = new Label(now.label());
            says.getStyleClass().addAll("text-small", "text-muted");
            var stop = button("keeping.stop");
            stop.setOnAction(_ -> now.cancel());
            busy.getChildren().setAll(bar, says, stop);
        });
    }

    private Button button(String key) {
        var button = new Button(texts.text(key));
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }
}
