package dev.countersign.network.proxy;

import dev.countersign.network.Connection;
import dev.countersign.network.HostPort;
import dev.countersign.network.proxy.Refused.Why;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One connection of a program: one request, ruled, and carried out or refused.
final class Exchange implements Runnable {
    private static final String NOTHING = "(nothing)";
    private static final int BUFFER = 16 << 10;
    private static final int LONGEST_SHOWN = 200;

    private final SocketChannel program;
    private final Dialer dialer;
    private final List<ModelDoor> models;
    private final ProxyLimits limits;
    private final Account account;
    private final Instant at;
    private final java.util.function.Consumer<Connection> heard;
    private final long began = System.nanoTime();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private volatile long moved = began;
    /// Since when something whole is waited for from the program; 0 while nothing is.
    private volatile long asked = began;
    private volatile boolean answered;
    private volatile @Nullable Thread worker;
    private volatile Optional<String> cut = Optional.empty();
    private volatile @Nullable SocketChannel host;
    private String name = NOTHING;
    private int port;
    private String address = "";
    private String rule = "";
    private boolean allowed;

    Exchange(SocketChannel program, Dialer dialer, List<ModelDoor> models, ProxyLimits limits, Account account, Instant at, java.util.function.Consumer<Connection> heard) {
        this.program = program;
        this.dialer = dialer;
        this.models = models;
        this.limits = limits;
        this.account = account;
        this.at = at;
        this.heard = heard;
    }

    @Override
    public void run() {
        worker = Thread.currentThread();
        boolean entered = account.enter();
        try (program) {
            OutputStream out = Channels.newOutputStream(program);
            try {
                if (!entered) {
                    throw new Refused(Why.BUSY, "More than " + limits.connections() + " connections at one time.");
                }
                carryOut(new BufferedInputStream(Channels.newInputStream(program)), out);
            } catch (Refused refused) {
                allowed = false;
                rule = refused.sentence();
                if (!answered) {
                    answer(refused);
                }
            }
        } catch (IOException e) {
            if (rule.isEmpty() && !name.equals(NOTHING)) {
                rule = "the connection broke";
            }
        } finally {
            cut.ifPresent(why -> {
                rule = why;
                allowed &= asked == 0;
            });
            closeHost();
            if (entered) {
                account.leave();
            }
            if (!rule.isEmpty()) {
                heard.accept(new Connection(at, name, port, address, sent.get(), received.get(), (System.nanoTime() - began) / 1_000_000, allowed, rule));
            }
        }
    }

    private void carryOut(InputStream in, OutputStream out) throws IOException, Refused {
        Optional<Head> read = Head.read(in);
        if (read.isEmpty()) {
            return;
        }
        Head head = read.get();
        asked = 0;
        shown(head.target());
        Optional<String> named = head.one("host");
        if (named.isEmpty() && !head.old()) {
            throw malformed("it names no host");
        }
        if (head.method().equals("CONNECT")) {
            tunnel(head, named, in, out);
        } else if (head.target().startsWith("/")) {
            model(head, in, out);
        } else {
            plain(head, named, in, out);
        }
    }

    private void shown(String target) {
        name = target.length() <= LONGEST_SHOWN ? target : target.substring(0, LONGEST_SHOWN) + "…";
    }

    private void model(Head head, InputStream in, OutputStream out) throws IOException, Refused {
        ModelDoor door = models.stream().filter(each -> each.answers(head.target())).findFirst().orElseThrow(() -> new Refused(Why.NOT_ALLOWED,
                models.isEmpty() ? "No model is answered here." : "Only " + String.join(", ", models.stream().map(each -> each.path() + "/…").toList())
                        + " is answered here."));
        name = door.host();
        port = door.port();
        dialer.refuseObjected(name, port);
        ModelDoor.Passed passed = door.pass(head, in, out, new ModelDoor.Flow() {
            @Override
            public void sent(long bytes) throws IOException {
                Exchange.this.sent(bytes);
            }

            @Override
            public void received(long bytes) throws IOException {
                Exchange.this.received(bytes);
            }

            @Override
            public void answered() {
                answered = true;
            }
        });
        allowed = true;
        rule = passed.words();
    }

    private void tunnel(Head head, Optional<String> named, InputStream in, OutputStream out) throws IOException, Refused {
        HostPort to = HostPort.of(head.target(), 0).orElseThrow(() -> malformed("\"" + name + "\" is no host and port"));
        if (named.isPresent() && HostPort.of(named.get(), to.port()).filter(to::equals).isEmpty()) {
            throw malformed("it names two hosts");
        }
        if (!(head.body() instanceof Head.Body.None)) {
            throw malformed("a tunnel begins with no body");
        }
        try (SocketChannel far = dial(to)) {
            out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            answered = true;
            asked = System.nanoTime();
            Greeting greeting = Greeting.read(in);
            asked = 0;
            greeting.refuseOther(to.host());
            OutputStream there = Channels.newOutputStream(far);
            sent(greeting.bytes().length);
            there.write(greeting.bytes());
            Thread back = Thread.ofVirtual().start(() -> back(far, out));
            try {
                relay(in, there, this::sent);
                far.shutdownOutput();
            } catch (IOException e) {
                closeHost();
            }
            join(back);
        }
    }

