package dev.countersign.remote;

import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The connections of this process to one server: as many as calls run at a time, each call on one of its own. Any thread.
final class Client implements AutoCloseable {
    private static final long TICK_MILLIS = 50;
    /// Where nobody can cancel.
    private static final long SLOW_TICK_MILLIS = 500;
    /// What a process may take to greet who connects.
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final Place place;
    private final Hello hello;
    private final Codec codec;
    private final Deque<Wire> idle = new ConcurrentLinkedDeque<>();
    private final Silence silence = new Silence(this::greeted);
    private volatile boolean closed;

    /// Where a server listens, and the file with the token it wants. Files of the user's own.
    record Place(Path socket, Path token) {}

    private Client(Place place, Hello hello, Codec codec) {
        this.place = place;
        this.hello = hello;
        this.codec = codec;
    }

    /// Connects to who listens there.
    ///
    /// @return empty where nobody does
    /// @throws SilentException                            where somebody does, and does not answer for long
    /// @throws dev.countersign.fault.EnvironmentException `LEDGER-080` for another version, `LEDGER-081` for a wrong token
    static Optional<Client> connect(Place place, byte[] schema, String version, Codec codec) throws IOException {
        byte[] token;
        try {
            token = HexFormat.of().parseHex(Files.readString(place.token()).strip());
            if (token.length != Hello.BYTES) {
                throw new IllegalArgumentException("it has another length");
            }
        } catch (IOException e) {
            // Nobody serves there; what else is wrong with the folder is told by who tries to own the ledger.
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            // A token cut short can only be told from a wrong one by who wrote it.
            token = new byte[Hello.BYTES];
        }
        var client = new Client(place, new Hello(schema, token, version), codec);
        try {
            long end = System.nanoTime() + PATIENCE_NANOS;
            client.idle.push(client.open(() -> {
                if (System.nanoTime() - end > 0) {
                    throw new SilentException();
                }
            }));
            return Optional.of(client);
        } catch (LostException e) {
            return Optional.empty();
        }
    }

    private Wire greeted() throws IOException {
        Wire wire = Wire.connect(UnixDomainSocketAddress.of(place.socket()));
        boolean sent = false;
        try {
            wire.send(Frames.HELLO, hello.out());
            sent = true;
            return wire;
        } finally {
            if (!sent) {
                wire.close();
            }
        }
    }

    private Wire open(Wire.Waiting waiting) throws IOException {
        Wire wire;
        try {
            wire = greeted();
        } catch (IOException e) {
            // It ended before it heard a word: nobody listens, or what was listening is gone since.
            throw new LostException(false, e);
        }
        try {
            Wire.Frame answer = wire.receive(SLOW_TICK_MILLIS, waiting);
            return switch (answer.kind()) {
                case WELCOME -> wire;
                case REFUSED -> {
                    In in = answer.in();
                    int why = in.u8();
                    String theirs = in.text();
                    throw why == Hello.Refusal.TOKEN.ordinal() ? Faults.token(place.token()) : Faults.version(theirs, hello.version());
                }
                case HELLO, CALL, RESULT, FAILURE, STREAM, CHUNK, END, ABORT, PROGRESS, ITEM, CANCEL ->
                        throw new IOException("what came is no welcome");
            };
        } catch (SilentException | RuntimeException e) {
            wire.close();
            throw e;
        } catch (IOException e) {
            wire.close();
            throw new LostException(false, e);
        }
    }

    /// Whether calls wait, and nobody answers.
    boolean isSilent() {
        return silence.isSilent();
    }

    private Wire borrow(Call call, Silence.Wait wait) throws IOException {
        for (Wire wire = idle.poll(); wire != null; wire = idle.poll()) {
            if (wire.isUsable()) {
                return wire;
            }
            wire.close();
        }
        if (closed) {
            throw new LostException(false, new IOException("closed here"));
        }
        Progress progress = call.argument(Progress.class).orElse(Progress.NONE);
        return open(() -> {
            wait.tick();
            // Nothing was asked yet.
            progress.check();
        });
    }

    private void giveBack(Wire wire) {
        idle.push(wire);
        if (closed) {
            close();
        }
    }

    /// Makes a call.
    ///
    /// @throws LostException where the other process is gone; says whether it may have heard of the call
    /// @throws Exception     what the call itself threw there
    @Nullable Object call(Call call, Optional<Prepared> upload) throws Exception {
        try (Silence.Wait wait = silence.waiting()) {
            return call(call, upload, wait);
        }
    }

    private @Nullable Object call(Call call, Optional<Prepared> upload, Silence.Wait wait) throws Exception {
        Wire wire = borrow(call, wait);
        boolean whole = false;
        try {
            Object result = new Conversation(wire, call, upload, wait).run();
            whole = !(result instanceof InputStream);
            return result;
        } catch (Told told) {
            whole = true;
            throw told.exception();
        } finally {
            wire.settle();
            if (whole) {
                giveBack(wire);
            }
        }
    }

    /// What the call threw over there: the connection is as good as before.
    private static final class Told extends Exception {
        private final transient Exception exception;

