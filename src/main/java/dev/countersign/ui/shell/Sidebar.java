package dev.countersign.ui.shell;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.shell.ShellViewModel.RunRow;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The way around: inbox, runs, ledger, checks, rules, scripts, agents, secrets, checklist, settings.
final class Sidebar extends VBox {
    private static final String CURRENT = "current";

    private final Texts texts = Texts.of(Sidebar.class);
    private final ShellViewModel model;
    private final Label count = new Label();
    private final ListView<RunRow> runs = new ListView<>();
    private final Button inbox;
    private final Button ledger;
    private final Button checks;
    private final Button rules;
    private final Button scripts;
    private final Button agents;
    private final Button secrets;
    private final Button checklist;
    private final Button settings;
    private boolean selecting;

    Sidebar(ShellViewModel model) {
        this.model = model;
        getStyleClass().add("sidebar");
        count.getStyleClass().add("count-pill");
        inbox = item(Feather.INBOX, "nav.inbox", new Route.Inbox(), count);
        ledger = item(Feather.BOOK_OPEN, "nav.ledger", new Route.Ledger());
        checks = item(Feather.CHECK_CIRCLE, "nav.checks", new Route.Checks());
        rules = item(Feather.SHIELD, "nav.rules", new Route.Rules());
        scripts = item(Feather.TERMINAL, "nav.scripts", new Route.Scripts());
        secrets = item(Feather.KEY, "nav.secrets", new Route.Secrets());
        checklist = item(Feather.CHECK_SQUARE, "nav.checklist", new Route.Checklist());
        agents = item(Feather.CPU, "nav.agents", new Route.AgentList());
        settings = item(Feather.SETTINGS, "nav.settings", new Route.Settings());
        var title = new Label(texts.text("nav.runs"));
        title.getStyleClass().add("text-section");
        var add = Tips.name(new Button(null, Icons.of(Feather.PLUS)), texts.text("nav.new"));
        add.getStyleClass().addAll("flat", "button-icon", "small");
        add.disableProperty().bind(model.workspaceReasonProperty().isNotEmpty());
        add.setOnAction(_ -> model.go(new Route.NewTask()));
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var head = new HBox(title, gap, add);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("sidebar-head");
        runs.getStyleClass().addAll("bare-list", "run-list");
        runs.setFixedCellSize(32);
        runs.setCellFactory(_ -> new Row());
        runs.setItems(model.runs());
        runs.setAccessibleText(texts.text("nav.runs"));
        var none = new Label(texts.text("nav.runs.none"));
        none.getStyleClass().addAll("text-small", "text-muted");
        runs.setPlaceholder(none);
        VBox.setVgrow(runs, Priority.ALWAYS);
        runs.getSelectionModel().selectedItemProperty().addListener((_, _, row) -> {
            if (row != null && !selecting) {
                model.go(new Route.OfRun(row.id()));
            }
        });
        getChildren().addAll(inbox, head, runs, ledger, checks, rules, scripts, agents, secrets, checklist, settings);
        model.runs().addListener((ListChangeListener<RunRow>) _ -> show());
        model.inbox().addListener((ListChangeListener<Object>) _ -> show());
        model.routeProperty().addListener((_, _, _) -> show());
        show();
    }

    private void show() {
        int waiting = model.inbox().size();
        count.setText(Integer.toString(waiting));
        count.setVisible(waiting > 0);
        inbox.setAccessibleText(texts.text("nav.inbox.accessible", waiting));
        Route route = model.routeProperty().get();
        mark(inbox, route instanceof Route.Inbox);
        mark(ledger, route instanceof Route.Ledger);
        mark(checks, route instanceof Route.Checks);
        mark(rules, route instanceof Route.Rules);
        mark(scripts, route instanceof Route.Scripts);
        mark(secrets, route instanceof Route.Secrets);
        mark(checklist, route instanceof Route.Checklist);
        mark(agents, route instanceof Route.AgentList);
        mark(settings, route instanceof Route.Settings);
        selecting = true;
        if (route instanceof Route.OfRun of) {
            model.runs().stream().filter(row -> row.id().equals(of.run())).findFirst()
                    .ifPresent(row -> runs.getSelectionModel().select(row));
        } else {
            runs.getSelectionModel().clearSelection();
        }
        selecting = false;
    }

    private static void mark(Button item, boolean current) {
        item.getStyleClass().remove(CURRENT);
        if (current) {
            item.getStyleClass().add(CURRENT);
        }
    }

    private Button item(Feather icon, String key, Route to, Label... more) {
        var text = new Label(texts.text(key));
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var row = new HBox(8, Icons.of(icon), text, gap);
        row.getChildren().addAll(more);
        row.setAlignment(Pos.CENTER_LEFT);
        var button = new Button(null, row);
        row.prefWidthProperty().bind(button.widthProperty().subtract(18));
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAccessibleText(texts.text(key));
        button.getStyleClass().addAll("flat", "nav-item");
        button.setOnAction(_ -> model.go(to));
        if (to.needsWorkspace()) {
            button.disableProperty().bind(model.workspaceReasonProperty().isNotEmpty());
        }
        return button;
    }

    private final class Row extends ListCell<RunRow> {
        @Override
        protected void updateItem(RunRow run, boolean empty) {
            super.updateItem(run, empty);
            setText(null);
            if (empty || run == null) {
                setGraphic(null);
                return;
            }
            var title = Tips.whole(new Label(run.title()));
            title.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(title, Priority.ALWAYS);
            var row = new HBox(8, new StatusBadge(run.status()).compact(), title);
            row.setAlignment(Pos.CENTER_LEFT);
            if (run.waiting() > 0) {
                var pill = new Label(Integer.toString(run.waiting()));
                pill.getStyleClass().add("count-pill");
                pill.setMinWidth(Region.USE_PREF_SIZE);
                row.getChildren().add(pill);
            }
            setPrefWidth(0);
            setGraphic(row);
            setAccessibleText(texts.text("nav.run.accessible", run.title(), run.status().word()));
        }
    }
}
