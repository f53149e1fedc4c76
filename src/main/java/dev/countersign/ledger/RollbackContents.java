package dev.countersign.ledger;

import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Content of a rollback that is not decided yet: merged files in memory, live files where they lie, the rest from the vault.
/// Nothing is written anywhere.
final class RollbackContents implements ContentStore {
    private final Workspace workspace;
    private final Contents vault;
    private final Map<Sha256, byte[]> merged = new ConcurrentHashMap<>();
    private final Map<Sha256, WorkspacePath> live = new ConcurrentHashMap<>();

    RollbackContents(Workspace workspace, Contents vault) {
        this.workspace = workspace;
        this.vault = vault;
    }

    void live(WorkspacePath path, FileState state) {
        if (state.kind() != FileState.Kind.FOLDER && !vault.has(state.content())) {
            live.put(state.content(), path);
        }
    }

    @Override
    public Sha256 put(byte[] content) {
        Sha256 digest = Sha256.of(content);
        if (!vault.has(digest)) {
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
        return merged.containsKey(content) || vault.has(content) || live.containsKey(content);
    }

    @Override
    public byte[] read(Sha256 content) throws IOException {
        byte[] own = merged.get(content);
        if (own != null) {
            return own.clone();
        }
        WorkspacePath path = live.get(content);
        if (path == null || vault.has(content)) {
            return vault.read(content);
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
                : vault.open(content);
    }

    @Override
    public void sync() {}

    @Override
    public void close() {}
}
