package dev.countersign.run;

import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.InputStream;

/// Content of a run, and where it has none, of the ledger.
record BothContents(Contents first, Contents second) implements Contents {
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
