package dev.countersign.workspace;

import java.io.IOException;
import java.io.InputStream;

/// Bytes by digest. Reads are checked: what comes back has the digest that was asked for.
@Idempotent
public interface Contents {

    boolean has(Sha256 content);

    /// The bytes, whole. For content known to be small; else [#open].
    ///
    /// @throws MissingContentException where the store has none, or has other bytes under that name
    /// @throws IOException             where reading fails
    byte[] read(Sha256 content) throws IOException;

    /// The same as a stream; the check happens at its end, by throwing from the last read.
    InputStream open(Sha256 content) throws IOException;
}
