package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Conversation;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.workspace.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One running command, from spawn until all of its processes are dead.
final class Execution {
    private enum Sign { EXITED, OUT_ENDED, ERR_ENDED, FLOODED, LISTENER_FAILED }

    private static final int MOST_WORDS = 2048;
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(100);
    /// Many commands have ended by then, and a look at all processes takes longer than they do.
    private static final long FIRST_LOOK = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LOOK_AT_LEAST = TimeUnit.MILLISECONDS.toNanos(800);

    private final Process process;
    private final ProcessTree tree;
    private final Pipes pipes;
    private final byte[] stdin;
    private final long spawned;
    private final BlockingQueue<Sign> signs = new LinkedBlockingQueue<>();
    private final Object hearing = new Object();
    private final ByteArrayOutputStream firstWords = new ByteArrayOutputStream();
    private long left;
    private boolean deaf;
    private @Nullable RuntimeException listenerFault;

    private Execution(Process process, ProcessTree tree, Pipes pipes, byte[] stdin, long spawned) {
        this.process = process;
        this.tree = tree;
        this.pipes = pipes;
        this.stdin = stdin;
        this.spawned = spawned;
    }

    /// @throws IOException where the system can't start it
    static Execution start(Command command, Jail.Cell cell, Pipes pipes) throws IOException {
        var builder = new ProcessBuilder(cell.argv()).directory(cell.folder().toFile());
        builder.environment().clear();
        builder.environment().putAll(cell.environment());
        pipes.redirect(builder);
        long spawned = System.nanoTime();
        Process process = builder.start();
        ProcessTree tree;
        try {
            tree = cell.tree().of(process);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
        try {
            pipes.started(process);
        } catch (IOException e) {
            tree.kill();
            throw e;
        }
        return new Execution(process, tree, pipes, command.stdin(), spawned);
    }

    long pid() {
        return process.pid();
    }

    ProcessTree tree() {
        return tree;
    }

    /// The beginning of standard error, which is of whoever set the command up where that failed.
    String firstWords() {
        synchronized (hearing) {
            return firstWords.toString(StandardCharsets.UTF_8).strip();
        }
    }

    Outcome await(Limits limits, Watchdog watchdog, OutputListener listener, Progress progress) {
        List<Thread> threads = new ArrayList<>();
        left = limits.output();
        process.onExit().thenRun(() -> signs.add(Sign.EXITED));
        threads.add(reader(pipes.out(), OutputListener.Stream.OUT, Sign.OUT_ENDED, listener));
        threads.add(reader(pipes.err(), OutputListener.Stream.ERR, Sign.ERR_ENDED, listener));
        Optional<Thread> writer = stdin.length > 0 || listener instanceof Conversation
                ? Optional.of(Thread.ofPlatform().daemon().name("sandbox-stdin").start(() -> write(listener))) : Optional.empty();
        writer.ifPresent(threads::add);
        try {
            return watch(limits, watchdog, progress);
        } finally {
            tree.kill();
            writer.ifPresent(Thread::interrupt);
            end(threads);
        }
    }

    private Outcome watch(Limits limits, Watchdog watchdog, Progress progress) {
        int running = 3;
        long look = spawned + FIRST_LOOK;
        long pause = POLL / 4;
        while (true) {
            long now = System.nanoTime();
            if (progress.cancelled()) {
                return new Outcome.Cancelled();
            }
            if (now - spawned >= limits.time().toNanos()) {
                return new Outcome.TimedOut(limits.time());
            }
            if (now - look >= 0) {
                tree.look();
                Optional<Outcome> exceeded = watchdog.look(tree.known());
                if (exceeded.isPresent()) {
                    return exceeded.get();
                }
                pause = Math.min(pause * 2, LOOK_AT_LEAST);
                look = System.nanoTime() + pause;
            }
            Sign sign;
            try {
                long rest = limits.time().toNanos() - (System.nanoTime() - spawned);
                sign = signs.poll(Math.clamp(Math.min(rest, look - System.nanoTime()), 0, POLL), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Outcome.Cancelled();
            }
            if (sign == null) {
                continue;
            }
            switch (sign) {
                case FLOODED -> {
                    return new Outcome.OutputExceeded(limits.output());
                }
                case LISTENER_FAILED -> throw java.util.Objects.requireNonNull(listenerFault);
                case EXITED, OUT_ENDED, ERR_ENDED -> {
                    running--;
                    if (running == 0) {
                        return new Outcome.Exited(process.exitValue(), Duration.ofNanos(System.nanoTime() - spawned));
                    }
                }
            }
        }
    }

    private Thread reader(InputStream in, OutputListener.Stream stream, Sign ended, OutputListener listener) {
        return Thread.ofPlatform().daemon().name("sandbox-" + stream).start(() -> {
            byte[] buffer = new byte[16384];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (!hear(stream, buffer, n, listener)) {
                        break;
                    }
                }
            } catch (IOException e) {
                // The pipe was closed from our side.
            } finally {
                signs.add(ended);
            }
        });
    }

    private boolean hear(OutputListener.Stream stream, byte[] buffer, int n, OutputListener listener) {
        synchronized (hearing) {
            if (deaf) {
                return false;
            }
            int taken = (int) Math.min(n, left);
            left -= taken;
            if (stream == OutputListener.Stream.ERR && firstWords.size() < MOST_WORDS) {
                firstWords.write(buffer, 0, Math.min(taken, MOST_WORDS - firstWords.size()));
            }
            try {
                if (taken > 0) {
                    listener.output(stream, Arrays.copyOf(buffer, taken));
                }
            } catch (RuntimeException e) {
                deaf = true;
                listenerFault = e;
                signs.add(Sign.LISTENER_FAILED);
                return false;
            }
            if (taken < n) {
                deaf = true;
                signs.add(Sign.FLOODED);
                return false;
            }
            return true;
        }
    }

    private void write(OutputListener listener) {
        try (OutputStream in = pipes.in()) {
            in.write(stdin);
            if (listener instanceof Conversation conversation) {
                conversation.speak(in);
            }
        } catch (IOException e) {
            // It ended without reading everything; that is its own affair.
        }
    }

    /// All writers are dead, so the readers come to an end by themselves; one that is held up by a process that got away
    /// is cut off.
    private void end(List<Thread> threads) {
        boolean interrupted = Thread.interrupted();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        synchronized (hearing) {
            deaf = true;
        }
        pipes.cut();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
