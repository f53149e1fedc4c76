package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.agent.Agents;
import dev.countersign.agent.ModelDesk;
import dev.countersign.agent.ScriptTools;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.network.proxy.ProxyLimits;
import dev.countersign.network.proxy.UnixGateway;
import dev.countersign.network.proxy.Way;
import dev.countersign.run.fake.FakePolicy;
import dev.countersign.run.fake.FakeSandbox;
import dev.countersign.run.fake.FakeVerifier;
import dev.countersign.script.Script;
import dev.countersign.script.ScriptResult;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Secrets;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ScriptsTest {
    private static final String ONE = "script(description = 'Says a word.')\ndef run():\n    return 'one'\n";
    private static final String TWO = ONE.replace("'one'", "'two'");

    @TempDir
    private Path folder;
    private Path sockets;
    private Path file;
    private final Redaction redaction = new Redaction();
    private Session session;

    @BeforeEach
    void open() throws IOException {
        sockets = Files.createTempDirectory(Path.of("/tmp"), "sr");
        Path live = Files.createDirectories(folder.resolve("live"));
        file = Files.createDirectories(live.resolve(Script.FOLDER)).resolve("word.star");
        Files.writeString(file, ONE);
        session = session();
    }

    private Session session() throws IOException {
        InstantSource clock = InstantSource.system();
        Agents none = List::of;
        return new Workbench(folder.resolve("data"), none, new FakePolicy(), new FakeSandbox(FakeSandbox.KERNEL), new FakeVerifier(clock),
                new DuckLedgerOpener(folder.resolve("data"), clock, new Random(7)), clock, new Random(42), RunLink.NONE, () -> Long.MAX_VALUE, redaction,
                Secrets.NONE, ModelDesk.NONE, McpServers.NONE, new UnixGateway(sockets, Way.SYSTEM, ProxyLimits.USUAL, clock, new Random(3)))
                .open(folder.resolve("live"), Progress.NONE);
    }

    @AfterEach
    void close() throws IOException {
        session.close();
        Files.deleteIfExists(sockets);
    }

    private Scripts.Listed listed() throws IOException {
        return session.scripts().find("word");
    }

    private Sha256 shown() throws IOException {
        return listed().script().orElseThrow().hash();
    }

    private String answer() throws IOException {
        return switch (session.scripts().run("word", "", _ -> { }, Progress.NONE)) {
            case ScriptResult.Answered answered -> answered.text();
            case ScriptResult.Failed failed -> failed.sentence();
        };
    }

    private static void refused(String code, String says, ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(code);
            assertThat(e.problem().sentence()).contains(says);
        });
    }

    @Test
    void nothingRunsThatNobodyApproved() throws IOException {
        assertThat(listed().standing()).isEqualTo(Scripts.Standing.PENDING);
        refused("SCRIPT-004", "nobody has approved it", this::answer);
        refused("SCRIPT-002", "no script \"other\"", () -> session.scripts().find("other"));
        assertThat(session.scripts().tools(Bench.node("a", "b")).tools()).isEmpty();
    }

    @Test
    void anApprovalIsAnEntryWithTheBytes() throws IOException {
        Entry entry = session.scripts().approve("word", shown(), "ann");

        assertThat(entry.what().kind()).isEqualTo(EntryKind.TRUST);
        assertThat(entry.what().summary()).isEqualTo("Approved the script word " + Sha256.of(ONE.getBytes(StandardCharsets.UTF_8)).brief());
        assertThat(entry.what().approval().orElseThrow().who()).isEqualTo("ann");
        assertThat(entry.what().evidence()).anySatisfy(evidence -> {
            assertThat(evidence.kind()).isEqualTo("script");
            assertThat(new String(session.ledger().vault().read(evidence.content()), StandardCharsets.UTF_8)).isEqualTo(ONE);
        });
        assertThat(answer()).isEqualTo("one");
        session.close();
        session = session();
        assertThat(answer()).isEqualTo("one");
    }

    @Test
    void whatWasChangedAfterItWasShownIsNotApproved() throws IOException {
        Sha256 shown = shown();
        Files.writeString(file, TWO);

        refused("SCRIPT-003", "is not the one that was shown", () -> session.scripts().approve("word", shown, "ann"));
        assertThat(listed().standing()).isEqualTo(Scripts.Standing.PENDING);
    }

    @Test
    void anyChangeIsPendingAndWhatRunsAreTheApprovedBytes() throws IOException {
        session.scripts().approve("word", shown(), "ann");
        Files.writeString(file, TWO);

        assertThat(listed().standing()).isEqualTo(Scripts.Standing.CHANGED);
        refused("SCRIPT-004", "not the version that was approved", this::answer);
        assertThat(session.scripts().tools(Bench.node("a", "b")).tools()).isEmpty();
        assertThat(session.scripts().approved("word").orElseThrow().text()).isEqualTo(ONE);
        assertThat(session.scripts().difference("word").changeset().changes()).hasSize(1);

        Files.writeString(file, ONE);
        assertThat(answer()).isEqualTo("one");
        Files.delete(file);
        assertThat(listed().standing()).isEqualTo(Scripts.Standing.GONE);
        refused("SCRIPT-004", "its file is gone", this::answer);
    }

    @Test
    void bytesThatAreSwappedWhileItRunsDoNotCount() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Files.writeString(file, TWO);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        String at = "127.0.0.1:" + server.getAddress().getPort();
        Files.writeString(file, "script(description = 'Asks first.', hosts = ['" + at + "'])\ndef run():\n    http.get('http://" + at + "/')\n    return 'asked'\n");
        session.scripts().approve("word", shown(), "ann");

        assertThat(answer()).isEqualTo("asked");
        assertThat(listed().standing()).isEqualTo(Scripts.Standing.CHANGED);
        server.stop(0);
    }

    @Test
    void aWithdrawalEndsWhatRunsAndIsAnEntry() throws Exception {
        var arrived = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            arrived.countDown();
            try (exchange) {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        String at = "127.0.0.1:" + server.getAddress().getPort();
        Files.writeString(file, "script(description = 'Waits.', hosts = ['" + at + "'])\ndef run():\n    return http.get('http://" + at + "/').body\n");
        session.scripts().approve("word", shown(), "ann");
        var said = new AtomicReference<ScriptTools.Result>();
        ScriptTools tools = session.scripts().tools(Bench.node("a", "b"));
        Thread agent = Thread.ofVirtual().start(() -> said.set(tools.call("word", "{}", _ -> { }, Progress.NONE)));
        arrived.await();

        Entry entry = session.scripts().revoke("word", "bob");

        agent.join();
        assertThat(said.get()).isEqualTo(new ScriptTools.Result("It was ended: its approval was withdrawn.", true));
        assertThat(entry.what().summary()).startsWith("Withdrew the approval of the script word ");
        assertThat(listed().standing()).isEqualTo(Scripts.Standing.REVOKED);
        refused("SCRIPT-004", "its approval was withdrawn", this::answer);
        refused("SCRIPT-002", "no script", () -> session.scripts().revoke("word", "bob"));
        assertThat(tools.tools()).isEmpty();
        never.countDown();
        server.stop(0);
    }

    @Test
    void aScriptWithASecretInItIsNotApproved() throws IOException {
        redaction.learn("KEY", "sk-0123456789abcdef");
        Files.writeString(file, ONE.replace("'one'", "'sk-0123456789abcdef'"));

        refused("SCRIPT-005", "has a known secret in its text", () -> session.scripts().approve("word", shown(), "ann"));
    }

    @Test
    void agentsAreOfferedWhatIsApproved() throws IOException {
        session.scripts().approve("word", shown(), "ann");
        ScriptTools tools = session.scripts().tools(Bench.node("a", "b"));

        assertThat(tools.tools()).containsExactly(new ScriptTools.Tool("word", "Says a word.",
                "{\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false}"));
        assertThat(tools.call("word", "{}", _ -> { }, Progress.NONE)).isEqualTo(new ScriptTools.Result("one", false));
        assertThat(tools.call("word", "{\"x\": 1}", _ -> { }, Progress.NONE).failed()).isTrue();
        assertThat(tools.call("other", "{}", _ -> { }, Progress.NONE).failed()).isTrue();
    }

    @Test
    void linksAndStrangeNamesAreNoScripts() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere.star"), ONE);
        Files.createSymbolicLink(file.resolveSibling("linked.star"), elsewhere);
        Files.writeString(file.resolveSibling("Upper.star"), ONE);
        var faults = new ArrayList<String>();
        for (Scripts.Listed one : session.scripts().list()) {
            one.fault().ifPresent(fault -> faults.add(one.name() + " " + fault.code()));
        }
        assertThat(faults).containsExactly("Upper SCRIPT-001", "linked SCRIPT-001");

        Files.delete(file.resolveSibling("linked.star"));
        Files.delete(file.resolveSibling("Upper.star"));
        Files.delete(file);
        Files.delete(file.getParent());
        Files.createSymbolicLink(file.getParent(), folder);
        refused("SCRIPT-001", "it is no plain folder", () -> session.scripts().list());
    }
}
