package dev.countersign.policy.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.policy.Action;
import dev.countersign.policy.Policy.RuleInfo;
import dev.countersign.policy.Ruling;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInPolicyTest {
    private static final Sha256 TREE = Sha256.of(new byte[0]);

    @TempDir Path folder;
    private PackStore store;

    @BeforeEach
    void open() throws IOException {
        store = PackStore.open(folder.resolve("objects.pack"));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void anOrdinaryChangeIsAllowed() throws IOException {
        assertThat(rule(modified("src/A.java", "a\n", "b\n"))).containsExactly(new Ruling.Allow("built-in"));
    }

    @Test
    void aFileOfAnotherNodeIsDenied() throws IOException {
        var node = node("src/**");
        assertThat(rule(node, modified("docs/a.md", "a", "b"))).containsExactly(new Ruling.Deny("ownership",
                "docs/a.md does not belong to node \"n\", which owns src/**.", Optional.of(WorkspacePath.of("docs/a.md")), 0));
    }

    @Test
    void bothEndsOfARenameMustBeOwned() throws IOException {
        FileState state = text("x", 0644);
        var rename = new FileChange.Renamed(WorkspacePath.of("docs/a"), WorkspacePath.of("src/a"), state, state);
        assertThat(rule(node("src/**"), rename)).hasSize(1).first().isInstanceOf(Ruling.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key = AKIAABCDEFGHIJKLMNOP", "-----BEGIN OPENSSH PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----",
        "t=ghp_abcdefghijklmnopqrstuvwxyzABCDEFGHIJ", "glpat-abcdefghij0123456789", "xoxb-1234567890-abc",
        "AIzaabcdefghijklmnopqrstuvwxyz012345678", "sk-ant-api03-abcdefghijklmnop", "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"})
    void aNewSecretIsDeniedWithItsLineAndNeverRepeated(String secret) throws IOException {
        List<Ruling> rulings = rule(modified("app.properties", "a=1\n", "a=1\n" + secret + "\n"));
        assertThat(rulings).hasSize(1);
        assertThat(rulings.getFirst()).isInstanceOfSatisfying(Ruling.Deny.class, deny -> {
            assertThat(deny.rule()).isEqualTo("secrets");
            assertThat(deny.line()).isEqualTo(2);
            assertThat(deny.reason()).startsWith("app.properties, line 2 holds what looks like ").doesNotContain(secret);
        });
    }

    @Test
    void aSecretThatWasThereBeforeIsNotTheNodesDoing() throws IOException {
        String old = "key = AKIAABCDEFGHIJKLMNOP\n";
        assertThat(rule(modified("a", old, old + "more\n"))).containsExactly(new Ruling.Allow("built-in"));
    }

    @Test
    void aLinkThatLeavesIsDeniedAndOneInsideIsAskedAbout() throws IOException {
        assertThat(rule(link("a/l", "/etc/passwd")).getFirst()).isInstanceOf(Ruling.Deny.class);
        assertThat(rule(link("a/l", "../../x")).getFirst()).isInstanceOf(Ruling.Deny.class);
        assertThat(rule(link("l", "a/../../root/x")).getFirst()).isInstanceOf(Ruling.Deny.class);
        assertThat(rule(link("a/l", "../b")).getFirst()).isInstanceOf(Ruling.Ask.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {".github/workflows/ci.yml", ".envrc", "sub/.VSCODE/tasks.json", ".gitattributes"})
    void filesThatRunThingsAreAskedAbout(String path) throws IOException {
        assertThat(rule(modified(path, "a", "b")).getFirst()).isInstanceOf(Ruling.Ask.class);
    }

    @Test
    void countersignsOwnFolderIsRefused() throws IOException {
        assertThat(rule(modified(".Countersign/agents.toml", "a", "b")).getFirst()).isInstanceOf(Ruling.Deny.class);
    }

    @Test
    void aNewExecutableIsAskedAbout() throws IOException {
        var change = new FileChange.ModeChanged(WorkspacePath.of("run.sh"), text("x", 0644), text("x", 0755));
        assertThat(rule(change)).containsExactly(new Ruling.Ask("sensitive-paths", "run.sh becomes executable.",
                Optional.of(WorkspacePath.of("run.sh")), 0));
    }

    @Test
    void growingOverFiveMebibytesIsAskedAbout() throws IOException {
        assertThat(rule(modified("big.bin", "a", "\0".repeat(6 << 20)))).containsExactly(
                new Ruling.Ask("size", "big.bin has 6.0 MiB now.", Optional.of(WorkspacePath.of("big.bin")), 0));
    }

    @Test
    void privilegeRaisersAreDenied() {
        var policy = new BuiltInPolicy();
        assertThat(policy.rule(new Action.Run(node("**"), List.of("/usr/bin/sudo", "ls"), "agent")).getFirst())
                .isInstanceOf(Ruling.Deny.class);
        assertThat(policy.rule(new Action.Run(node("**"), List.of("sudoku"), "check")))
                .containsExactly(new Ruling.Allow("built-in"));
    }

    @Test
    void denialsComeFirst() throws IOException {
        List<Ruling> rulings = rule(modified(".envrc", "", "k=AKIAABCDEFGHIJKLMNOP\n"));
        assertThat(rulings).extracting(r -> r.getClass().getSimpleName()).containsExactly("Deny", "Ask");
    }

    @Test
    void aRuleThatFailsDenies() {
        Rule broken = new Rule() {
            @Override
            public RuleInfo info() {
                return new RuleInfo("broken", "");
            }

            @Override
            public List<Ruling> objections(Action action) throws IOException {
                throw new IOException("disk gone");
            }
        };
        assertThat(new BuiltInPolicy(List.of(broken)).rule(new Action.Run(node("**"), List.of("x"), "check")))
                .containsExactly(new Ruling.Deny("broken", "The rule could not be applied, so it denies: disk gone",
                        Optional.empty(), 0));
    }

    private List<Ruling> rule(FileChange change) {
        return rule(node("**"), change);
    }

    private List<Ruling> rule(Node node, FileChange change) {
        Contents contents = store;
        return new BuiltInPolicy().rule(new Action.Change(node, new Changeset(TREE, TREE, List.of(change)), contents));
    }

    private static Node node(String owns) {
        return new Node(new NodeId("n"), "goal", NodeClass.IMPLEMENTATION, List.of(), Optional.empty(),
                new Contract(List.of(owns), List.of(), List.of()));
    }

    private FileChange modified(String path, String before, String after) throws IOException {
        return new FileChange.Modified(WorkspacePath.of(path), text(before, 0644), text(after, 0644));
    }

    private FileChange link(String path, String target) throws IOException {
        Sha256 content = store.put(target.getBytes(StandardCharsets.UTF_8));
        return new FileChange.Added(WorkspacePath.of(path), new FileState(FileState.Kind.LINK, 0777, content, target.length()));
    }

    private FileState text(String text, int permissions) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new FileState(FileState.Kind.FILE, permissions, store.put(bytes), bytes.length);
    }
}
