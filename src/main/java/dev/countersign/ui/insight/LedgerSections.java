package dev.countersign.ui.insight;

import dev.countersign.ui.fx.Command;
import dev.countersign.ui.fx.Commands;
import dev.countersign.ui.fx.Kit;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import dev.countersign.workspace.WorkspacePath;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/// The ledger's screen with its sections: the timeline, line blame, statistics, SQL. Remembers which was in front.
public final class LedgerSections {
    /// Where [Kit#state] remembers the section.
    private static final String STATE = "ledger.section";

    /// A section.
    public enum Section { TIMELINE, BLAME, STATISTICS, SQL }

    private final Kit kit;
    private final Texts texts = Texts.of(LedgerSections.class);
    private final BorderPane root = new BorderPane();
    private final StackPane body = new StackPane();
    private final Map<Section, ToggleButton> buttons = new EnumMap<>(Section.class);
    private final Map<Section, Parent> views = new EnumMap<>(Section.class);
    private final BlameViewModel blame;
    private final SqlViewModel sql;
    private final LongConsumer showEntry;
    private Consumer<String> filter = _ -> { };
    private Optional<Commands.Scope> inFront = Optional.empty();

    /// @param timeline  the timeline's view
    /// @param more      what else can be done while this is in front
    /// @param showEntry chooses an entry in the timeline
    public LedgerSections(Parent timeline, List<Command> more, InsightSource source, Kit kit, LongConsumer showEntry) {
        this.kit = kit;
        this.showEntry = showEntry;
        this.blame = new BlameViewModel(source, kit.background());
        this.sql = new SqlViewModel(source, kit.background(), kit.state());
        var statistics = new StatisticsViewModel(source, kit.background(), kit.clock(), ZoneId.systemDefault());
        views.put(Section.TIMELINE, timeline);
        views.put(Section.BLAME, new BlameView(blame, kit.clock(), this::open).root());
        views.put(Section.STATISTICS, new StatisticsView(statistics, this::ask, this::filter, kit.pulse()).root());
        views.put(Section.SQL, new SqlView(sql, this::open, kit.state()).root());
        var group = new ToggleGroup();
        var bar = new HBox();
        bar.getStyleClass().addAll("sections-bar", "divider-bottom");
        bar.setAlignment(Pos.CENTER_LEFT);
        for (Section section : Section.values()) {
            var button = new ToggleButton(texts.text("section." + section.name().toLowerCase(Locale.ROOT)));
            button.setToggleGroup(group);
            button.getStyleClass().addAll("flat", "section-button");
            button.setId("section-" + section.name().toLowerCase(Locale.ROOT));
            button.setOnAction(_ -> show(section));
            buttons.put(section, button);
            bar.getChildren().add(button);
        }
        root.setTop(bar);
        root.setCenter(body);
        Views.styled(root, LedgerSections.class, "insight.css");
        // Those of the window open this screen; these know which section is in front when it is open already.
        var commands = new ArrayList<Command>();
        for (Section section : Section.values()) {
            if (section != Section.TIMELINE) {
                String name = section.name().toLowerCase(Locale.ROOT);
                commands.add(Command.of("go." + name, texts.text("group.ledger"), texts.text("command." + name), () -> {
                    show(section);
                    kit.commands().find("go.ledger").ifPresent(Command::perform);
                }));
            }
        }
        commands.addAll(more);
        root.sceneProperty().addListener((_, _, scene) -> {
            inFront.ifPresent(Commands.Scope::close);
            inFront = Optional.empty();
            if (scene != null) {
                inFront = Optional.of(kit.commands().add(commands));
                show(remembered());
            }
        });
        show(remembered());
    }

    public Parent root() {
        return root;
    }

    /// Lets the section be in front when the ledger's screen is shown next.
    public static void remember(UiState state, Section section) {
        state.put(STATE, section.name());
    }

    public void show(Section section) {
        remember(kit.state(), section);
        buttons.get(section).setSelected(true);
        if (!body.getChildren().contains(views.get(section))) {
            body.getChildren().setAll(views.get(section));
        }
    }

    /// Shows a file with the origin of its lines. @param at right after this entry; empty for now
    public void blame(WorkspacePath path, OptionalLong at) {
        show(Section.BLAME);
        blame.open(path.value(), at);
    }

    /// Hears the tokens that the timeline should be filtered by.
    public void onFilter(Consumer<String> hearer) {
        filter = hearer;
    }

    private void open(long seq) {
        show(Section.TIMELINE);
        showEntry.accept(seq);
    }

    private void ask(String question) {
        show(Section.SQL);
        sql.textProperty().set(question);
        sql.run();
    }

    private void filter(String tokens) {
        show(Section.TIMELINE);
        filter.accept(tokens);
    }

    private Section remembered() {
        String name = kit.state().get(STATE, Section.TIMELINE.name());
        for (Section section : Section.values()) {
            if (section.name().equals(name)) {
                return section;
            }
        }
        return Section.TIMELINE;
    }
}
