package dev.countersign.ui;

import dev.countersign.agent.AgentEvent;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.network.Connection;
import dev.countersign.network.Reached;
import dev.countersign.plan.Node;
import dev.countersign.plan.Plan;
import dev.countersign.plan.Requirement;
import dev.countersign.run.Measure;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunRequest;
import dev.countersign.run.RunState;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Protection;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Pulse;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.plan.PlannerCard;
import dev.countersign.ui.plan.PlanningViewModel;
import dev.countersign.ui.shell.MadeUpWorkspace;
import dev.countersign.ui.shell.Shell;
import dev.countersign.agent.PermissionRequest;
import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.TextFile;
import dev.countersign.plan.NodeState;
import dev.countersign.run.RunId;
import dev.countersign.ui.run.PermissionCard;
import dev.countersign.ui.run.PermissionQueue;
import dev.countersign.ui.run.Runs;
import dev.countersign.ui.shell.Route;
import dev.countersign.ui.shell.ShellParts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;

/// Takes pictures of plans, limits, escalations and comparisons with a made-up run, in both themes at 1280x800 and 2560x1440:
/// `RunShots FOLDER [checks | contract]`, with the second word those of checks, or of a contract and of the network, alone. Needs no screen.
public final class RunShots {
    private final Path folder;

    private RunShots(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) {
        try {
            for (List<Integer> size : List.of(List.of(1280, 800), List.of(2560, 1440))) {
                for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
                    var shots = new RunShots(Path.of(args[0]));
                    String tail = "-" + theme.key() + "-" + size.get(0) + ".png";
                    switch (args.length > 1 ? args[1] : "") {
                        case "checks" -> shots.checks(shots.open(theme, size.get(0), size.get(1)), tail);
                        case "contract" -> shots.contract(theme, size.get(0), size.get(1));
                        case "" -> shots.take(theme, size.get(0), size.get(1));
                        default -> throw new IllegalArgumentException(args[1]);
                    }
                }
            }
            System.exit(0);
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            // The window's thread would go on for ever.
            System.exit(1);
        }
    }

    private record Window(Shell shell, Scene scene, MadeUpWorkspace workspace) {}

    private Window open(Theme theme, int width, int height) {
        return open(theme, width, height, MadeUp.none());
    }

    private Window open(Theme theme, int width, int height, Protection protection) {
        return Screen.on(() -> {
            var workspace = MadeUpWorkspace.busy(Path.of("/home/ada/src/http-client"));
            var stage = new Stage();
            ShellParts made = workspace.parts(UiState.open(Path.of("/nonexistent/ui.json")), Background.sameThread(), DemoShell.NO_ONE);
            var shell = new Shell(new ShellParts(made.opener(), made.agents(), () -> protection, made.sample(), made.data(), made.version(), made.state(),
                    made.background(), made.choosers(), made.clock(), made.machine()));
            shell.preferences().themeProperty().set(theme);
            var scene = shell.scene(width, height);
            stage.setScene(scene);
            stage.show();
            shell.open(workspace.folder());
            return new Window(shell, scene, workspace);
        });
    }

    private void take(Theme theme, int width, int height) {
        Window window = open(theme, width, height);
        String tail = "-" + theme.key() + "-" + width + ".png";
        var composer = Screen.on(() -> window.shell().composer().orElseThrow());
        over(window, "plan-editor" + tail, () -> {
            composer.offer(MadeUp.plan(), "sample");
            composer.edit();
        });
        over(window, "plan-faults" + tail, () -> {
            composer.edit();
            window.scene().getRoot().applyCss();
            window.scene().getRoot().layout();
            ((TextInputControl) window.scene().lookup("#owns")).setText("src/main/java/client/retry/**");
            ((TextInputControl) window.scene().lookup("#checks")).setText("mvn -q 'test");
        });
        contract(theme, width, height);
        Overlay overlay = window.shell().kit().overlay();
        over(window, "planner" + tail, () -> PlannerCard.open(overlay, new PlanningViewModel("claude", (events, _) -> {
            talk().forEach(events);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return MadeUp.plan();
        }, Background.threads(Pulse.fx()), _ -> {}), () -> {}));
        over(window, "planner-failed" + tail, () -> PlannerCard.open(overlay, new PlanningViewModel("claude", (events, _) -> {
            talk().forEach(events);
            throw new UserException(Problem.of("RUN-018", Exit.AGENT, "claude made no plan that can run, in 3 answers. The last one: the answer of claude, line 9, "
                    + "key \"after\": Node \"retry\" waits for \"polcy\", which is not in the plan.",
                    "Nothing was started, and your workspace was not touched.", "Ask another planner, or write a plan file: countersign run --plan FILE."));
        }, Background.sameThread(), _ -> {}), () -> {}));
        over(window, "limits" + tail, () -> {
            composer.limits().amountProperty(Measure.COST).set("2");
            composer.limits().amountProperty(Measure.STEPS).set("20");
            ((Button) window.scene().lookup(".composer-limits")).fire();
        });
        Screen.run(() -> {
            window.workspace().tell(MadeUp.held(), new RunEvent.Resumed(MadeUp.NOW, "Ada"));
            window.shell().commands().find("run.cost").orElseThrow().perform();
        });
        over(window, "spending" + tail, () -> {});
        checks(window, tail);
        Screen.run(() -> {
            window.workspace().tell(MadeUp.escalated(), new RunEvent.Resumed(MadeUp.NOW, "Ada"));
            window.shell().run(MadeUp.RUN).orElseThrow().selectedProperty().set(Optional.of(MadeUp.id("retry")));
            window.shell().commands().find("run.console").orElseThrow().perform();
        });
        over(window, "escalation-bar" + tail, () -> {});
        over(window, "escalation" + tail, () -> {
            window.shell().commands().find("run.choices").orElseThrow().perform();
            ((RadioButton) window.scene().lookup(".choice-again")).fire();
        });
        over(window, "replan" + tail, () -> window.shell().commands().find("run.replan").orElseThrow().perform());
        over(window, "permission" + tail, () -> PermissionCard.open(overlay, new PermissionQueue.Waiting(MadeUp.RUN, MadeUp.id("retry"),
                new PermissionRequest("7", "2", "Run mvn -q test", "execute", "Runs the tests of the client once, without the network.",
                        Optional.of(List.of("mvn", "-q", "test")), List.of(),
                        List.of(new PermissionRequest.Option("once", "Yes, this once", PermissionRequest.Kind.ALLOW_ONCE),
                                new PermissionRequest.Option("always", "Yes, and don't ask again for mvn", PermissionRequest.Kind.ALLOW_ALWAYS),
                                new PermissionRequest.Option("no", "No, tell it what to do instead", PermissionRequest.Kind.REJECT_ONCE))), "the rule commands: mvn is not on the list of this workspace"), 1, _ -> {}));
        // It leaves the run, whose commands the others need.
        compare(window, tail);
        Screen.run(() -> ((Stage) window.scene().getWindow()).close());
    }

    /// What checks say of a node after two attempts, and of all nodes as one tree.
    private void checks(Window window, String tail) {
        Screen.run(() -> {
            window.workspace().tell(MadeUp.apart(), new RunEvent.Resumed(MadeUp.NOW, "Ada"));
            window.shell().run(MadeUp.RUN).orElseThrow().selectedProperty().set(Optional.of(MadeUp.id("wiring")));
            window.shell().commands().find("run.console").orElseThrow().perform();
        });
        over(window, "together" + tail, () -> {});
        Screen.run(() -> {
            window.workspace().tell(MadeUp.escalated(), new RunEvent.Resumed(MadeUp.NOW, "Ada"));
            window.shell().run(MadeUp.RUN).orElseThrow().selectedProperty().set(Optional.of(MadeUp.id("retry")));
        });
        over(window, "attempts" + tail, () -> {});
    }

    /// A plan that says what must be there, and the evidence of a node whose agent had to do with the network.
    private void contract(Theme theme, int width, int height) {
        var layers = new EnumMap<Protection.Layer, Protection.Enforcement>(Protection.Layer.class);
        for (Protection.Layer layer : Protection.Layer.values()) {
            layers.put(layer, new Protection.Enforcement(Protection.Strength.KERNEL, "by the kernel"));
        }
        var protection = new Protection(Level.L3, "sandbox L3", layers);
        Window window = open(theme, width, height, protection);
        String tail = "-" + theme.key() + "-" + width + ".png";
        List<Node> nodes = new ArrayList<>(MadeUp.plan().nodes());
        Node first = nodes.getFirst();
        nodes.set(0, new Node(first.id(), first.goal(), first.kind(), first.after(), first.agent(), first.contract()
                .requiring(List.of(Requirement.of("in **/RetryPolicy.java: idempotent"), Requirement.of("@since \\d")))
                .declaring(List.of(Requirement.of("RetryPolicy"), Requirement.of("in **/RetryPolicy.java: RetryPolicy.next")))));
        var composer = Screen.on(() -> window.shell().composer().orElseThrow());
        Screen.run(() -> {
            composer.offer(new Plan(MadeUp.plan().task(), nodes), "claude");
            composer.edit();
        });
        Screen.settle();
        over(window, "plan-contract" + tail, () -> toTheEnd(window, "#declares"));
        var reached = new AgentEvent.Network(Reached.of(List.of(
                new Connection(MadeUp.NOW, "api.anthropic.com", 443, "203.0.113.7", 48_112, 21_904, 8_310, true, "api.anthropic.com"),
                new Connection(MadeUp.NOW, "api.anthropic.com", 443, "203.0.113.7", 61_840, 30_277, 9_125, true, "api.anthropic.com"),
                new Connection(MadeUp.NOW, "registry.npmjs.org", 443, "", 0, 0, 0, false, "registry.npmjs.org:443 is not among the hosts that are allowed."))));
        Screen.run(() -> {
            RunState run = MadeUp.run();
            var contained = new RunState(run.id(), new RunRequest(MadeUp.plan(), "claude", Optional.empty(), List.of(), false, false), protection, run.nodes(),
                    run.started(), run.endedAt(), run.ended());
            window.workspace().tell(contained.after(new RunEvent.Said(MadeUp.NOW, MadeUp.id("retry"), reached)), new RunEvent.Resumed(MadeUp.NOW, "Ada"));
            window.shell().run(MadeUp.RUN).orElseThrow().selectedProperty().set(Optional.of(MadeUp.id("retry")));
            window.shell().commands().find("run.console").orElseThrow().perform();
        });
        Screen.run(() -> {
            composer.clearPlan();
            composer.promptProperty().set("");
        });
        Screen.settle();
        over(window, "network" + tail, () -> toTheEnd(window, ".evidence .section"));
        Screen.run(() -> ((Stage) window.scene().getWindow()).close());
    }

    /// Scrolls what holds `selector` down.
    private static void toTheEnd(Window window, String selector) {
        javafx.scene.Node node = window.scene().lookup(selector);
        while (!(node instanceof ScrollPane)) {
            node = node.getParent();
        }
        ((ScrollPane) node).setVvalue(1);
    }

    private void compare(Window window, String tail) {
        var one = new RunId("20261121-090000-aaaa");
        var two = new RunId("20261121-090000-bbbb");
        var changes = MadeUp.changes("src/main/java/client/Client.java", "+src/main/java/client/retry/RetryLoop.java");
        var other = MadeUp.changes("src/main/java/client/Client.java");
        var runs = window.workspace().runs;
        String before = "class Client {\n    Response send(Request r) {\n        return transport.send(r);\n    }\n\n    void close() {\n    }\n}\n";
        runs.changed.put(one, List.of(changed(changes.changes().getFirst(), before, before.replace("return transport.send(r);",
                "return loop.run(() -> transport.send(r));").replace("void close() {\n", "void close() {\n        loop.stop();\n")),
                changed(changes.changes().getLast(), "", "final class RetryLoop {\n    Response run(Supplier<Response> call) {\n        return call.get();\n    }\n}\n")));
        runs.changed.put(two, List.of(changed(other.changes().getFirst(), before, before.replace("        return transport.send(r);",
                "        for (int attempt = 1; ; attempt++) {\n            try {\n                return transport.send(r);\n            } catch (IOException e) {\n                policy.next(attempt, e);\n            }\n        }"))));
        Screen.run(() -> {
            window.workspace().tell(MadeUp.candidate(one, "claude", new NodeState.AwaitingReview(""), changes, 0), new RunEvent.Resumed(MadeUp.NOW, "Ada"));
            window.workspace().tell(MadeUp.candidate(two, "codex", new NodeState.AwaitingReview(""), other, 1.5), new RunEvent.Resumed(MadeUp.NOW, "Ada"));
        });
        over(window, "compare" + tail, () -> window.shell().model().go(new Route.Compare(List.of(one, two))));
    }

    private static Runs.Changed changed(FileChange change, String before, String after) {
        return new Runs.Changed(change, new Differ().diff(TextFile.read(before.getBytes(StandardCharsets.UTF_8)).orElseThrow(),
                TextFile.read(after.getBytes(StandardCharsets.UTF_8)).orElseThrow(), Differ.Options.EXACT));
    }

    private static List<AgentEvent> talk() {
        return List.of(new AgentEvent.ToolCall("1", "Read src/main/java/client/Client.java", "done", ""),
                new AgentEvent.Said("The client sends once and maps errors. I would declare the policy first, then retry and metrics side by side."),
                new AgentEvent.Other("no plan", "the answer of claude, line 14, key \"owns\": Nodes \"retry\" and \"metrics\" can both own a file: "
                        + "\"src/**\" and \"src/main/java/client/metrics/**\". Each file belongs to one node."),
                new AgentEvent.Said("Right: retry owns its own folder only."));
    }

    private void over(Window window, String name, Runnable open) {
        Screen.run(open);
        for (int i = 0; i < 4; i++) {
            Screen.settle();
        }
        Screen.shoot(window.scene(), folder.resolve(name));
        Screen.run(() -> window.shell().kit().overlay().closeAll());
    }
}
