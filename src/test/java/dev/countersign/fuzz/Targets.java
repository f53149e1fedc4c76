package dev.countersign.fuzz;

import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.mcp.McpFile;
import dev.countersign.changeset.MemoryStore;
import dev.countersign.changeset.UnifiedPatch;
import dev.countersign.fault.ProblemException;
import dev.countersign.ledger.entry.EntryCodec;
import dev.countersign.ledger.entry.MalformedLeafException;
import dev.countersign.ledger.store.Room;
import dev.countersign.model.ModelsFile;
import dev.countersign.network.HostName;
import dev.countersign.network.HostPort;
import dev.countersign.network.HostRule;
import dev.countersign.plan.Argv;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Glob;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.PlanFile;
import dev.countersign.policy.Action;
import dev.countersign.policy.Policy;
import dev.countersign.policy.builtin.BuiltInPolicy;
import dev.countersign.policy.starlark.StarlarkPolicy;
import dev.countersign.script.ScriptFolder;
import dev.countersign.secret.Redactor;
import dev.countersign.secret.TokenShapes;
import dev.countersign.starlark.Program;
import dev.countersign.starlark.trace.StarlarkException;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Limits;
import dev.countersign.verify.project.Scales;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What reads input that others wrote. Each target takes any bytes; whatever leaves it is a defect: only the exceptions that are
/// declared for wrong input are caught. In the form that Jazzer looks for.
public final class Targets {
    private static final Node NODE = new Node(new NodeId("all"), "anything", NodeClass.IMPLEMENTATION, List.of(), Optional.empty(), Contract.OPEN);

    private Targets() {}

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /// Parser and evaluator of Starlark, within limits that are an order below those of rules.
    public static final class Starlark {
        private static final Limits LIMITS = new Limits(200_000, 4L << 20, 60, Duration.ofSeconds(5));

        private Starlark() {}

        public static void fuzzerTestOneInput(byte[] data) {
            try {
                Program.parse("input.star", text(data), Set.of()).execute(new Evaluation(LIMITS, _ -> { }), Map.of(), Program.Loader.NONE);
            } catch (StarlarkException e) {
                check(e.position().line() > 0 && e.position().column() > 0, "a fault without a place: " + e);
                check(!e.traceback().isBlank(), "a fault without words");
            }
        }
    }

    /// The files of settings. The first byte chooses which.
    public static final class Config {
        private static final Path FILE = file();

        private Config() {}

