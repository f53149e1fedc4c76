package dev.countersign.ui.ledger;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The chosen entry: what it says, what it changed, on what evidence, who decided, and its proof.
final class EntryView extends VBox {
    private static final int MOST = 200_000;
    private static final double WIDEST = 720;

    private final LedgerViewModel model;
    private final DiffPane diff;
    private final EntryWords words = new EntryWords();
    private final Texts texts = Texts.of(EntryView.class);
    private final Label title = new Label();
    private final Label kind = new Label();
    private final Label line = new Label();
    private final Label hash = new Label();
    private final EvidencePane evidence;
    private final ProofPane proof;
    private final StackPane decision = new StackPane();
    private final StackPane changes = new StackPane();
    private final TabPane tabs = new TabPane();
    private final RollbackAsk.Maker ask = new RollbackAsk.Maker();
    private final SplitMenuButton take = new SplitMenuButton();
    private final Consumer<RollbackAsk> rollback;
    private Optional<Job<?>> reading = Optional.empty();

    EntryView(LedgerViewModel model, DiffPane diff, Choosers choosers, Consumer<RollbackAsk> rollback,
              BiConsumer<WorkspacePath, Long> blame) {
        this.model = model;
        this.diff = diff;
        evidence = new EvidencePane(model);
        proof = new ProofPane(model, choosers);
        title.getStyleClass().add("text-heading");
        line.getStyleClass().addAll("text-small", "text-muted");
        hash.getStyleClass().add("code-chip");
        Tips.set(hash, texts.text("entry.hash.tip"));
        kind.getStyleClass().add("text-small");
        var back = new Button(texts.text("entry.rollback"), Icons.of(Feather.ROTATE_CCW));
        Tips.set(back, texts.text("entry.rollback.tip"));
        back.setOnAction(_ -> model.selectedProperty().get().map(ask::to).ifPresent(rollback));
        back.setId("rollback");
        take.setText(texts.text("entry.undo"));
        Tips.set(take, texts.text("entry.undo.tip"));
        take.setOnAction(_ -> model.selectedProperty().get().map(ask::undo).ifPresent(rollback));
        take.setId("undo");
        take.setMinWidth(Region.USE_PREF_SIZE);
        back.setMinWidth(Region.USE_PREF_SIZE);
        hash.setMinWidth(Region.USE_PREF_SIZE);
        kind.setMinWidth(Region.USE_PREF_SIZE);
        diff.offer(texts.text("hunk.undo"), (path, hunk) -> model.selectedProperty().get()
                .ifPresent(entry -> rollback.accept(ask.undo(entry, path, hunk))),
                texts.text("file.undo"), path -> model.selectedProperty().get()
                .ifPresent(entry -> rollback.accept(ask.undo(entry, path))));
        diff.offerOrigin(texts.text("file.blame"), path -> model.selectedProperty().get().ifPresent(entry -> blame.accept(path, stands(entry, path))));
        this.rollback = rollback;
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var top = new HBox(12, Tips.whole(title), gap, take, back);
        top.setAlignment(Pos.CENTER_LEFT);
        var below = new HBox(8, kind, line, hash);
        below.setAlignment(Pos.CENTER_LEFT);
        var head = new VBox(4, top, below);
        head.getStyleClass().add("entry-head");
        tabs.setAccessibleText(texts.text("tabs.said"));
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.getTabs().addAll(tab("tab.changes", changes), tab("tab.evidence", evidence), tab("tab.decision", decision),
                tab("tab.proof", proof));
        model.source().trees().ifPresent(trees -> tabs.getTabs().add(TreePane.tab(new TreeViewModel(trees, model.background()),
                model.selectedProperty(), choosers, blame)));
        VBox.setVgrow(tabs, Priority.ALWAYS);
        getChildren().addAll(head, tabs);
        model.selectedProperty().addListener((_, _, entry) -> show(entry));
        show(model.selectedProperty().get());
    }

    /// The entry right after which the file was last there: a deletion leaves nothing to look at.
    private static long stands(Entry entry, WorkspacePath path) {
        boolean gone = entry.what().changes().stream().anyMatch(edit -> edit.path().equals(path) && edit.after().isEmpty());
        return gone ? entry.seq() - 1 : entry.seq();
    }

    private Tab tab(String key, Region content) {
        return new Tab(texts.text(key), content);
    }

    private void show(Optional<Entry> chosen) {
        setVisible(chosen.isPresent());
        chosen.ifPresent(entry -> {
            title.setText(entry.what().summary());
            kind.setText(words.kind(entry.what().kind()));
            kind.setGraphic(Icons.of(EntryWords.icon(entry.what().kind())));
            kind.getStyleClass().removeIf(style -> style.startsWith("tone-"));
            kind.getStyleClass().add(EntryWords.tone(entry.what().kind()).styleClass());
            line.setText(texts.text("entry.line", Long.toString(entry.seq()), words.byline(entry),
                    Durations.date(Instant.ofEpochMilli(entry.time()))));
            hash.setText(entry.leafHash().brief());
            decision.getChildren().setAll(decision(entry));
            evidence.show(entry);
            proof.show(entry);
            showChanges(entry);
            offerMore(entry);
        });
    }