    private void plain(Head head, Optional<String> named, InputStream in, OutputStream out) throws IOException, Refused {
        URI uri = uri(head.target());
        HostPort to = HostPort.of(uri.getRawAuthority() == null ? "" : uri.getRawAuthority(), 80)
                .orElseThrow(() -> malformed("\"" + name + "\" has no plain host"));
        if (named.isPresent() && HostPort.of(named.get(), 80).filter(to::equals).isEmpty()) {
            throw malformed("it names two hosts");
        }
        Head.Body body = head.body();
        try (SocketChannel far = dial(to)) {
            OutputStream there = Channels.newOutputStream(far);
            byte[] first = head.forwarded(uri, to).getBytes(StandardCharsets.ISO_8859_1);
            sent(first.length);
            there.write(first);
            if (head.one("expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            Thread back = Thread.ofVirtual().start(() -> {
                answered = true;
                back(far, out);
            });
            try {
                Bodies.pass(body, in, counted(there));
            } catch (Refused | IOException e) {
                closeHost();
                join(back);
                throw e;
            }
            join(back);
        }
    }

    private URI uri(String target) throws Refused {
        try {
            URI uri = new URI(target);
            if (!"http".equals(uri.getScheme()) || uri.getRawFragment() != null || uri.isOpaque()) {
                throw malformed("\"" + name + "\" is no address of plain HTTP; others go through a tunnel");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw malformed("\"" + name + "\" is no address");
        }
    }

    private SocketChannel dial(HostPort to) throws Refused {
        name = to.host().text();
        port = to.port();
        Dialer.Dialled dialled = dialer.dial(to);
        host = dialled.channel();
        address = dialled.address();
        allowed = true;
        rule = dialled.rule();
        moved = System.nanoTime();
        return dialled.channel();
    }

    private void back(SocketChannel far, OutputStream out) {
        try {
            relay(Channels.newInputStream(far), out, this::received);
            program.shutdownOutput();
        } catch (IOException e) {
            // Whoever is at the other end sees it end as well.
            try {
                program.close();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
        }
    }

    private interface Counter {
        void add(long count) throws IOException;
    }

    private void relay(InputStream in, OutputStream out, Counter counter) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            counter.add(n);
            out.write(buffer, 0, n);
        }
    }

    private OutputStream counted(OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                sent(length);
                out.write(bytes, from, length);
            }
        };
    }

    private void sent(long count) throws IOException {
        sent.addAndGet(count);
        passed(count);
    }

    private void received(long count) throws IOException {
        received.addAndGet(count);
        passed(count);
    }

    private void passed(long count) throws IOException {
        moved = System.nanoTime();
        if (!account.take(count)) {
            cut("ended: the call has moved " + (limits.bytes() >> 20) + " MiB, all that it may");
            throw new IOException("the limit of bytes");
        }
    }

    /// Asked from outside, again and again: ends what took too long.
    void look() {
        long now = System.nanoTime();
        if (now - began > limits.longest().toNanos()) {
            cut("ended: it lasted longer than " + words(limits.longest()));
        } else if (asked != 0 && now - asked > limits.head().toNanos()) {
            cut("ended: nothing whole was asked within " + words(limits.head()));
        } else if (now - moved > limits.idle().toNanos()) {
            cut("ended: nothing moved for " + words(limits.idle()));
        }
    }

    private static String words(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    /// Ends it from outside.
    void cut(String why) {
        if (cut.isEmpty()) {
            cut = Optional.of(why);
        }
        closeHost();
        try {
            program.close();
        } catch (IOException e) {
            // It is gone in any case.
        }
        // An answer of a model is waited for without a channel of ours.
        Thread working = worker;
        if (working != null && host == null) {
            working.interrupt();
        }
    }

    private void closeHost() {
        SocketChannel far = host;
        if (far != null) {
            try {
                far.close();
            } catch (IOException e) {
                // It is gone in any case.
            }
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Refused refused) throws IOException {
        byte[] body = models.stream().filter(each -> each.isHost(name)).findFirst().map(each -> each.error(refused)).orElseGet(() -> ("Countersign: " + refused.sentence() + "\n").getBytes(StandardCharsets.UTF_8));
        Parting.say(program, refused.why(), body);
    }

    private static Refused malformed(String what) {
        return new Refused(Why.MALFORMED, "The request is not read: " + what.replaceAll("[^ -~…]", "?") + ".");
    }
}
