package dev.countersign.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.Optional;

/// Reads one path into its [FileState], each file once. A file that changes meanwhile is read again.
final class Intake {
    private static final int WHOLE = 1 << 20;
    private static final int ATTEMPTS = 6;
    private static final Sha256 NOTHING = Sha256.of(new byte[0]);

    /// Where the bytes go; answers with their digest.
    interface Sink {
        Sha256 take(byte[] content) throws IOException;

        Sha256 take(InputStream content) throws IOException;
    }

    /// Keeps nothing.
    static final Sink DIGEST = new Sink() {
        @Override
        public Sha256 take(byte[] content) {
            return Sha256.of(content);
        }

        @Override
        public Sha256 take(InputStream content) throws IOException {
            var in = new DigestInputStream(content, Sha256.digester());
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return Sha256.ofDigest(in.getMessageDigest().digest());
        }
    };

    static Sink into(ContentStore store) {
        return new Sink() {
            @Override
            public Sha256 take(byte[] content) throws IOException {
                return store.put(content);
            }

            @Override
            public Sha256 take(InputStream content) throws IOException {
                return store.put(content);
            }
        };
    }

    /// A state together with the stamp under which it was read.
    record Taken(FileState state, Stamp stamp) {}

    private final Sink sink;
    private final boolean repair;

    /// @param repair for private copies: a file that may not be read is made readable for the moment
    Intake(Sink sink, boolean repair) {
        this.sink = sink;
        this.repair = repair;
    }

    /// What lies at `file` now. A folder counts as an empty one; whether it is, the caller knows. Empty for nothing and for
    /// special files.
    ///
    /// @throws dev.countersign.fault.EnvironmentException `WORKSPACE-002` or `WORKSPACE-003`
    Optional<Taken> take(Path file, Stamp first) throws IOException {
        Stamp before = first;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<FileState> state = attempt(file, before);
            Optional<Stamp> after = Stamp.of(file);
            if (after.isEmpty()) {
                return Optional.empty();
            }
            if (state.isPresent() && before.sameAs(after.get())) {
                return Optional.of(new Taken(state.get(), before));
            }
            if (after.get().type() == Stamp.Type.SPECIAL) {
                return Optional.empty();
            }
            pause(attempt);
            Optional<Stamp> again = Stamp.of(file);
            if (again.isEmpty()) {
                return Optional.empty();
            }
            before = again.get();
        }
        throw Faults.restless(file);
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(10L << attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Progress.CancelledException();
        }
    }

    private Optional<FileState> attempt(Path file, Stamp stamp) throws IOException {
        try {
            return switch (stamp.type()) {
                case FILE -> Optional.of(new FileState(FileState.Kind.FILE, stamp.permissions(), content(file, stamp), stamp.size()));
                case LINK -> {
                    byte[] target = target(file);
                    yield Optional.of(new FileState(FileState.Kind.LINK, 0777, sink.take(target), target.length));
                }
                case FOLDER -> Optional.of(new FileState(FileState.Kind.FOLDER, stamp.permissions(), NOTHING, 0));
                case SPECIAL -> Optional.empty();
            };
        } catch (ClosedByInterruptException e) {
            throw new Progress.CancelledException();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw Faults.unreadable(file, e);
        } catch (FileSystemException e) {
            // Opening without following fails this way where a link or a folder took the file's place meanwhile.
            if (Stamp.of(file).filter(now -> now.sameAs(stamp)).isPresent()) {
                throw Faults.unreadable(file, e);
            }
            return Optional.empty();
        }
    }

    private Sha256 content(Path file, Stamp stamp) throws IOException {
        try {
            return opened(file, stamp);
        } catch (AccessDeniedException e) {
            if (!repair || stamp.links() != 1) {
                throw e;
            }
            Stamp.permit(file, stamp.permissions() | 0400);
            try {
                return opened(file, stamp);
            } finally {
                Stamp.permit(file, stamp.permissions());
            }
        }
    }

    private Sha256 opened(Path file, Stamp stamp) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (stamp.size() > WHOLE) {
                return sink.take(Channels.newInputStream(channel));
            }
            var content = ByteBuffer.allocate((int) stamp.size());
            while (content.hasRemaining() && channel.read(content) >= 0) {
                continue;
            }
            byte[] bytes = content.hasRemaining() ? java.util.Arrays.copyOf(content.array(), content.position()) : content.array();
            return sink.take(bytes);
        }
    }

    /// The target text of a link, as the bytes of its UTF-8 form.
    static byte[] target(Path link) throws IOException {
        return LinkTarget.read(link);
    }
}