    private void offerMore(Entry entry) {
        var what = entry.what();
        take.setDisable(what.changes().isEmpty());
        var one = new MenuItem(texts.text("entry.undo.one"));
        one.setOnAction(_ -> rollback.accept(ask.undo(entry)));
        take.getItems().setAll(one);
        if (what.session().isEmpty()) {
            return;
        }
        var ofRun = new MenuItem(texts.text("entry.undo.run"));
        ofRun.setOnAction(_ -> model.entriesOf(what.session(), Optional.empty())
                .onSuccess(entries -> rollback.accept(ask.undoRun(entry, entries))));
        if (!what.node().isEmpty()) {
            var ofNode = new MenuItem(texts.text("entry.undo.node", what.node()));
            ofNode.setOnAction(_ -> model.entriesOf(what.session(), Optional.of(what.node()))
                    .onSuccess(entries -> rollback.accept(ask.undoNode(entry, entries))));
            take.getItems().add(ofNode);
        }
        take.getItems().add(ofRun);
    }

    private void showChanges(Entry entry) {
        reading.ifPresent(Job::cancel);
        if (entry.what().changes().isEmpty()) {
            changes.getChildren().setAll(Sections.empty(Feather.FILE, texts.text("changes.none"), texts.text("changes.none.hint")));
            return;
        }
        changes.getChildren().setAll(diff.node());
        reading = Optional.of(model.background().run(texts.text("job.changes"), _ -> model.source().changes(entry.seq()))
                .onSuccess(found -> {
                    if (model.selectedProperty().get().equals(Optional.of(entry))) {
                        diff.show(found, model.source().contents());
                    }
                }));
    }

    /// What was proposed and not taken, to be read.
    private Region notTaken(Entry entry, EntryDraft.Evidence piece) {
        var patch = new TextArea();
        patch.setEditable(false);
        patch.setPrefRowCount(16);
        patch.getStyleClass().add("code-area");
        patch.setAccessibleText(texts.text("decision." + piece.kind()));
        model.background().run(texts.text("job.evidence"), _ -> model.source().contents().read(piece.content())).onSuccess(bytes -> {
            if (model.selectedProperty().get().equals(Optional.of(entry))) {
                patch.setText(new String(bytes, 0, Math.min(bytes.length, MOST), StandardCharsets.UTF_8));
            }
        });
        return Sections.section(texts.text("decision." + piece.kind()), patch);
    }

    private Region decision(Entry entry) {
        var what = entry.what();
        var box = new VBox();
        box.getStyleClass().add("entry-decision");
        what.approval().ifPresentOrElse(approval -> {
            var decided = Sections.section(texts.text(decided(what.kind())), Sections.pair(texts.text("decision.who"), approval.who()));
            if (!approval.hunks().isEmpty()) {
                decided.getChildren().add(Sections.pair(texts.text("decision.hunks"), approval.hunks()));
            }
            decided.getChildren().addAll(Sections.pair(texts.text("decision.when"), Durations.date(Instant.ofEpochMilli(approval.time()))),
                    Sections.pair(texts.text("decision.policy"), approval.policy().brief()));
            box.getChildren().add(decided);
            if (!approval.note().isBlank()) {
                box.getChildren().add(Sections.section(texts.text("decision.note"), Sections.prose(approval.note(), "text-body")));
            }
        }, () -> box.getChildren().add(Sections.section(texts.text("decision.none"),
                Sections.prose(texts.text("decision.none.hint"), "text-muted"))));
        var facts = Sections.section(texts.text("decision.facts"),
                Sections.pair(texts.text("decision.actor"), what.actor().kind() + " " + what.actor().id()
                        + (what.actor().model().isEmpty() ? "" : " (" + what.actor().model() + ")")),
                Sections.pair(texts.text("decision.run"), orNone(what.session())),
                Sections.pair(texts.text("decision.node"), orNone(what.node())),
                Sections.pair(texts.text("decision.tree"), what.treeBefore().brief() + " \u2192 " + what.treeAfter().brief()));
        what.rolledBackTo().ifPresent(to ->
                facts.getChildren().add(Sections.pair(texts.text("decision.restores"), "#" + to)));
        box.getChildren().add(facts);
        // A value far from its name is not read with it.
        box.setMaxWidth(WIDEST);
        what.evidence().stream().filter(piece -> piece.kind().equals("rejected-patch") || piece.kind().equals("denied-patch"))
                .forEach(piece -> box.getChildren().add(notTaken(entry, piece)));
        var left = new VBox(box);
        left.setAlignment(Pos.TOP_LEFT);
        var scroll = new ScrollPane(left);
        scroll.setFitToWidth(true);
        return scroll;
    }

    private String orNone(String name) {
        return name.isEmpty() ? texts.text("decision.outside") : name;
    }

    /// The key of what somebody did by deciding so.
    private static String decided(EntryKind kind) {
        return switch (kind) {
            case COMMIT, ADOPT -> "decision.approved";
            case REJECTION -> "decision.rejected";
            case ROLLBACK, REDO, RECOVERY, DENIAL, ESCALATION, GRANT, TRUST, KEY_ROTATION -> "decision.decided";
        };
    }
}
