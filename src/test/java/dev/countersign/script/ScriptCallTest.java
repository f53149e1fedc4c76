package dev.countersign.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.countersign.fault.UserException;
import dev.countersign.network.Connection;
import dev.countersign.network.Objections;
import dev.countersign.network.proxy.ProxyLimits;
import dev.countersign.network.proxy.UnixGateway;
import dev.countersign.network.proxy.Way;
import dev.countersign.secret.Redaction;
import dev.countersign.starlark.value.Limits;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScriptCallTest {
    private static final String SECRET = "tok-5f1c9a77e0b34d219";
    private static final InstantSource CLOCK = () -> Instant.parse("2026-11-22T08:00:00Z");
    private static final String NAMES = "ISSUE_TOKEN";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<Connection> heard = Collections.synchronizedList(new ArrayList<>());
    private final Redaction redaction = new Redaction();
    private Path folder;
    private HttpServer server;
    private HttpServer other;

    @BeforeEach
    void start() throws IOException {
        // A socket's path must be short.
        folder = Files.createTempDirectory(Path.of("/tmp"), "sc");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.start();
        answering(server, "/", exchange -> say(exchange, 200, "hello"));
        answering(other, "/", exchange -> say(exchange, 200, "other"));
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(0);
        other.stop(0);
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    private void answering(HttpServer where, String path, HttpHandler handler) {
        where.createContext(path, exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + exchange.getRequestHeaders().getOrDefault("X-token", List.of())
                    + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private String here() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private String there() {
        return "127.0.0.1:" + other.getAddress().getPort();
    }

    private Script script(String hosts, String body) {
        return of("script(description = 'A test.', parameters = {'word': 'string?', 'count': 'integer?'}, secrets = ['" + NAMES + "'], hosts = [" + hosts + "])\n"
                + "def run(word = '', count = 0):\n" + body.indent(4));
    }

    private static Script of(String text) {
        return ScriptFolder.of("probe", text.getBytes(StandardCharsets.UTF_8));
    }

    private Surroundings around(Way way, SSLSocketFactory tls) {
        return new Surroundings(name -> Optional.of(SECRET).filter(_ -> name.equals(NAMES)),
                new UnixGateway(folder, way, ProxyLimits.USUAL, CLOCK, new Random(3)), CLOCK, redaction, tls);
    }

    private ScriptCall call(Script script, ScriptLimits limits) {
        return new ScriptCall(script, limits, around(Way.SYSTEM, (SSLSocketFactory) SSLSocketFactory.getDefault()), Optional::empty);
    }

    private ScriptResult run(Script script, String arguments) {
        return call(script, ScriptLimits.USUAL).run(arguments, Objections.NONE, heard::add, Progress.NONE);
    }

    private String answer(Script script) {
        return run(script, "{}") instanceof ScriptResult.Answered answered ? answered.text() : "failed: " + failure(script);
    }

    private String failure(Script script) {
        return run(script, "{}") instanceof ScriptResult.Failed failed ? failed.sentence() : "answered";
    }

    private static ScriptLimits limits(Duration time, int requests, long sent, long received, int result) {
        return new ScriptLimits(new Limits(20_000_000, 64L << 20, 60, time), requests, sent, received, result);
    }

    private String failure(Script script, ScriptLimits limits) {
        return call(script, limits).run("{}", Objections.NONE, heard::add, Progress.NONE) instanceof ScriptResult.Failed failed ? failed.sentence() : "answered";
    }

    @Test
    void aDeclaredHostIsAskedWithASecretAndTheAnswerGivenBack() {
        answering(server, "/issues/7", exchange -> say(exchange, 200, "{\"title\": \"It breaks\", \"open\": true}"));

        ScriptResult result = run(script("'" + here() + "'", """
                r = http.get("http://%s/issues/%%d?full=1" %% count, headers = {"X-Token": secrets.get("ISSUE_TOKEN")})
                issue = json.decode(r.body)
                return {"status": r.status, "title": issue["title"], "open": issue["open"], "word": word}
                """.formatted(here())), "{\"count\": 7, \"word\": \"w\"}");

        assertThat(result).isEqualTo(new ScriptResult.Answered("{\"status\":200,\"title\":\"It breaks\",\"open\":true,\"word\":\"w\"}", List.of()));
        assertThat(asked).containsExactly("GET /issues/7?full=1 [" + SECRET + "] ");
        assertThat(heard).singleElement().satisfies(one -> assertThat(one.allowed()).isTrue());
    }

    @Test
    void bodiesAreSent() {
        assertThat(answer(script("'" + here() + "'", "return http.request('PUT', 'http://%s/x', body = 'caf\u00e9').body".formatted(here())))).isEqualTo("hello");
        assertThat(asked).containsExactly("PUT /x [] caf\u00e9");
    }

    @Test
    void anotherHostIsNotReached() {
        assertThat(failure(script("'" + here() + "'", "return http.get('http://%s/').body".formatted(there()))))
                .contains(there() + " is not among the hosts that this script declares");
        assertThat(asked).isEmpty();
    }

    @Test
    void aRedirectIsAnAnswerAndLeadsNowhere() {
        answering(server, "/away", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://" + there() + "/");
            say(exchange, 302, "");
        });

        assertThat(answer(script("'" + here() + "'", """
                r = http.get("http://%s/away")
                return "%%d %%s" %% (r.status, r.headers["location"])
                """.formatted(here())))).isEqualTo("302 http://" + there() + "/");
        assertThat(failure(script("'" + here() + "'", """
                return http.get(http.get("http://%s/away").headers["location"]).body
                """.formatted(here())))).contains(there() + " is not among the hosts");
        assertThat(asked).containsOnly("GET /away [] ");
    }

    @Test
    void rulesAreAskedAboutEachConnection() {
        ScriptResult result = call(script("'" + here() + "'", "return http.get('http://%s/').body".formatted(here())), ScriptLimits.USUAL)
                .run("{}", (host, port) -> Optional.of(host + " is denied by the rule mine: no."), heard::add, Progress.NONE);

        assertThat(result).isInstanceOfSatisfying(ScriptResult.Failed.class, failed -> assertThat(failed.sentence()).contains("denied by the rule mine"));
        assertThat(asked).isEmpty();
    }

    @Test
    void aNameThatLeadsInsideIsNotReached() {
        Way inside = new Way() {
            @Override
            public List<InetAddress> resolve(String host) {
                return List.of(InetAddress.getLoopbackAddress());
            }

            @Override
            public SocketChannel dial(InetSocketAddress to, Duration limit) throws IOException {
                return Way.SYSTEM.dial(to, limit);
            }
        };
        ScriptResult result = new ScriptCall(script("'host.test:" + server.getAddress().getPort() + "'",
                "return http.get('http://host.test:%d/').body".formatted(server.getAddress().getPort())), ScriptLimits.USUAL,
                around(inside, (SSLSocketFactory) SSLSocketFactory.getDefault()), Optional::empty).run("{}", Objections.NONE, heard::add, Progress.NONE);

        assertThat(result).isInstanceOfSatisfying(ScriptResult.Failed.class, failed -> assertThat(failed.sentence()).contains("was refused"));
        assertThat(asked).isEmpty();
    }

    @Test
    void plainHttpNeedsAPort() {
        assertThat(failure(script("'example.com'", "return http.get('http://example.com/').body"))).contains("plain http is for hosts that are declared with their port");
    }

    @Test
    void tlsProvesTheHost() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = ScriptCallTest.class.getResourceAsStream("host.p12")) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "changeit".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("host", keys.getCertificate("host"));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context));
        secure.start();
        answering(secure, "/", exchange -> say(exchange, 200, "secured"));
        Way way = new Way() {
            @Override
            public List<InetAddress> resolve(String host) {
                return List.of(InetAddress.ofLiteral("93.184.216.34"));
            }

            @Override
            public SocketChannel dial(InetSocketAddress to, Duration limit) throws IOException {
                return SocketChannel.open(secure.getAddress());
            }
        };
        try {
            Script right = script("'host.test'", "return http.get('https://host.test/').body");
            assertThat(new ScriptCall(right, ScriptLimits.USUAL, around(way, context.getSocketFactory()), Optional::empty)
                    .run("{}", Objections.NONE, heard::add, Progress.NONE)).isEqualTo(new ScriptResult.Answered("secured", List.of()));
            Script wrong = script("'else.test'", "return http.get('https://else.test/').body");
            assertThat(new ScriptCall(wrong, ScriptLimits.USUAL, around(way, context.getSocketFactory()), Optional::empty)
                    .run("{}", Objections.NONE, heard::add, Progress.NONE)).isInstanceOfSatisfying(ScriptResult.Failed.class,
                    failed -> assertThat(failed.sentence()).contains("else.test:443 could not be asked"));
            assertThat(new ScriptCall(right, ScriptLimits.USUAL, around(way, (SSLSocketFactory) SSLSocketFactory.getDefault()), Optional::empty)
                    .run("{}", Objections.NONE, heard::add, Progress.NONE)).isInstanceOf(ScriptResult.Failed.class);
            assertThat(asked).hasSize(1);
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void aSecretThatIsNotDeclaredIsNotGiven() {
        assertThat(failure(script("", "return secrets.get('OTHER_TOKEN')"))).contains("the secret OTHER_TOKEN is not among those that this script declares");
        assertThat(failure(of("script(description = 'x', secrets = ['ABSENT'])\ndef run():\n    return secrets.get('ABSENT')\n")))
                .contains("the secret ABSENT is not stored");
    }

    @Test
    void noSecretComesOut() {
        String encoded = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
        answering(server, "/echo", exchange -> say(exchange, 200, encoded));
        ScriptResult result = run(script("'" + here() + "'", """
                s = secrets.get("ISSUE_TOKEN")
                print("it is", s)
                return [s, {s: 1}, http.get("http://%s/echo").body]
                """.formatted(here())), "");

        assertThat(result).isEqualTo(new ScriptResult.Answered("[\"[REDACTED:ISSUE_TOKEN]\",{\"[REDACTED:ISSUE_TOKEN]\":1},\"[REDACTED:ISSUE_TOKEN]\"]",
                List.of("it is [REDACTED:ISSUE_TOKEN]")));
        assertThat(failure(script("", "fail(secrets.get('ISSUE_TOKEN'))"))).contains("[REDACTED:ISSUE_TOKEN]").doesNotContain(SECRET);
    }

    @Test
    void whatTakesTooMuchIsEnded() {
        assertThat(failure(script("", "for a in range(100000):\n    for b in range(100000):\n        pass\n"))).contains("more than 20000000 steps");
        assertThat(failure(script("", "return 'x' * 1000000000"))).contains("excessive repeat or copy");
        assertThat(failure(script("", "return 'x' * 200000"))).isEqualTo("It returned 200000 characters, and may return 100000.");
        assertThat(failure(script("", "def f(x):\n    return f(x)\nreturn f(1)\n"))).contains("recursively");
        assertThat(failure(script("", "x = []\nfor i in range(150):\n    x = [x]\nreturn x\n"))).contains("nested more than 100 deep");
    }

    @Test
    void requestsBytesAndAnswersAreLimited() {
        answering(server, "/big", exchange -> say(exchange, 200, "x".repeat(5_000)));
        answering(server, "/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(new byte[1_000]);
            }
        });
        ScriptLimits small = limits(Duration.ofSeconds(30), 2, 10, 4_000, 1_000);
        String start = "return http.get('http://" + here();

        assertThat(failure(script("'" + here() + "'", start + "/big').body"), small)).contains("longer than this script may receive");
        assertThat(failure(script("'" + here() + "'", start + "/endless').body"), small)).contains("longer than this script may receive");
        assertThat(failure(script("'" + here() + "'", "return http.post('http://" + here() + "/', body = 'x' * 11).body"), small)).contains("more than 10 bytes to send");
        assertThat(failure(script("'" + here() + "'", "for i in range(9):\n    http.get('http://" + here() + "/')\n"), small)).contains("more than 2 requests");
    }

    @Test
    void aHostThatNeverAnswersEndsAtTheLimit() {
        var never = new CountDownLatch(1);
        answering(server, "/never", _ -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(failure(script("'" + here() + "'", "return http.get('http://" + here() + "/never').body"), limits(Duration.ofSeconds(1), 2, 10, 10, 10)))
                .isEqualTo("It was ended: it took longer than 1 s.");
        never.countDown();
    }

    @Test
    void whatIsRevokedWhileItRunsEndsAtOnceAndGivesNothing() throws InterruptedException {
        var arrived = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        answering(server, "/slow", exchange -> {
            arrived.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        ScriptCall waiting = call(script("'" + here() + "'", "return http.get('http://" + here() + "/slow').body"), ScriptLimits.USUAL);
        var result = new AtomicReference<ScriptResult>();
        Thread caller = Thread.ofVirtual().start(() -> result.set(waiting.run("{}", Objections.NONE, heard::add, Progress.NONE)));
        arrived.await();
        waiting.end("its approval was withdrawn");
        caller.join();
        never.countDown();
        assertThat(result.get()).isInstanceOfSatisfying(ScriptResult.Failed.class,
                failed -> assertThat(failed.sentence()).isEqualTo("It was ended: its approval was withdrawn."));

        ScriptCall computing = call(script("", "for a in range(10000):\n    for b in range(1900):\n        pass\nreturn 'done'"), ScriptLimits.USUAL);
        computing.end("its approval was withdrawn");
        assertThat(computing.run("{}", Objections.NONE, heard::add, Progress.NONE)).isInstanceOf(ScriptResult.Failed.class);

        // Found out by looking, not told.
        ScriptCall looking = new ScriptCall(script("", "return 'done'"), ScriptLimits.USUAL, around(Way.SYSTEM, (SSLSocketFactory) SSLSocketFactory.getDefault()),
                () -> Optional.of("its approval was withdrawn"));
        assertThat(looking.run("{}", Objections.NONE, heard::add, Progress.NONE)).isInstanceOfSatisfying(ScriptResult.Failed.class,
                failed -> assertThat(failed.sentence()).contains("its approval was withdrawn"));
    }

    @Test
    void headersCannotBringAnotherRequest() {
        for (String headers : List.of("{'X-A': 'b\\r\\nX-C: d'}", "{'Host': 'other'}", "{'X A': 'b'}", "{'Content-Length': '3'}", "{'Transfer-Encoding': 'chunked'}", "{'X': 1}")) {
            assertThat(failure(script("'" + here() + "'", "return http.get('http://" + here() + "/', headers = " + headers + ").body"))).as(headers).contains("header");
        }
        for (String url : List.of("ftp://" + here() + "/", "http://user@" + here() + "/", "http://" + here() + "/a b", "http:///x", "//" + here(), "http://" + here() + "/\\r\\nX")) {
            assertThat(failure(script("'" + here() + "'", "return http.get('" + url + "').body"))).as(url).contains("address");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void timeIsTheClocks() {
        assertThat(answer(script("", "return [time.now(), time.format(0), time.parse('2026-11-22T08:00:00Z')]")))
                .isEqualTo("[" + CLOCK.instant().getEpochSecond() + ",\"1970-01-01T00:00:00Z\"," + CLOCK.instant().getEpochSecond() + "]");
    }

    @Test
    void jsonGoesThereAndBack() {
        assertThat(answer(script("", "return json.decode(json.encode({'a': [1, 2.5, None, True, 'x'], 'b': 12345678901234567890123}))")))
                .isEqualTo("{\"a\":[1,2.5,null,true,\"x\"],\"b\":12345678901234567890123}");
        for (String wrong : List.of("{", "[1,]", "{\\\"a\\\": 1, \\\"a\\\": 2}", "1 2", "")) {
            assertThat(failure(script("", "return json.decode(\"" + wrong + "\")"))).as(wrong).contains("decode");
        }
        assertThat(failure(script("", "return json.encode({1: 2})"))).contains("strings as keys");
    }

    @Test
    void argumentsFitWhatIsDeclared() {
        Script needs = of("script(description = 'x', parameters = {'id': 'integer', 'why': 'string?'})\ndef run(id, why = 'none'):\n    return '%d %s' % (id, why)\n");
        assertThat(run(needs, "{\"id\": 3}")).isEqualTo(new ScriptResult.Answered("3 none", List.of()));
        for (String wrong : List.of("{}", "{\"id\": \"3\"}", "{\"id\": 1.5}", "{\"id\": 1, \"more\": 2}", "[]", "{", "{\"id\": 1, \"why\": null}")) {
            assertThatThrownBy(() -> run(needs, wrong)).as(wrong).isInstanceOfSatisfying(UserException.class,
                    e -> assertThat(e.problem().code()).isEqualTo("SCRIPT-006"));
        }
        assertThat(needs.declares().schema()).isEqualTo("{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},\"why\":{\"type\":\"string\"}},"
                + "\"required\":[\"id\"],\"additionalProperties\":false}");
    }

    @Test
    void whatIsNoScriptIsRefusedWithItsPlace() {
        Map.of("def run():\n    return 1\n", "must call script(", "script(description = 'x')\n", "has no function run",
                "script(description = 'x')\nscript(description = 'y')\ndef run():\n    return 1\n", "2 times",
                "script(description = 'x')\ndef run(:\n", "probe.star:2:", "script(description = '')\ndef run():\n    return 1\n", "probe.star:1:",
                "script(description = 'x', hosts = ['*'])\ndef run():\n    return 1\n", "no host",
                "script(description = 'x', parameters = {'a': 'text'})\ndef run(a):\n    return 1\n", "is no type",
                "script(description = 'x')\nx = http.get('http://a/')\ndef run():\n    return 1\n", "only run() may do this",
                "load('other.star', 'y')\nscript(description = 'x')\ndef run():\n    return 1\n", "load is not available",
                "script(description = 'x', secrets = ['a b'])\ndef run():\n    return 1\n", "cannot be the name of a secret")
                .forEach((text, says) -> assertThatThrownBy(() -> of(text)).as(text).isInstanceOfSatisfying(UserException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("SCRIPT-001");
                    assertThat(e.problem().sentence()).contains(says);
                }));
    }
}
