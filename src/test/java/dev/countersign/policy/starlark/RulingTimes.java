package dev.countersign.policy.starlark;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.plan.Node;
import dev.countersign.plan.Plan;
import dev.countersign.policy.Action;
import dev.countersign.policy.Policy;
import dev.countersign.policy.builtin.BuiltInPolicy;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How long one ruling takes with all built-in rules, and an empty user folder and project looked at each time. Prints
/// percentiles in microseconds, beside SHA-256 over 64 KiB in the same round.
public final class RulingTimes {
    private RulingTimes() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("rulings");
        Files.createDirectories(folder.resolve("user"));
        Files.createDirectories(folder.resolve("live/.countersign/policies"));
        try (PackStore store = PackStore.open(folder.resolve("objects.pack"))) {
            Policy policy = new StarlarkPolicy(new BuiltInPolicy(), folder.resolve("user")).within(new Policy.Project(folder.resolve("live"), _ -> false));
            Node node = Plan.single("Do it").nodes().getFirst();
            byte[] text = "    int total = items.stream().mapToInt(Item::count).sum();\n".repeat(200).getBytes(StandardCharsets.UTF_8);
            store.put(text);
            var changes = new Changeset(Sha256.of(new byte[0]), Sha256.of(new byte[1]),
                    List.of(new FileChange.Added(WorkspacePath.of("src/main/java/a/b/Items.java"), FileState.file(text, false))));
            byte[] yardstick = new byte[64 << 10];
            print("command, argv", () -> policy.rule(new Action.Run(node, List.of("mvn", "-q", "-B", "test"), "check")));
            print("command, a line for a shell of six commands", () -> policy.rule(new Action.Run(node,
                    List.of("sh", "-c", "cd web && npm ci && npm test | tee log; git add -A && git commit -m 'x y'"), "agent")));
            print("connection", () -> policy.rule(new Action.Connect(node, "repo1.maven.org", 443)));
            print("write of one file, 200 lines, 12 KB", () -> policy.rule(new Action.Change(node, changes, store)));
            print("yardstick: SHA-256 of 64 KiB", () -> Sha256.of(yardstick));
        }
    }

    private static void print(String what, Runnable one) {
        for (int i = 0; i < 5_000; i++) {
            one.run();
        }
        long[] nanos = new long[10_000];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            one.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(Locale.ROOT, "%-46s p50 %6.1f  p99 %6.1f  p99.9 %7.1f us%n", what, nanos[5_000] / 1e3, nanos[9_900] / 1e3, nanos[9_990] / 1e3);
    }
}
