package dev.countersign.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// Takes content for its digest and keeps none of it: for the hash of a tree whose content nobody needs.
public final class DigestStore implements ContentStore {
    @Override
    public Sha256 put(byte[] content) {
        return Sha256.of(content);
    }

    @Override
    public Sha256 put(InputStream content) throws IOException {
        MessageDigest digest = Sha256.digester();
        byte[] buffer = new byte[1 << 16];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return Sha256.ofDigest(digest.digest());
    }

    @Override
    public boolean has(Sha256 content) {
        return false;
    }

    @Override
    public byte[] read(Sha256 content) throws IOException {
        throw new MissingContentException(content, "was hashed, not kept");
    }

    @Override
    public InputStream open(Sha256 content) throws IOException {
        throw new MissingContentException(content, "was hashed, not kept");
    }

    @Override
    public void sync() {}

    @Override
    public void close() {}
}
