package dev.countersign.workspace;

import java.io.IOException;
import java.io.InputStream;

/// What the first has, and where it has none, what the second has.
public record BothContents(Contents first, Contents second) implements Contents {
    @Override
    public boolean has(Sha256 content) {
        return first.has(content) || second.has(content);
    }

    @Override
    public byte[] read(Sha256 content) throws IOException {
        return first.has(content) ? first.read(content) : second.read(content);
    }

    @Override
    public InputStream open(Sha256 content) throws IOException {
        return first.has(content) ? first.open(content) : second.open(content);
    }
}
