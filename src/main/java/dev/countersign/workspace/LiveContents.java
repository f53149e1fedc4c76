package dev.countersign.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.security.DigestInputStream;
import java.util.HashMap;
import java.util.Map;

/// Content of the live tree by digest, as it lay when it was captured. Every read is checked: a file that changed since is missing.
final class LiveContents implements Contents {
    private static final long SMALL = 1 << 20;

    private record Place(WorkspacePath path, FileState state) {}

    private final Workspace workspace;
    private final Map<Sha256, Place> places = new HashMap<>();

    LiveContents(Workspace workspace, Snapshot live) {
        this.workspace = workspace;
        live.files().forEach((path, state) -> {
            if (state.kind() != FileState.Kind.FOLDER) {
                places.putIfAbsent(state.content(), new Place(path, state));
            }
        });
    }

    @Override
    public boolean has(Sha256 content) {
        return places.containsKey(content);
    }

    @Override
    public byte[] read(Sha256 content) throws IOException {
        byte[] bytes = workspace.read(place(content).path());
        if (!Sha256.of(bytes).equals(content)) {
            throw changed(content);
        }
        return bytes;
    }

    @Override
    public InputStream open(Sha256 content) throws IOException {
        Place place = place(content);
        if (place.state().kind() == FileState.Kind.LINK || place.state().size() <= SMALL) {
            return new java.io.ByteArrayInputStream(read(content));
        }
        return new Checked(Files.newInputStream(place.path().in(workspace.root()), LinkOption.NOFOLLOW_LINKS), content);
    }

    private Place place(Sha256 content) throws MissingContentException {
        Place place = places.get(content);
        if (place == null) {
            throw new MissingContentException(content, "is in no file of the workspace");
        }
        return place;
    }

    private static MissingContentException changed(Sha256 content) {
        return new MissingContentException(content, "was changed in the workspace meanwhile");
    }

    private static final class Checked extends DigestInputStream {
        private final Sha256 content;
        private boolean ended;

        Checked(InputStream in, Sha256 content) {
            super(in, Sha256.digester());
            this.content = content;
        }

        @Override
        public int read() throws IOException {
            return end(super.read());
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return end(super.read(into, offset, length));
        }

        private int end(int read) throws MissingContentException {
            if (read < 0 && !ended) {
                ended = true;
                if (!Sha256.ofDigest(getMessageDigest().digest()).equals(content)) {
                    throw changed(content);
                }
            }
            return read;
        }
    }
}
