package dev.countersign.remote;

import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One call from another process, answered. What it may ask for is what the port's methods allow, and nothing else.
final class Answer {
    private final Wire wire;
    private final Server.Served served;
    private Optional<Upload> upload = Optional.empty();

    Answer(Wire wire, Server.Served served) {
        this.wire = wire;
        this.served = served;
    }

    void to(In in) throws IOException {
        @Nullable Object result;
        Method method;
        try {
            Call call = Call.read(in, served.codec(), served.ports(), served.port(), this::flow);
            method = call.last().method();
            result = call.on(served.target());
        } catch (InvocationTargetException e) {
            fail(e.getCause());
            return;
        } catch (ReflectiveOperationException | RuntimeException e) {
            fail(e);
            return;
        }
        drain();
        if (result instanceof InputStream stream) {
            stream(stream);
            return;
        }
        var out = new Out();
        try {
            if (method.getReturnType() != void.class) {
                served.codec().write(out, method.getGenericReturnType(), result);
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
            return;
        }
        wire.send(Frames.RESULT, out);
    }

    private void fail(Throwable thrown) throws IOException {
        if (wire.isClosed()) {
            throw new IOException("the caller is gone", thrown);
        }
        drain();
        var out = new Out();
        Faults.write(out, thrown);
        wire.send(Frames.FAILURE, out);
    }

    private void drain() throws IOException {
        if (upload.isPresent()) {
            upload.get().drain();
        }
    }

    private void stream(InputStream stream) throws IOException {
        wire.send(Frames.STREAM, new Out());
        byte[] buffer = new byte[Wire.CHUNK];
        try (stream) {
            while (true) {
                int n;
                try {
                    n = stream.read(buffer, 0, buffer.length);
                } catch (IOException | RuntimeException e) {
                    fail(e);
                    return;
                }
                if (n < 0) {
                    break;
                }
                wire.send(Frames.CHUNK, buffer, n);
            }
        }
        wire.send(Frames.END, new Out());
    }

    private Object flow(Class<?> type, Type generic, boolean cancelled) {
        if (type == Progress.class) {
            return new Steps(cancelled);
        }
        if (type == InputStream.class) {
            upload = Optional.of(new Upload());
            return upload.get();
        }
        if (type == OutputStream.class) {
            return new Download();
        }
        Type item = Ports.taken(generic);
        return (Consumer<Object>) value -> {
            try {
                var out = new Out();
                served.codec().write(out, item, value);
                synchronized (wire) {
                    wire.send(Frames.ITEM, out);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /// The caller's stream.
    private final class Upload extends ChunkStream {
        @Override
        Optional<byte[]> next() throws IOException {
            Wire.Frame frame = wire.receive();
            return switch (frame.kind()) {
                case CHUNK -> Optional.of(frame.payload());
                case END -> Optional.empty();
                case ABORT -> {
                    end();
                    throw new IOException("the sender of the content could not go on");
                }
                case HELLO, WELCOME, REFUSED, CALL, RESULT, FAILURE, STREAM, PROGRESS, ITEM, CANCEL ->
                        throw new IOException("what came is no piece of a stream");
            };
        }

        void drain() throws IOException {
            try {
                skipRest();
            } catch (IOException e) {
                if (!hasEnded()) {
                    throw e;
                }
            }
        }
    }

    /// Writes to the caller's stream.
    private final class Download extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (int at = from; at < from + length; at += Wire.CHUNK) {
                int n = Math.min(Wire.CHUNK, from + length - at);
                wire.send(Frames.CHUNK, java.util.Arrays.copyOfRange(bytes, at, at + n), n);
            }
        }
    }

    /// The caller's progress. A step is told when a while has passed or the words change; a caller that is gone wants nothing more.
    private final class Steps implements Progress {
        private static final long PAUSE_NANOS = 20_000_000;

        private boolean cancelled;
        private String told = "";
        private long toldAt;
        private long askedAt;

        Steps(boolean cancelled) {
            this.cancelled = cancelled;
            this.askedAt = System.nanoTime();
        }

        @Override
        public void step(String what, long done, long total) {
            synchronized (wire) {
                long now = System.nanoTime();
                if (told.equals(what) && now - toldAt < PAUSE_NANOS && done != total) {
                    return;
                }
                told = what;
                toldAt = now;
                try {
                    wire.send(Frames.PROGRESS, new Out().text(what).i64(done).i64(total));
                } catch (IOException e) {
                    cancelled = true;
                }
            }
        }

        @Override
        public boolean cancelled() {
            synchronized (wire) {
                long now = System.nanoTime();
                if (!cancelled && now - askedAt > PAUSE_NANOS / 4) {
                    askedAt = now;
                    try {
                        cancelled = wire.poll().map(frame -> frame.kind() == Frames.CANCEL).orElse(false);
                    } catch (IOException e) {
                        cancelled = true;
                    }
                }
                return cancelled;
            }
        }
    }
}
