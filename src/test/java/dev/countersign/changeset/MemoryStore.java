package dev.countersign.changeset;

import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Content kept in memory, with short ways to write down trees.
public final class MemoryStore implements ContentStore {
    private final Map<Sha256, byte[]> contents = new ConcurrentHashMap<>();

    @Override
    public Sha256 put(byte[] content) {
        Sha256 digest = Sha256.of(content);
        contents.put(digest, content.clone());
        return digest;
    }

    @Override
    public Sha256 put(InputStream content) throws IOException {
        return put(content.readAllBytes());
    }

    @Override
    public boolean has(Sha256 content) {
        return contents.containsKey(content);
    }

    @Override
    public byte[] read(Sha256 content) throws IOException {
        byte[] bytes = contents.get(content);
        if (bytes == null) {
            throw new MissingContentException(content, "was never put");
        }
        return bytes.clone();
    }

    @Override
    public InputStream open(Sha256 content) throws IOException {
        return new ByteArrayInputStream(read(content));
    }

    @Override
    public void sync() {}

    @Override
    public void close() {}

    public FileState file(byte[] content) {
        put(content);
        return FileState.file(content, false);
    }

    public FileState file(String text) {
        return file(text.getBytes(StandardCharsets.UTF_8));
    }

    public FileState script(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        put(content);
        return FileState.file(content, true);
    }

    public FileState link(String target) {
        byte[] content = target.getBytes(StandardCharsets.UTF_8);
        return new FileState(FileState.Kind.LINK, 0777, put(content), content.length);
    }

    public FileState folder() {
        return new FileState(FileState.Kind.FOLDER, 0755, put(new byte[0]), 0);
    }

    /// A tree of text files: path, text, path, text.
    public Snapshot tree(String... pathsAndTexts) {
        var files = new TreeMap<WorkspacePath, FileState>();
        for (int i = 0; i < pathsAndTexts.length; i += 2) {
            files.put(WorkspacePath.of(pathsAndTexts[i]), file(pathsAndTexts[i + 1]));
        }
        return new Snapshot(files);
    }

    public static Snapshot with(Snapshot tree, String path, FileState state) {
        var files = new TreeMap<>(tree.files());
        files.put(WorkspacePath.of(path), state);
        return new Snapshot(files);
    }

    public static Snapshot without(Snapshot tree, String path) {
        var files = new TreeMap<>(tree.files());
        files.remove(WorkspacePath.of(path));
        return new Snapshot(files);
    }

    public byte[] bytes(Snapshot tree, String path) throws IOException {
        return read(tree.get(WorkspacePath.of(path)).orElseThrow().content());
    }

    public String text(Snapshot tree, String path) throws IOException {
        return new String(bytes(tree, path), StandardCharsets.UTF_8);
    }
}
