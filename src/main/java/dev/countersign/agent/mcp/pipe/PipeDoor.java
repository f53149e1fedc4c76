package dev.countersign.agent.mcp.pipe;

import dev.countersign.agent.Leaves;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.agent.mcp.ToolDoors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// A folder in which a program makes two pipes, `N.up` and `N.down`, and writes into the first what it reads on its standard input. Who is in the sandbox can
/// make anything in that folder: only pipes are opened, no link is followed, and its names hold no folders.
final class PipeDoor implements ToolDoors.Door {
    /// Pipes are made in the order of their names here: where the second is, both are.
    private static final String SCRIPT = """
            PATH=/usr/bin:/bin:$PATH
            umask 077
            at=$1/$$
            mkfifo "$at.down" "$at.up" || exit 1
            exec 3<&0
            cat <"$at.down" & down=$!
            cat <&3 >"$at.up" & up=$!
            trap 'kill $down $up 2>/dev/null; rm -f "$at.up" "$at.down"' EXIT
            trap 'exit 0' HUP INT TERM
            wait $up
            """;
    private static final int LOOK_MILLIS = 40;
    /// More programs than this at once are not listened to, and more messages wait.
    private static final int MOST = 16;
    private static final int LONGEST_LINE = 4 << 20;
    private static final int BUFFER = 64 << 10;

    private final Path folder;
    private final Dialogue dialogue;
    private final McpServers.Opened servers;
    private final Leaves leaves;
    private final UntilClosed until;
    private final Map<Path, Visitor> visitors = new HashMap<>();
    private final Semaphore turns = new Semaphore(MOST);
    private final Thread looking;
    private volatile boolean closed;

    /// @param folder its own, for this user alone
    PipeDoor(Path folder, Dialogue dialogue, McpServers.Opened servers, Leaves leaves, UntilClosed until) {
        this.folder = folder;
        this.dialogue = dialogue;
        this.servers = servers;
        this.leaves = leaves;
        this.until = until;
        this.looking = Thread.ofPlatform().daemon().name("tools").start(this::look);
    }

    @Override
    public List<String> command() {
        return List.of("/bin/sh", "-c", SCRIPT, "sh", folder.toString());
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public boolean isTool(String name) {
        // As Claude and Codex put it.
        return servers.tools().stream().anyMatch(tool -> name.equals("mcp__" + NAME + "__" + tool.label())
                || name.equals("mcp." + NAME + "." + tool.label()));
    }

    @Override
    public List<String> refused() {
        return leaves.refused();
    }

    @Override
    public boolean isBusy() {
        return turns.availablePermits() < MOST;
    }

    private void look() {
        while (!closed) {
            try (DirectoryStream<Path> there = Files.newDirectoryStream(folder, "*.up")) {
                visitors.entrySet().removeIf(each -> {
                    boolean gone = !Files.exists(each.getKey(), LinkOption.NOFOLLOW_LINKS);
                    if (gone) {
                        each.getValue().close();
                    }
                    return gone;
                });
                for (Path up : there) {
                    if (!visitors.containsKey(up) && visitors.size() < MOST) {
                        visitors.put(up, new Visitor(up));
                    }
                }
                Thread.sleep(LOOK_MILLIS);
            } catch (IOException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        until.close();
        looking.interrupt();
        join(looking);
        visitors.values().forEach(Visitor::close);
        servers.close();
        visitors.values().forEach(visitor -> join(visitor.reading));
        turns.acquireUninterruptibly(MOST);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
            for (Path each : left) {
                Files.deleteIfExists(each);
            }
            Files.delete(folder);
        } catch (IOException e) {
            // An empty folder, or a file that somebody made there, does no harm.
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

    /// One program's two pipes. Both are opened both ways: then no opening waits, and closing frees who reads or writes.
    private final class Visitor {
        private final List<FileChannel> pipes = new ArrayList<>();
        private final Thread reading;
        private boolean over;

        Visitor(Path up) {
            String name = up.getFileName().toString();
            Path down = up.resolveSibling(name.substring(0, name.length() - ".up".length()) + ".down");
            reading = Thread.ofPlatform().daemon().name("tools " + name).unstarted(() -> serve(up, down));
            reading.start();
        }

        private void serve(Path up, Path down) {
            try {
                FileChannel from = pipe(up);
                FileChannel to = pipe(down);
                var line = new ByteArrayOutputStream();
                ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
                while (line.size() <= LONGEST_LINE && from.read(buffer) >= 0) {
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        byte each = buffer.get();
                        if (each != '\n') {
                            line.write(each);
                        } else {
                            answer(line.toString(StandardCharsets.UTF_8), to);
                            line.reset();
                        }
                    }
                    buffer.clear();
                }
            } catch (IOException e) {
                // It is gone, or was none.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                close();
            }
        }

        private FileChannel pipe(Path path) throws IOException {
            if (!Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
                throw new IOException(path + " is no pipe");
            }
            var channel = FileChannel.open(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
            synchronized (this) {
                pipes.add(channel);
                if (over) {
                    channel.close();
                }
            }
            return channel;
        }

        /// A person may be asked meanwhile: what else the program says does not wait for that.
        private void answer(String line, FileChannel to) throws InterruptedException {
            if (line.isBlank()) {
                return;
            }
            turns.acquire();
            Thread.ofVirtual().name("tool").start(() -> {
                try {
                    dialogue.answer(line).ifPresent(said -> write(to, said));
                } finally {
                    turns.release();
                }
            });
        }

        private void write(FileChannel to, String text) {
            ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
            synchronized (to) {
                try {
                    while (bytes.hasRemaining()) {
                        to.write(bytes);
                    }
                } catch (IOException e) {
                    close();
                }
            }
        }

        void close() {
            synchronized (this) {
                over = true;
                for (FileChannel pipe : pipes) {
                    try {
                        pipe.close();
                    } catch (IOException e) {
                        // Nobody is at its other end.
                    }
                }
            }
            reading.interrupt();
        }
    }
}
