package dev.countersign.workspace;

import java.io.IOException;
import java.io.InputStream;

/// [Contents] that can be added to. Adding what is there already costs nothing. Safe for use by several threads.
public interface ContentStore extends Contents, AutoCloseable {

    @Idempotent
    Sha256 put(byte[] content) throws IOException;

    /// Streams `content` in; never whole in memory.
    @Idempotent
    Sha256 put(InputStream content) throws IOException;

    /// The same, with a hint: `like` is a content that this one probably resembles, such as its previous version. A store may then
    /// keep only what differs.
    default Sha256 put(InputStream content, Sha256 like) throws IOException {
        return put(content);
    }

    /// Until this returns, what was put may be lost by a power failure.
    @Idempotent
    void sync() throws IOException;

    @Override
    void close() throws IOException;
}
