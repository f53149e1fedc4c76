package dev.countersign.policy.starlark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.policy.Action;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rulebook;
import dev.countersign.policy.Rulebook.Level;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.builtin.BuiltInPolicy;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarlarkPolicyTest {
    private static final Node NODE = new Node(new NodeId("n"), "Do it", NodeClass.IMPLEMENTATION, List.of(), Optional.of("fake"), Contract.OPEN);

    @TempDir
    private Path folder;
    private final Set<Sha256> trusted = new HashSet<>();
    private PackStore store;
    private Policy policy;

    @BeforeEach
    void open() throws IOException {
        store = PackStore.open(folder.resolve("objects.pack"));
        policy = new StarlarkPolicy(new BuiltInPolicy(), folder.resolve("user")).within(new Policy.Project(folder.resolve("live"), trusted::contains));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void user(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve("user"));
        Files.writeString(folder.resolve("user").resolve(name), text);
    }

    private void project(String name, String text) throws IOException {
        Path own = Files.createDirectories(folder.resolve("live/.countersign/policies"));
        Files.writeString(own.resolve(name), text);
    }

    private Rulebook.Layer layer(Level level) {
        return policy.rulebook().orElseThrow().layers().stream().filter(one -> one.level() == level).findFirst().orElseThrow();
    }

    private List<Ruling> command(String... argv) {
        return policy.rule(new Action.Run(NODE, List.of(argv), "agent"));
    }

    private Changeset adds(String path, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        store.put(bytes);
        return new Changeset(Sha256.of(new byte[0]), Sha256.of(new byte[1]), List.of(new FileChange.Added(WorkspacePath.of(path), FileState.file(bytes, false))));
    }

    private List<Ruling> write(String path, String text) throws IOException {
        return policy.rule(new Action.Change(NODE, adds(path, text), store));
    }

    private static List<String> words(List<Ruling> rulings) {
        return rulings.stream().map(ruling -> switch (ruling) {
            case Ruling.Allow r -> "allow " + r.rule();
            case Ruling.Ask r -> "ask " + r.rule() + " " + r.path().map(Object::toString).orElse("") + ":" + r.line() + " " + r.source().map(Object::toString).orElse("");
            case Ruling.Deny r -> "deny " + r.rule() + " " + r.path().map(Object::toString).orElse("") + ":" + r.line() + " " + r.source().map(Object::toString).orElse("");
        }).toList();
    }

    private static String reason(List<Ruling> rulings) {
        return rulings.getFirst() instanceof Ruling.Deny deny ? deny.reason() : "";
    }

    @Test
    void aRulingNamesItsRuleAndWhereItStands() throws IOException {
        user("naming.star", """
                def check_file_write(path, content):
                    if path.endswith(".tmp"):
                        return deny("No temporary files.", rule = "tmp", line = 2)
                    return allow()

                def check_command(cmd):
                    return ask("Really?") if "deploy" in cmd else allow()
                """);
        assertThat(words(write("a.tmp", "x\ny\n"))).containsExactly("deny tmp a.tmp:2 user/naming.star:3");
        assertThat(words(write("a.txt", "x\n"))).containsExactly("allow rules");
        assertThat(words(command("make", "deploy"))).containsExactly("ask naming :0 user/naming.star:7");
    }

    @Test
    void thePublishedDialectIsRead() throws IOException {
        user("dialect.star", """
                MAX = 1_000
                def evaluate_command(command):
                    if command.startswith("make "):
                        return {"decision": "deny", "reason": "no make"}
                    return {"decision": "allow" if len(command) < MAX else "perhaps", "reason": ""}
                """);
        assertThat(words(command("make", "x"))).containsExactly("deny dialect :0 user/dialect.star:2");
        assertThat(words(command("ls"))).containsExactly("allow rules");
        assertThat(reason(command("ls", "x".repeat(1_000)))).contains("none of \"allow\", \"deny\", \"ask\"");
    }

    @Test
    void aRuleSeesTheLineOrTheWords() throws IOException {
        user("a.star", """
                def check_command(argv):
                    if argv == ["say", "it's so"]:
                        return deny("words")
                    return allow()
                """);
        user("b.star", """
                def check_command(cmd, purpose, node):
                    return deny(cmd + " " + purpose + " " + node.id)
                """);
        List<Ruling> rulings = command("say", "it's so");
        assertThat(rulings).extracting(r -> ((Ruling.Deny) r).reason()).containsExactly("words", "say 'it'\\''s so' agent n");
    }

    @Test
    void whatCannotBeLoadedDeniesEverythingAndSaysWhere() throws IOException {
        user("broken.star", "def check_command(cmd):\n    return allow(\n");
        assertThat(words(command("ls"))).containsExactly("deny policy :0 user/broken.star:3");
        assertThat(words(write("a.txt", "x"))).hasSize(1).allMatch(ruling -> ruling.startsWith("deny policy"));
        user("broken.star", "def check_command(cmd):\n    return allow()\n");
        assertThat(words(command("ls"))).containsExactly("allow rules");
        user("broken.star", "x = 1 // 0\n");
        assertThat(reason(command("ls"))).contains("user/broken.star:1:7").contains("division by zero");
        user("broken.star", "check_command = 1\n");
        assertThat(reason(command("ls"))).contains("check_command is a int, not a function");
        user("broken.star", "def check_command(cmd, mood):\n    return allow()\n");
        assertThat(reason(command("ls"))).contains("there is nothing for parameter mood");
    }

    @Test
    void whatFailsWhileRulingDeniesWithItsStack() throws IOException {
        user("bad.star", """
                def inner(x):
                    return x[5]
                def check_command(cmd):
                    return inner(cmd[:1])
                """);
        assertThat(words(command("ls"))).containsExactly("deny bad :0 user/bad.star:2");
        assertThat(reason(command("ls"))).contains("user/bad.star:2:").contains("called at user/bad.star:4:");
        for (String body : List.of("pass", "return True", "return [None]", "return {}", "return deny(\"\")", "return deny(1)")) {
            user("bad.star", "def check_command(cmd):\n    " + body + "\n");
            assertThat(command("ls")).as(body).singleElement().isInstanceOf(Ruling.Deny.class);
        }
        user("bad.star", "def check_command(cmd):\n    for i in range(1_000_000_000):\n        pass\n");
        assertThat(reason(command("ls"))).contains("steps");
        user("bad.star", "def check_command(cmd):\n    return [\"x\" * 10_000_000 for i in range(100)]\n");
        assertThat(reason(command("ls"))).contains("bytes");
    }

    @Test
    void filesAreLoadedFromBesideAlone() throws IOException {
        user("names.star", "BAD = [\"ls\"]\n");
        user("rules.star", "load(\"names.star\", \"BAD\")\ndef check_command(argv):\n    return deny(\"bad\") if argv[0] in BAD else allow()\n");
        assertThat(words(command("ls"))).containsExactly("deny rules :0 user/rules.star:3");
        user("rules.star", "load(\"../names.star\", \"BAD\")\n");
        assertThat(reason(command("ls"))).contains("there is no file \"../names.star\" beside this one");
        user("rules.star", "load(\"names.star\", \"BAD\")\n");
        user("names.star", "load(\"rules.star\", BAD = \"check_command\")\n");
        assertThat(command("ls")).extracting(r -> ((Ruling.Deny) r).reason()).hasSize(2).anyMatch(why -> why.startsWith("The rules in user/rules.star:1:1:")
                && why.contains("\"names.star\" loads itself"));
    }

    @Test
    void oneRuleCannotHideAChangeFromTheNext() throws IOException {
        user("a.star", "def check_changeset(changes):\n    changes.clear()\n    return allow()\n");
        user("b.star", "def check_changeset(changes):\n    return deny(\"%d\" % len(changes))\n");
        assertThat(reason(write("a.txt", "x"))).isEqualTo("1");
    }

    @Test
    void theUserMayWaiveABuiltInRuleForOneFileByName() throws IOException {
        assertThat(words(write("keys/server.pem", "x"))).singleElement().asString().startsWith("ask secret-files keys/server.pem:0 built-in/files.star:");
        user("own.star", "def check_file_write(path, content):\n    return allow(\"test keys\", over = [\"secret-files\"]) if path.startswith(\"keys/\") else allow()\n");
        assertThat(words(write("keys/server.pem", "x"))).containsExactly("allow own (waives secret-files)");
        assertThat(words(write("other/server.pem", "x"))).singleElement().asString().startsWith("ask secret-files");
    }

    @Test
    void whatIsNoFileCannotBeWaived() throws IOException {
        user("own.star", "def check_file_write(path, content):\n    return allow(over = [\"sensitive-paths\", \"policy\"])\n");
        assertThat(words(write(".github/workflows/x.yml", "x"))).containsExactly("allow own (waives sensitive-paths)");
        assertThat(words(write(".countersign/policies/x.star", "x"))).containsExactly("deny sensitive-paths .countersign/policies/x.star:0 ");
    }

    @Test
    void aProjectOnlyMakesThingsStricterUntilItIsTrusted() throws IOException {
        project("own.star", """
                def check_file_write(path, content):
                    return allow(over = ["secret-files"])
                def check_command(cmd):
                    return deny("not here", rule = "own") if cmd == "make" else allow()
                """);
        assertThat(words(write("server.pem", "x"))).singleElement().asString().startsWith("ask secret-files");
        assertThat(words(command("make"))).containsExactly("deny own :0 .countersign/policies/own.star:4");
        assertThat(layer(Level.PROJECT).trusted()).isFalse();
        trusted.add(layer(Level.PROJECT).digest());
        assertThat(words(write("server.pem", "x"))).containsExactly("allow own (waives secret-files)");
        project("own.star", "def check_file_write(path, content):\n    return allow(over = [\"secret-files\", \"binaries\"])\n");
        assertThat(words(write("server.pem", "x"))).as("another digest").singleElement().asString().startsWith("ask secret-files");
    }

    @Test
    void aProjectCannotWaiveWhatTheUserSays() throws IOException {
        user("mine.star", "def check_command(cmd):\n    return deny(\"mine\", rule = \"mine\")\n");
        project("own.star", "def check_command(cmd):\n    return allow(over = [\"mine\"])\n");
        trusted.add(layer(Level.PROJECT).digest());
        assertThat(words(command("ls"))).as("a project stands above the user by layer, but not by right").containsExactly("deny mine :0 user/mine.star:2");
    }

    @Test
    void linksInPlaceOfRulesAreNotFollowed() throws IOException {
        user("real.star", "def check_command(cmd):\n    return allow()\n");
        Files.createSymbolicLink(folder.resolve("user/link.star"), folder.resolve("user/real.star"));
        assertThat(reason(command("ls"))).contains("link.star is no plain file");
    }

    @Test
    void whatIsTriedOutIsNotInForce() throws IOException {
        user("a.star", "def check_command(cmd):\n    return allow()\n");
        Policy tried = policy.rulebook().orElseThrow().with(Level.USER, "a.star", "def check_command(cmd):\n    return deny(\"tried\")\n");
        assertThat(tried.rule(new Action.Run(NODE, List.of("ls"), "agent"))).singleElement().isInstanceOf(Ruling.Deny.class);
        assertThat(words(command("ls"))).containsExactly("allow rules");
        assertThat(tried.rulebook().orElseThrow().layers().get(1).files()).extracting(Rulebook.RuleFile::name).containsExactly("a.star");
    }

    @Test
    void testsOfRulesTellWhatFailedWhere() throws IOException {
        user("a.star", "def check_command(cmd):\n    return deny(\"no\", rule = \"r\")\n");
        user("a_test.star", """
                load("a.star", "check_command")
                def test_good():
                    assert_denied(check_command("x"), rule = "r", contains = "no")
                def test_bad():
                    print("about to fail")
                    assert_allowed(check_command("x"))
                def test_fails():
                    assert_fails(lambda: fail("boom"), "boom")
                """);
        var results = policy.rulebook().orElseThrow().test(Progress.NONE).stream().filter(one -> one.file().startsWith("user/")).toList();
        assertThat(results).extracting(Rulebook.Tested::test).containsExactly("test_good", "test_bad", "test_fails");
        assertThat(results).extracting(one -> one.failure().isPresent()).containsExactly(false, true, false);
        assertThat(results.get(1).failure().orElseThrow()).contains("user/a_test.star:6").contains("it is deny, not allow: [r no]");
        assertThat(results.get(1).output()).containsExactly("about to fail");
        assertThat(results.get(1).line()).isEqualTo(4);
    }

    @Test
    void aBrokenTestDeniesNothing() throws IOException {
        user("a_test.star", "def test_x(:\n");
        assertThat(words(command("ls"))).containsExactly("allow rules");
        assertThat(policy.rulebook().orElseThrow().test(Progress.NONE)).filteredOn(one -> one.failure().isPresent()).extracting(Rulebook.Tested::file)
                .containsExactly("user/a_test.star");
    }

    @Test
    void plansAndConnectionsAreRuled() {
        var plan = new Plan("x", List.of(new Node(new NodeId("a"), "g", NodeClass.IMPLEMENTATION, List.of(), Optional.empty(),
                new Contract(List.of(".git/**"), List.of(), List.of()))));
        assertThat(words(policy.rule(new Action.Begin(plan)))).singleElement().asString().startsWith("deny plan-owns :0 built-in/plans.star:");
        assertThat(words(policy.rule(new Action.Begin(Plan.single("x"))))).containsExactly("allow rules");
        assertThat(words(policy.rule(new Action.Connect(NODE, "169.254.169.254", 80)))).singleElement().asString().startsWith("deny metadata :0 built-in/network.star:");
    }
}