        private static Path file() {
            try {
                Path folder = Files.createTempDirectory("fuzz");
                folder.toFile().deleteOnExit();
                return folder.resolve("input.toml");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public static void fuzzerTestOneInput(byte[] data) {
            if (data.length == 0) {
                return;
            }
            byte[] content = Arrays.copyOfRange(data, 1, data.length);
            try {
                Files.write(FILE, content);
                switch (data[0] % 6) {
                    case 0 -> ModelsFile.parse(text(content), "models.toml");
                    case 1, -1 -> McpFile.load(FILE);
                    case 2, -2 -> Scales.kept(FILE);
                    case 3, -3 -> Room.budget(FILE);
                    case 4, -4 -> PlanFile.read(FILE, "a task");
                    default -> AgentRegistry.load(Optional.of(FILE), FILE);
                }
            } catch (ProblemException e) {
                check(!e.problem().sentence().isBlank() && !e.problem().next().isBlank(), "a problem without words: " + e.problem());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                FILE.toFile().delete();
            }
        }
    }

    /// Patches, applied to a small tree.
    public static final class Patch {
        private static final String TEXT = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n";

        private Patch() {}

        public static void fuzzerTestOneInput(byte[] data) {
            try (var store = new MemoryStore()) {
                Snapshot base = store.tree("a.txt", TEXT, "src/b.txt", TEXT);
                Set<String> named = Set.copyOf(UnifiedPatch.paths(data).stream().map(WorkspacePath::value).toList());
                switch (UnifiedPatch.apply(data, base, store)) {
                    case UnifiedPatch.Applied.Done done -> base.editsTo(done.result()).forEach(edit ->
                            check(named.contains(edit.path().value()), "changed without being named: " + edit.path()));
                    case UnifiedPatch.Applied.Refused refused -> check(!refused.rejects().isEmpty(), "refused without a reason");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Paths, patterns of paths, hosts, and command lines.
    public static final class Paths {
        private static final Path ROOT = Path.of("/space");

        private Paths() {}

        public static void fuzzerTestOneInput(byte[] data) {
            String text = text(data);
            Optional<String> fault = WorkspacePath.faultOf(text);
            if (fault.isEmpty()) {
                Path at = ROOT.resolve(WorkspacePath.of(text).value()).normalize();
                check(at.startsWith(ROOT) && !at.equals(ROOT), "leaves the workspace: " + text);
                check(WorkspacePath.relative(ROOT, ROOT.resolve(text)).equals(WorkspacePath.of(text)), "is read as another path: " + text);
            }
            int middle = text.indexOf('\n');
            String first = middle < 0 ? text : text.substring(0, middle);
            try {
                Glob.of(first).matches(middle < 0 ? "src/main/App.java" : text.substring(middle + 1));
            } catch (IllegalArgumentException e) {
                check(e.getMessage() != null, "a pattern is refused without a reason");
            }
            Argv.split(text).ifPresent(words -> check(Argv.split(Argv.join(words)).equals(Optional.of(words)), "is split in another way: " + text));
            HostName.of(text).ifPresent(host -> check(HostName.of(host.text()).equals(Optional.of(host)), "is another host: " + text));
            HostPort.of(text, 443);
            try {
                HostRule.parse(text);
            } catch (IllegalArgumentException e) {
                check(e.getMessage() != null, "a rule is refused without a reason");
            }
        }
    }

    /// The rules, asked about a shell line, a command and a host.
    public static final class Rules {
        private static final Policy POLICY = new StarlarkPolicy(new BuiltInPolicy(), Path.of("/nowhere/policies"));

        private Rules() {}

        public static void fuzzerTestOneInput(byte[] data) {
            String text = text(data);
            check(!POLICY.rule(new Action.Run(NODE, List.of("sh", "-c", text), "agent's tool")).isEmpty(), "no ruling");
            List<String> argv = Arrays.stream(text.split("\0")).toList();
            if (!argv.isEmpty()) {
                check(!POLICY.rule(new Action.Run(NODE, argv, "agent")).isEmpty(), "no ruling");
            }
            check(!POLICY.rule(new Action.Connect(NODE, text, 443)).isEmpty(), "no ruling");
        }
    }

    /// The head of a workspace's script, which is executed to be read.
    public static final class ScriptFile {
        private ScriptFile() {}

        public static void fuzzerTestOneInput(byte[] data) {
            try {
                check(ScriptFolder.of("input", data).declares().schema().startsWith("{"), "a script without a schema");
            } catch (ProblemException e) {
                check(e.problem().code().equals("SCRIPT-001"), "another problem: " + e.problem());
            }
        }
    }

    /// Redaction: whole or in pieces, it takes out the same, and no secret is left.
    public static final class Secrets {
        private static final List<String> VALUES = List.of("correct-horse-battery", "correct-horse", "p\u00e4ssword+/=&", "tok_0123456789abcdef");
        private static final Redactor REDACTOR = Redactor.of(VALUES.stream().map(value -> new Redactor.Known("S" + value.length(), value)).toList());

        private Secrets() {}

        public static void fuzzerTestOneInput(byte[] data) {
            int cut = data.length == 0 ? 0 : (data[0] & 0xff) % (data.length + 1);
            Redactor.Stream stream = REDACTOR.stream();
            var pieces = new ByteArrayOutputStream();
            pieces.writeBytes(stream.write(Arrays.copyOf(data, cut)));
            pieces.writeBytes(stream.write(Arrays.copyOfRange(data, cut, data.length)));
            pieces.writeBytes(stream.end());
            byte[] whole = REDACTOR.redact(data);
            check(Arrays.equals(pieces.toByteArray(), whole), "in pieces it is another text");
            String text = new String(whole, StandardCharsets.UTF_8);
            VALUES.forEach(value -> check(!text.contains(value), "left in: " + value));
            TokenShapes.redact(text);
            text.lines().limit(3).forEach(TokenShapes::first);
        }
    }

    /// Leaves of the ledger, as an export of somebody else's has them.
    public static final class Leaf {
        private Leaf() {}

        public static void fuzzerTestOneInput(byte[] data) {
            try {
                EntryCodec.decode(data, _ -> 1);
            } catch (MalformedLeafException e) {
                check(e.getMessage() != null, "a leaf is refused without a reason");
            }
        }
    }
}
