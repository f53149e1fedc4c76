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

    /// Until this returns, what was put may be lost by a power failure.
    @Idempotent
    void sync() throws IOException;

    @Override
    void close() throws IOException;
}