        Told(Exception exception) {
            super(null, null, false, false);
            this.exception = exception;
        }

        Exception exception() {
            return exception;
        }
    }

    /// One call on one connection.
    private final class Conversation {
        private final Wire wire;
        private final Call call;
        private final Optional<Prepared> upload;
        private final Optional<Progress> progress;
        private final Optional<OutputStream> into;
        private final Optional<Consumer> consumer;
        private final Silence.Wait wait;
        private boolean cancelSent;

        Conversation(Wire wire, Call call, Optional<Prepared> upload, Silence.Wait wait) {
            this.wait = wait;
            this.wire = wire;
            this.call = call;
            this.upload = upload;
            this.progress = call.argument(Progress.class);
            this.into = call.argument(OutputStream.class);
            this.consumer = call.argument(Consumer.class);
        }

        @Nullable Object run() throws IOException, Told {
            boolean done = false;
            try {
                send();
                Object result = result();
                done = true;
                return result;
            } catch (Told told) {
                done = true;
                throw told;
            } finally {
                if (!done) {
                    wire.close();
                }
            }
        }

        private void send() throws IOException {
            var out = new Out();
            call.write(out, codec);
            try {
                wire.send(Frames.CALL, out);
            } catch (IOException e) {
                throw new LostException(true, e);
            }
            if (upload.isPresent()) {
                upload.get().sendOver(wire);
            }
        }

        private Wire.Frame next() throws IOException {
            try {
                Wire.Frame frame = wire.receive(progress.isPresent() ? TICK_MILLIS : SLOW_TICK_MILLIS, this::tick);
                wait.heard();
                return frame;
            } catch (IOException e) {
                throw new LostException(true, e);
            }
        }

        private void tick() throws IOException {
            wait.tick();
            if (cancelSent && isSilent() && call.isIdempotent()) {
                // Who does not answer does not hear of it either; what only reads can be left.
                throw new Progress.CancelledException();
            }
            if (!cancelSent && progress.orElse(Progress.NONE).cancelled()) {
                cancelSent = true;
                wire.send(Frames.CANCEL, new Out());
            }
        }

        @SuppressWarnings("unchecked")
        private @Nullable Object result() throws IOException, Told {
            Method method = call.last().method();
            while (true) {
                Wire.Frame frame = next();
                switch (frame.kind()) {
                    case RESULT -> {
                        return method.getReturnType() == void.class ? null : codec.read(frame.in(), method.getGenericReturnType());
                    }
                    case FAILURE -> throw new Told(Faults.read(frame.in()));
                    case STREAM -> {
                        return new Download(wire);
                    }
                    case PROGRESS -> {
                        In in = frame.in();
                        progress.orElse(Progress.NONE).step(in.text(), in.i64(), in.i64());
                        tick();
                    }
                    case ITEM -> consumer.orElseThrow(() -> noAnswer()).accept(codec.read(frame.in(), itemType(method)));
                    case CHUNK -> into.orElseThrow(() -> noAnswer()).write(frame.payload());
                    case HELLO, WELCOME, REFUSED, CALL, END, ABORT, CANCEL -> throw new LostException(true, noAnswer());
                }
            }
        }

        private static UncheckedIOException noAnswer() {
            return new UncheckedIOException(new IOException("what came is no answer"));
        }

        private static Type itemType(Method method) {
            for (int i = 0; i < method.getParameterCount(); i++) {
                if (method.getParameterTypes()[i] == Consumer.class) {
                    return Ports.taken(method.getGenericParameterTypes()[i]);
                }
            }
            throw new IllegalStateException("no consumer");
        }
    }

    /// A stream that the call returned; its connection is busy until it has been read or is closed.
    private final class Download extends ChunkStream {
        private final Wire wire;

        Download(Wire wire) {
            this.wire = wire;
        }

        @Override
        Optional<byte[]> next() throws IOException {
            Wire.Frame frame;
            try {
                frame = wire.receive();
            } catch (IOException e) {
                close();
                throw new LostException(true, e);
            } finally {
                wire.settle();
            }
            return switch (frame.kind()) {
                case CHUNK -> Optional.of(frame.payload());
                case END -> {
                    giveBack(wire);
                    yield Optional.empty();
                }
                case FAILURE -> {
                    end();
                    giveBack(wire);
                    switch (Faults.read(frame.in())) {
                        case IOException e -> throw e;
                        case RuntimeException e -> throw e;
                        case Exception e -> throw new IOException(e);
                    }
                }
                case HELLO, WELCOME, REFUSED, CALL, RESULT, STREAM, ABORT, PROGRESS, ITEM, CANCEL -> {
                    close();
                    throw new LostException(true, new IOException("what came is no piece of a stream"));
                }
            };
        }

        @Override
        public void close() throws IOException {
            if (!hasEnded()) {
                end();
                wire.close();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        silence.close();
        for (Wire wire = idle.poll(); wire != null; wire = idle.poll()) {
            try {
                wire.close();
            } catch (IOException e) {
                System.getLogger(Client.class.getName()).log(System.Logger.Level.DEBUG, "A connection could not be closed", e);
            }
        }
    }
}
