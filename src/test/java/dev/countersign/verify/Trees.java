package dev.countersign.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.changeset.Changeset;
import dev.countersign.plan.Contract;
import dev.countersign.sandbox.Level;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Trees in memory, for sensors, which look at nothing else.
public final class Trees implements Contents {
    private final Map<Sha256, byte[]> contents = new HashMap<>();
    private final Map<WorkspacePath, FileState> base = new HashMap<>();
    private final Map<WorkspacePath, FileState> result = new HashMap<>();

    public Trees before(String path, String content) {
        return before(path, content.getBytes(UTF_8));
    }

    public Trees before(String path, byte[] content) {
        base.put(WorkspacePath.of(path), put(content));
        return this;
    }

    public Trees after(String path, String content) {
        return after(path, content.getBytes(UTF_8));
    }

    public Trees after(String path, byte[] content) {
        result.put(WorkspacePath.of(path), put(content));
        return this;
    }

    private FileState put(byte[] content) {
        contents.put(Sha256.of(content), content);
        return FileState.file(content, false);
    }

    /// The request has no stage: sensors have no business there.
    @SuppressWarnings("NullAway")
    public Verifier.Request request(Contract contract) throws IOException {
        Snapshot tree = new Snapshot(result);
        return new Verifier.Request(null, tree, Changeset.between(new Snapshot(base), tree, this), contract, this, List.of(), Level.L0);
    }

    @Override
    public boolean has(Sha256 content) {
        return contents.containsKey(content);
    }

    @Override
    public byte[] read(Sha256 content) throws IOException {
        if (!has(content)) {
            throw new MissingContentException(content, "is not there");
        }
        return contents.get(content);
    }

    @Override
    public InputStream open(Sha256 content) throws IOException {
        return new ByteArrayInputStream(read(content));
    }
}
