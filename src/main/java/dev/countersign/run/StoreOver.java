package dev.countersign.run;

import dev.countersign.workspace.BothContents;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.InputStream;

/// Content that is there already, and a store for whatever comes to it. Closing it closes neither.
record StoreOver(ContentStore own, Contents below) implements ContentStore {
    @Override
    public boolean has(Sha256 content) {
        return own.has(content) || below.has(content);
    }

    @Override
    public byte[] read(Sha256 content) throws IOException {
        return new BothContents(own, below).read(content);
    }

    @Override
    public InputStream open(Sha256 content) throws IOException {
        return new BothContents(own, below).open(content);
    }

    @Override
    public Sha256 put(byte[] content) throws IOException {
        return own.put(content);
    }

    @Override
    public Sha256 put(InputStream content) throws IOException {
        return own.put(content);
    }

    @Override
    public void sync() throws IOException {
        own.sync();
    }

    @Override
    public void close() {}
}
