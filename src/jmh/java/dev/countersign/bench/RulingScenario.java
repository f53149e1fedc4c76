package dev.countersign.bench;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.MemoryStore;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.policy.Action;
import dev.countersign.policy.Policy;
import dev.countersign.policy.builtin.BuiltInPolicy;
import dev.countersign.policy.starlark.StarlarkPolicy;
import dev.countersign.workspace.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How long one ruling takes with the built-in rules and a file of the user's: a command, a connection, a changed file of 200 lines. Beside
/// it, in the same rounds, the rules that are no files alone.
public final class RulingScenario {
    private static final int CALLS = 5_000;
    private static final Node NODE = new Node(new NodeId("all"), "anything", NodeClass.IMPLEMENTATION, List.of(), Optional.empty(), Contract.OPEN);
    private static final String MINE = """
            def check_command(cmd):
                for c in commands(cmd):
                    if c.program == "terraform" and "destroy" in c.argv:
                        return deny("Not from here.")
                return allow()

            def check_file_write(path, content):
                if path.startswith("generated/") or "DO NOT EDIT" in content:
                    return ask("%s is made by the build." % path)
                return allow()

            def check_network(host, port):
                return allow() if port == 443 else ask("Why not TLS?")
            """;

    private RulingScenario() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("ruling");
        Files.writeString(folder.resolve("mine.star"), MINE);
        Policy files = new StarlarkPolicy(new BuiltInPolicy(), folder);
        Policy core = new BuiltInPolicy();
        Map<String, List<Action>> actions = actions();
        System.out.println("microseconds: p50, p99, longest; " + CALLS + " calls each, after as many to warm up");
        for (int round = 0; round < 2; round++) {
            for (Map.Entry<String, List<Action>> kind : actions.entrySet()) {
                System.out.println(kind.getKey() + ": all rules " + times(files, kind.getValue()) + "; without files " + times(core, kind.getValue()));
            }
        }
        try (var left = Files.walk(folder)) {
            left.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    private static Map<String, List<Action>> actions() throws IOException {
        var all = new TreeMap<String, List<Action>>();
        var commands = new ArrayList<Action>();
        for (String line : List.of("git status", "mvn -q -o test -Dtest=OneTest", "ls -la src | head -20", "rg -n 'class .*Test' src && wc -l pom.xml",
                "bash -c 'for f in *.txt; do cat \"$f\"; done'", "curl -s https://example.org/a.json | jq .", "npm ci && npm test -- --run",
                "find . -name '*.class' -exec rm {} +", "echo $(date) > out.txt; sed -i s/a/b/ README.md", "cd sub; env A=b timeout 5 make -j2")) {
            commands.add(new Action.Run(NODE, List.of("sh", "-c", line), "agent's tool"));
        }
        all.put("command", commands);
        all.put("connection", List.of(new Action.Connect(NODE, "registry.npmjs.org", 443), new Action.Connect(NODE, "api.example.com", 8443)));
        var store = new MemoryStore();
        String before = "public final class A {\n" + "    int field = 1; // a line of the usual length, give or take some words\n".repeat(200) + "}\n";
        Snapshot base = store.tree("src/main/java/A.java", before);
        Snapshot after = store.tree("src/main/java/A.java", before.replaceFirst("1;", "2;"));
        all.put("changed file of 200 lines", List.of(new Action.Change(NODE, Changeset.between(base, after, store), store)));
        return all;
    }

    private static String times(Policy policy, List<Action> actions) {
        var nanos = new long[CALLS];
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < CALLS; i++) {
                Action action = actions.get(i % actions.size());
                long begun = System.nanoTime();
                if (policy.rule(action).isEmpty()) {
                    throw new IllegalStateException();
                }
                nanos[i] = System.nanoTime() - begun;
            }
        }
        Arrays.sort(nanos);
        return "%.1f, %.1f, %.0f".formatted(nanos[CALLS / 2] / 1e3, nanos[CALLS * 99 / 100] / 1e3, nanos[CALLS - 1] / 1e3);
    }
}
