package dev.countersign.ui.settings;

import dev.countersign.agent.Agent;
import dev.countersign.agent.Agents;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.Views;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The agents that can be named: what each is, exactly what would be started, and whether it can be started here.
public final class AgentsView extends ScrollPane {
    private final Texts texts = Texts.of(AgentsView.class);
    private final Background background;

    /// @param registry a pane on what the project itself names
    /// @param files    where more can be written
    AgentsView(Agents agents, RegistryPane registry, RegistryFiles files, Background background) {
        this.background = background;
        getStyleClass().addAll("page-scroll");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        var title = new Label(texts.text("agents.title"));
        title.getStyleClass().add("text-title");
        var page = new VBox(title, Sections.prose(texts.text("agents.words"), "text-muted", "text-body"));
        files.user().ifPresent(file -> page.getChildren().add(line(Feather.FILE_PLUS, "agents.own", file.toString())));
        files.project().ifPresent(file -> page.getChildren().add(line(Feather.FILE_PLUS, "agents.project", file.toString())));
        page.getChildren().add(registry);
        page.getStyleClass().addAll("page", "page-column", "surface");
        agents.all().forEach(agent -> page.getChildren().add(agent(agent)));
        setContent(page);
        Views.styled(this, AgentsView.class, "settings.css");
    }

    private VBox agent(Agent agent) {
        var name = new Label(agent.name());
        name.getStyleClass().add("text-heading");
        name.setMinWidth(Region.USE_PREF_SIZE);
        var kind = new Label(texts.text(agent.startsProcesses() ? "agents.program" : "agents.built.in"));
        kind.getStyleClass().add("chip");
        kind.setMinWidth(Region.USE_PREF_SIZE);
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var answer = Tips.whole(new Label());
        answer.getStyleClass().addAll("text-small", "text-muted");
        var badge = new StatusBadge(Status.NOT_CHECKED);
        var check = new Button(texts.text("agents.check"));
        check.getStyleClass().add("small");
        check.setMinWidth(Region.USE_PREF_SIZE);
        check.setAccessibleText(texts.text("agents.check.accessible", agent.name()));
        check.setOnAction(_ -> {
            check.setDisable(true);
            background.run(texts.text("agents.checking", agent.name()), _ -> agent.readiness()).onSuccess(found -> {
                badge.setStatus(found.ready() ? Status.PASSED : Status.FAILED);
                answer.setText(found.says());
                check.setDisable(false);
            }).onFailure(problem -> {
                badge.setStatus(Status.FAILED);
                answer.setText(problem.sentence());
                check.setDisable(false);
            }).onCancelled(() -> check.setDisable(false));
        });
        var head = new HBox(8, name, kind, gap, answer, badge, check);
        head.setAlignment(Pos.CENTER_LEFT);
        var box = new VBox(8, head, Sections.prose(agent.description(), "text-default"));
        agent.missing().ifPresent(missing -> {
            var mark = new Label(switch (missing.what()) {
                case PROGRAM -> texts.text("agents.missing.program");
                case MODEL -> texts.text("agents.missing.model");
            }, Icons.of(Feather.ALERT_TRIANGLE, 12));
            mark.getStyleClass().addAll("chip", "tone-warning", "agent-missing");
            mark.setMinWidth(Region.USE_PREF_SIZE);
            Tips.set(mark, missing.says());
            head.getChildren().add(2, mark);
            // A tooltip needs a mouse.
            box.getChildren().add(Sections.prose(missing.says(), "text-small", "text-muted"));
        });
        box.getStyleClass().addAll("section", "agent");
        Agent.Preview preview = agent.preview(texts.text("agents.prompt"));
        if (!preview.argv().isEmpty()) {
            box.getChildren().add(line(Feather.TERMINAL, "agents.argv", String.join(" ", preview.argv())));
            box.getChildren().add(line(Feather.LIST, "agents.environment", preview.environment().isEmpty()
                    ? texts.text("agents.environment.none")
                    : preview.environment().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue())
                    .collect(Collectors.joining("\n"))));
        }
        if (!preview.network().isEmpty()) {
            box.getChildren().add(line(Feather.GLOBE, "agents.network", String.join("\n", preview.network())));
        }
        if (!preview.settings().isEmpty()) {
            box.getChildren().add(line(Feather.SLIDERS, "agents.settings", String.join("\n", preview.settings())));
        }
        return box;
    }

    private HBox line(Feather icon, String key, String text) {
        var name = new Label(texts.text(key), Icons.of(icon, 12));
        name.getStyleClass().addAll("text-small", "text-muted");
        name.setMinWidth(112);
        var value = Sections.prose(text, "code", "text-default");
        HBox.setHgrow(value, Priority.ALWAYS);
        return new HBox(8, name, value);
    }
}
