package dev.countersign.ui;

import dev.countersign.agent.AgentEvent;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunState;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Pulse;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.shell.MadeUpWorkspace;
import dev.countersign.ui.shell.Shell;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javafx.animation.AnimationTimer;
import javafx.stage.Stage;

/// Feeds a run's events into the run screen at a rate, and measures the longest time without a frame and how far the screen was behind:
/// `EventFlood RATE SECONDS`. Half of them are lines of the node that is on the screen. The same without events comes first, as the
/// yardstick.
public final class EventFlood {
    private EventFlood() {}

    public static void main(String[] args) {
        int rate = Integer.parseInt(args[0]);
        int seconds = Integer.parseInt(args[1]);
        var workspace = MadeUpWorkspace.busy(Path.of("/home/ada/src/http-client"));
        RunState run = MadeUp.run();
        Shell shell = Screen.on(() -> {
            var stage = new Stage();
            var made = new Shell(workspace.parts(UiState.open(Path.of("/nonexistent/ui.json")), Background.threads(Pulse.fx()), DemoShell.NO_ONE));
            stage.setScene(made.scene(1280, 800));
            stage.show();
            made.open(workspace.folder());
            return made;
        });
        LockSupport.parkNanos(2_000_000_000L);
        Screen.run(() -> shell.run(MadeUp.RUN).orElseThrow().selectedProperty().set(Optional.of(MadeUp.id("retry"))));
        measure("warm up", workspace, run, rate, 3);
        measure("no events", workspace, run, 0, seconds);
        measure(rate + " a second", workspace, run, rate, seconds);
        System.out.println("lines on the screen's console: " + Screen.on(() -> shell.run(MadeUp.RUN).orElseThrow().consoleProperty().get().lines().size()));
        System.exit(0);
    }

    private static void measure(String name, MadeUpWorkspace workspace, RunState run, int rate, int seconds) {
        var gaps = new long[seconds * 2000];
        var count = new int[1];
        var timer = Screen.on(() -> {
            var made = new AnimationTimer() {
                private long last;

                @Override
                public void handle(long now) {
                    long at = System.nanoTime();
                    if (last != 0 && count[0] < gaps.length) {
                        gaps[count[0]++] = at - last;
                    }
                    last = at;
                }
            };
            made.start();
            return made;
        });
        long start = System.nanoTime();
        long sent = 0;
        while (System.nanoTime() - start < seconds * 1_000_000_000L) {
            long due = (System.nanoTime() - start) * rate / 1_000_000_000L;
            for (; sent < due; sent++) {
                workspace.tell(run, event(sent));
            }
            LockSupport.parkNanos(200_000);
        }
        long told = System.nanoTime();
        Screen.settle();
        var behind = new AtomicLong(System.nanoTime() - told);
        Screen.run(timer::stop);
        long[] all = Arrays.copyOf(gaps, count[0]);
        Arrays.sort(all);
        System.out.printf("%-16s %7d events in %d s, %d frames, gap p50 %.1f ms, p99 %.1f ms, longest %.1f ms; behind at the end %.1f ms%n", name, sent, seconds,
                all.length, at(all, 0.5), at(all, 0.99), at(all, 1), behind.get() / 1e6);
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))] / 1e6;
    }

    private static RunEvent event(long number) {
        var node = MadeUp.id(number % 2 == 0 ? "retry" : "metrics");
        return number % 10 < 7 ? new RunEvent.CheckOutput(MadeUp.NOW, node, "mvn test", "[INFO] line " + number + " of a build that says a lot")
                : new RunEvent.Said(MadeUp.NOW, node, new AgentEvent.Output("output " + number, number % 3 == 0));
    }
}
