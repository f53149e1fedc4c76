package dev.countersign.ui.settings;

import dev.countersign.agent.mcp.McpServer;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.agent.mcp.McpServers.Standing;
import dev.countersign.fault.ProblemException;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.Views;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The servers of the Model Context Protocol: what each offers, and what of that agents may use.
public final class ServersView extends ScrollPane {
    private final Texts texts = Texts.of(ServersView.class);
    private final McpServers servers;
    private final Background background;

    public ServersView(McpServers servers, Background background) {
        this.servers = servers;
        this.background = background;
        getStyleClass().addAll("page-scroll");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        var title = new Label(texts.text("servers.title"));
        title.getStyleClass().add("text-title");
        var page = new VBox(title, Sections.prose(texts.text("servers.words"), "text-muted", "text-body"));
        page.getStyleClass().addAll("page", "page-column", "surface");
        try {
            List<McpServer> all = servers.all();
            all.forEach(server -> page.getChildren().add(server(server)));
            if (all.isEmpty()) {
                page.getChildren().add(Sections.empty(Feather.SERVER, texts.text("servers.none"), texts.text("servers.none.hint")));
            }
        } catch (ProblemException e) {
            page.getChildren().add(Sections.prose(e.problem().sentence() + " " + e.problem().next(), "tone-danger"));
        }
        setContent(page);
        Views.styled(this, ServersView.class, "settings.css");
    }

    private VBox server(McpServer server) {
        var name = new Label(server.name());
        name.getStyleClass().add("text-heading");
        name.setMinWidth(Region.USE_PREF_SIZE);
        var kind = new Label(texts.text(server.way() instanceof McpServer.Way.Program ? "servers.program" : "servers.address"));
        kind.getStyleClass().add("chip");
        kind.setMinWidth(Region.USE_PREF_SIZE);
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var says = Tips.whole(new Label());
        says.getStyleClass().addAll("text-small", "text-muted");
        var badge = new StatusBadge(Status.NOT_CHECKED);
        var look = new Button(texts.text("servers.look"));
        look.getStyleClass().add("small");
        look.setMinWidth(Region.USE_PREF_SIZE);
        look.setAccessibleText(texts.text("servers.look.accessible", server.name()));
        var cancel = new Button(texts.text("servers.cancel"));
        cancel.getStyleClass().addAll("small", "flat");
        cancel.setVisible(false);
        cancel.setManaged(false);
        var tools = new VBox(4);
        look.setOnAction(_ -> look(server, look, cancel, badge, says, tools));
        var head = new HBox(8, name, kind, gap, says, badge, cancel, look);
        head.setAlignment(Pos.CENTER_LEFT);
        var words = new Label(server.words(), Icons.of(server.way() instanceof McpServer.Way.Program ? Feather.TERMINAL : Feather.GLOBE, 12));
        words.getStyleClass().addAll("code", "text-default");
        var box = new VBox(8, head, Tips.whole(words), tools);
        box.getStyleClass().addAll("section", "agent");
        granted(server).ifPresent(text -> tools.getChildren().add(Sections.prose(text, "text-small", "text-muted")));
        return box;
    }

    private Optional<String> granted(McpServer server) {
        try {
            List<String> names = servers.grants().stream().filter(g -> g.name().equals(server.name())).map(McpServers.Grant::tool).toList();
            return Optional.of(names.isEmpty() ? texts.text("servers.nothing.granted") : texts.text("servers.granted", String.join(", ", names)));
        } catch (java.io.IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void look(McpServer server, Button look, Button cancel, StatusBadge badge, Label says, VBox tools) {
        look.setDisable(true);
        says.setText(texts.text("servers.looking", server.name()));
        Job<McpServers.Checked> job = background.run(texts.text("servers.looking", server.name()), progress -> servers.check(server, progress));
        cancel.setOnAction(_ -> job.cancel());
        shown(cancel, true);
        job.onSuccess(checked -> {
            badge.setStatus(checked.ready() ? Status.PASSED : Status.FAILED);
            says.setText(checked.says());
            tools.getChildren().setAll(checked.tools().stream().map(offered -> tool(server, offered)).toList());
            look.setDisable(false);
            shown(cancel, false);
        }).onFailure(problem -> {
            badge.setStatus(Status.FAILED);
            says.setText(problem.sentence());
            look.setDisable(false);
            shown(cancel, false);
        }).onCancelled(() -> {
            says.setText("");
            look.setDisable(false);
            shown(cancel, false);
        });
    }

    private static void shown(Button button, boolean yes) {
        button.setVisible(yes);
        button.setManaged(yes);
    }

    private HBox tool(McpServer server, McpServers.Offered offered) {
        var name = new Label(offered.tool().name());
        name.getStyleClass().addAll("code", "text-medium");
        name.setMinWidth(Region.USE_PREF_SIZE);
        var words = Sections.prose(offered.tool().description(), "text-small", "text-muted");
        HBox.setHgrow(words, Priority.ALWAYS);
        var standing = new Label();
        standing.setMinWidth(Region.USE_PREF_SIZE);
        var change = new Button();
        change.getStyleClass().add("small");
        change.setMinWidth(Region.USE_PREF_SIZE);
        stand(server, offered, offered.standing(), standing, change);
        var row = new HBox(12, name, words, standing, change);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void stand(McpServer server, McpServers.Offered offered, Standing now, Label standing, Button change) {
        standing.setText(texts.text("standing." + now.name().toLowerCase(Locale.ROOT)));
        standing.setGraphic(Icons.of(switch (now) {
            case GRANTED -> Feather.CHECK;
            case NOT_GRANTED -> Feather.MINUS_CIRCLE;
            case CHANGED -> Feather.ALERT_TRIANGLE;
        }, 12));
        standing.getStyleClass().setAll("label", "text-small", switch (now) {
            case GRANTED -> "tone-success";
            case NOT_GRANTED -> "tone-quiet";
            case CHANGED -> "tone-warning";
        });
        boolean revokes = now == Standing.GRANTED;
        change.setText(texts.text(revokes ? "servers.revoke" : "servers.grant"));
        change.setAccessibleText(texts.text(revokes ? "servers.revoke.accessible" : "servers.grant.accessible", offered.tool().name(), server.name()));
        change.setOnAction(_ -> {
            change.setDisable(true);
            background.run(change.getText(), _ -> {
                if (revokes) {
                    servers.revoke(server.name(), offered.tool().name());
                } else {
                    servers.grant(server, offered.tool());
                }
                return revokes ? Standing.NOT_GRANTED : Standing.GRANTED;
            }).onSuccess(next -> {
                change.setDisable(false);
                stand(server, offered, next, standing, change);
            }).onFailure(problem -> {
                change.setDisable(false);
                standing.setText(problem.sentence());
            });
        });
    }
}
