package dev.countersign.workspace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Content of changes that are not decided yet: merged files in memory, live files where they lie, the rest from where it is kept.
/// Nothing is written anywhere. Safe for several threads.
public final class PendingContents implements ContentStore {
    private final Workspace workspace;
    private final Contents kept;
    private final Map<Sha256, byte[]> merged = new ConcurrentHashMap<>();
    private final Map<Sha256, WorkspacePath> live = new ConcurrentHashMap<>();

    public PendingContents(Workspace workspace, Contents kept) {
        this.workspace = workspace;
        this.kept = kept;
    }

    /// Content of `state` is to be read at `path` of the live tree, as long as it is there.
    public void live(WorkspacePath path, FileState state) {
        if (state.kind() != FileState.Kind.FOLDER && !kept.has(state.content())) {
            live.put(state.content(), path);
        }
    }

    @Override
    public Sha256 put(byte[] content) {
        Sha256 digest = Sha256.of(content);
        if (!kept.has(digest)) {
            merged.put(digest, content.clone());
        }
        return digest;
    }

    @Override
    public Sha256 put(InputStream content) throws IOException {
        return put(content.readAllBytes());
    }

    @Override
    public boolean has(Sha256 content) {
        return merged.containsKey(content) || kept.has(content) || live.containsKey(content);
    }

    @Override
    public byte[] read(Sha256 content) throws IOException {
        byte[] own = merged.get(content);
        if (own != null) {
            return own.clone();
        }
        WorkspacePath path = live.get(content);
        if (path == null || kept.has(content)) {
            return kept.read(content);
        }
        byte[] found = workspace.read(path);
        if (!Sha256.of(found).equals(content)) {
            throw new MissingContentException(content, "was at " + path + ", which has changed");
        }
        return found;
    }

    @Override
    public InputStream open(Sha256 content) throws IOException {
        return merged.containsKey(content) || live.containsKey(content) ? new ByteArrayInputStream(read(content))
                : kept.open(content);
    }

    @Override
    public void sync() {}

    @Override
    public void close() {}
}
