package dev.countersign.ui.shell;

import dev.countersign.ui.fx.Command;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.insight.LedgerSections;
import java.util.List;

/// The commands of the window itself.
final class ShellCommands {
    private ShellCommands() {}

    static List<Command> of(Shell shell, ShellViewModel model) {
        Texts texts = Texts.of(ShellCommands.class);
        String go = texts.text("group.go");
        String workspace = texts.text("group.workspace");
        String window = texts.text("group.window");
        var closed = model.workspaceReasonProperty();
        return List.of(
                Command.of("window.palette", window, texts.text("command.palette"), shell::palette).key("Shortcut+K"),
                Command.of("task.new", go, texts.text("command.new"), shell::focusComposer).key("Shortcut+N").disabledWhile(closed),
                Command.of("go.inbox", go, texts.text("command.inbox"), () -> model.go(new Route.Inbox())).key("Shortcut+I")
                        .disabledWhile(closed),
                Command.of("go.ledger", go, texts.text("command.ledger"), () -> model.go(new Route.Ledger())).key("Shortcut+L")
                        .disabledWhile(closed),
                Command.of("go.blame", go, texts.text("command.blame"), () -> shell.ledger(LedgerSections.Section.BLAME)).disabledWhile(closed),
                Command.of("go.statistics", go, texts.text("command.statistics"), () -> shell.ledger(LedgerSections.Section.STATISTICS))
                        .disabledWhile(closed),
                Command.of("go.sql", go, texts.text("command.sql"), () -> shell.ledger(LedgerSections.Section.SQL)).disabledWhile(closed),
                Command.of("go.checks", go, texts.text("command.checks"), () -> model.go(new Route.Checks())).disabledWhile(closed),
                Command.of("go.rules", go, texts.text("command.rules"), () -> model.go(new Route.Rules())).disabledWhile(closed),
                Command.of("go.scripts", go, texts.text("command.scripts"), () -> model.go(new Route.Scripts())).disabledWhile(closed),
                Command.of("go.secrets", go, texts.text("command.secrets"), () -> model.go(new Route.Secrets())),
                Command.of("go.checklist", go, texts.text("command.checklist"), () -> model.go(new Route.Checklist())),
                Command.of("go.agents", go, texts.text("command.agents"), () -> model.go(new Route.AgentList())),
                Command.of("go.settings", go, texts.text("command.settings"), () -> model.go(new Route.Settings()))
                        .key("Shortcut+Comma"),
                Command.of("workspace.open", workspace, texts.text("command.open"), shell::chooseFolder).key("Shortcut+O"),
                Command.of("workspace.sample", workspace, texts.text("command.sample"), shell::sample),
                Command.of("workspace.patch", workspace, texts.text("command.patch"), shell::choosePatch),
                Command.of("workspace.close", workspace, texts.text("command.close"), shell::closeWorkspace).disabledWhile(closed),
                Command.of("window.sidebar", window, texts.text("command.sidebar"), shell::sidebar).key("Shortcut+B"),
                Command.of("window.evidence", window, texts.text("command.evidence"), shell::evidence).key("Shortcut+E"),
                Command.of("window.theme", window, texts.text("command.theme"), shell::theme).key("Shortcut+Shift+L"),
                Command.of("window.truth", window, texts.text("command.truth"), shell::truth),
                Command.of("window.shortcuts", window, texts.text("command.shortcuts"), shell::shortcuts).key("F1"),
                Command.of("window.about", window, texts.text("command.about"), shell::about));
    }
}
