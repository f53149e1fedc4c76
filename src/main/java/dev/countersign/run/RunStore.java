package dev.countersign.run;

import dev.countersign.agent.ModelCall;
import dev.countersign.plan.NodeId;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The folder of one run: `journal.jsonl`, `objects.pack`, `trees/<tree hash>`, `calls/<node>-<attempt>.json`,
/// `transcript-<node>.jsonl`, `models-<node>.jsonl`, `stages/<node>/`.
final class RunStore implements AutoCloseable {
    private static final String IDLE = ".idle-";

    private final Path folder;
    private final JsonMapper json;
    private final KeptTrees trees;
    private Optional<PackStore> pack = Optional.empty();

    RunStore(Path folder, JsonMapper json) {
        this.folder = folder;
        this.json = json;
        this.trees = new KeptTrees(folder.resolve("trees"));
    }

    /// One call of an agent: what it was asked and what was started for it.
    ///
    /// @param environment the whole environment of the program, values of secrets masked; empty where none is started
    /// @param adopts its changes lie in the live tree already, and start from a tree of the agent's own naming
    record Call(String agent, List<String> argv, SortedMap<String, String> environment, String prompt, boolean adopts) {}

    Path journal() {
        return folder.resolve("journal.jsonl");
    }

    Path transcript(NodeId node) {
        return folder.resolve("transcript-" + node + ".jsonl");
    }

    private Path models(NodeId node) {
        return folder.resolve("models-" + node + ".jsonl");
    }

    /// What models answer for a node from now on, and what they answered a process that was killed.
    PaidCalls paid(NodeId node) throws IOException {
        return new PaidCalls(models(node), json);
    }

    /// What models were asked for a node and answered, in order.
    List<ModelCall> asked(NodeId node) throws IOException {
        return PaidCalls.read(models(node), json);
    }

    Path stage(NodeId node) {
        return folder.resolve("stages").resolve(node.value());
    }

    /// Where a stage lies that no node has; the name is none of a node.
    Path idleStage(int number) {
        return folder.resolve("stages").resolve(IDLE + number);
    }

    void deleteIdleStages() throws IOException {
        Path stages = folder.resolve("stages");
        if (Files.isDirectory(stages)) {
            try (DirectoryStream<Path> idle = Files.newDirectoryStream(stages, IDLE + "*")) {
                for (Path stage : idle) {
                    delete(stage);
                }
            }
        }
    }

    /// Whether anything is left of the run's stages.
    boolean hasStages() throws IOException {
        Path stages = folder.resolve("stages");
        if (!Files.isDirectory(stages)) {
            return false;
        }
        try (var entries = Files.list(stages)) {
            return entries.findAny().isPresent();
        }
    }

    /// The content of the run's trees. Opened at its first use: most runs of the past are never looked into.
    synchronized PackStore contents() throws IOException {
        if (pack.isEmpty()) {
            pack = Optional.of(PackStore.open(folder.resolve("objects.pack")));
        }
        return pack.get();
    }

    /// Keeps a tree under its hash. It is on disk when this returns; its content must be in [#contents].
    void keep(Snapshot tree) throws IOException {
        trees.keep(tree);
    }

    /// The tree kept under `hash`.
    ///
    /// @throws IOException where there is none or it is not what its hash says
    Snapshot treeOf(Sha256 hash) throws IOException {
        return trees.of(hash);
    }

    void keep(NodeId node, int attempt, Call call) throws IOException {
        write(call(node, attempt), json.writeValueAsBytes(call));
    }

    Optional<Call> callOf(NodeId node, int attempt) throws IOException {
        Path file = call(node, attempt);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            JsonNode read = json.readTree(Files.readAllBytes(file));
            // Calls from before it was recorded stay readable.
            if (read instanceof ObjectNode call && !call.has("environment")) {
                call.putObject("environment");
            }
            return Optional.of(json.treeToValue(read, Call.class));
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged", e);
        }
    }

    private Path call(NodeId node, int attempt) {
        return folder.resolve("calls").resolve(node + "-" + attempt + ".json");
    }

    static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            for (var buffer = ByteBuffer.wrap(content); buffer.hasRemaining(); ) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        RunJournal.syncFolder(file.getParent());
    }

    /// Deletes a folder and what is in it; links are deleted, not followed. Nothing where there is none.
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                // An agent may have left a folder that its owner cannot write in.
                dir.toFile().setWritable(true);
                dir.toFile().setExecutable(true);
                dir.toFile().setReadable(true);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public synchronized void close() throws IOException {
        if (pack.isPresent()) {
            pack.get().close();
            pack = Optional.empty();
        }
    }
}
