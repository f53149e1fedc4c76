package dev.countersign.ui.settings;

import dev.countersign.agent.Agents;
import dev.countersign.agent.ModelDesk;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;

/// Who works: the agents, the models that one of them asks, the servers whose tools they may use. The last one in front is remembered.
public final class AgentPages extends TabPane {
    private static final String REMEMBERED = "agents.page";

    /// @param registry what the workspace that is open names itself
    /// @param files    where the user may write agents of their own
    /// @param overlay  where it is asked whether that is trusted
    /// @param changed  done when other agents are in force
    public AgentPages(Agents agents, RegistrySource registry, RegistryFiles files, ModelDesk models, McpServers servers, Background background, UiState state, Overlay overlay,
                      Runnable changed) {
        Texts texts = Texts.of(AgentPages.class);
        getStyleClass().addAll("quiet-tabs", "agent-pages");
        setAccessibleText(texts.text("pages"));
        setTabClosingPolicy(TabClosingPolicy.UNAVAILABLE);
        getTabs().addAll(tab("agents", texts, () -> new AgentsView(agents, new RegistryPane(registry, background, overlay, changed), files, background)), tab("models", texts, () -> new ModelsView(models, background).root()),
                tab("servers", texts, () -> new ServersView(servers, background)));
        String last = state.get(REMEMBERED, "agents");
        getTabs().stream().filter(tab -> last.equals(tab.getId())).findFirst().ifPresent(getSelectionModel()::select);
        getSelectionModel().selectedItemProperty().addListener((_, _, now) -> {
            state.put(REMEMBERED, now.getId());
            fill(now);
        });
        fill(getSelectionModel().getSelectedItem());
        Views.styled(this, AgentPages.class, "settings.css");
    }

    private static Tab tab(String id, Texts texts, Supplier<Node> content) {
        var tab = new Tab(texts.text("page." + id));
        tab.setId(id);
        tab.setUserData(content);
        return tab;
    }

    /// A page is made when it is first looked at: making one reads files.
    private static void fill(Tab tab) {
        if (tab.getContent() == null && tab.getUserData() instanceof Supplier<?> content && content.get() instanceof Node page) {
            tab.setContent(page);
        }
    }
}
