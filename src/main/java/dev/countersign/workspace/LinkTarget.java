package dev.countersign.workspace;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The text of a symbolic link, letter by letter. A [Path] has no slash at its end and no two in a row, so such a text is read and
/// written by `readlink(2)` and `symlink(2)`; where these can't be called, as on Windows, it is as a path has it.
final class LinkTarget {
    private static final int LONGEST = 1 << 16;
    private static final int EXISTS = 17;
    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private LinkTarget() {}

    private record Calls(MethodHandle readlink, MethodHandle symlink, StructLayout state, VarHandle errno) {
        private static final Optional<Calls> FOUND = find();

        private static Optional<Calls> find() {
            try {
                Linker linker = Linker.nativeLinker();
                StructLayout state = Linker.Option.captureStateLayout();
                Linker.Option errno = Linker.Option.captureCallState("errno");
                return Optional.of(new Calls(
                        linker.downcallHandle(linker.defaultLookup().findOrThrow("readlink"), FunctionDescriptor.of(ValueLayout.JAVA_LONG,
                                ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG), errno),
                        linker.downcallHandle(linker.defaultLookup().findOrThrow("symlink"), FunctionDescriptor.of(ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS, ValueLayout.ADDRESS), errno),
                        state, state.varHandle(MemoryLayout.PathElement.groupElement("errno"))));
            } catch (RuntimeException | LinkageError e) {
                return Optional.empty();
            }
        }
    }

    /// In the form in which it is content: UTF-8.
    ///
    /// @throws java.nio.file.NotLinkException where it is no link any more
    static byte[] read(Path link) throws IOException {
        // It says why a link can't be read.
        String text = Files.readSymbolicLink(link).toString();
        return Calls.FOUND.isEmpty() ? text.getBytes(StandardCharsets.UTF_8) : raw(Calls.FOUND.get(), link).getBytes(StandardCharsets.UTF_8);
    }

    private static String raw(Calls calls, Path link) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(LONGEST);
            MemorySegment state = arena.allocate(calls.state);
            long length = (long) calls.readlink.invokeExact(state, arena.allocateFrom(link.toAbsolutePath().toString(), NAMES), text, (long) LONGEST);
            if (length < 0) {
                throw failed(link, (int) calls.errno.get(state, 0L));
            }
            return new String(text.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), NAMES);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param target as [#read] gives it
    /// @return the link
    /// @throws FileAlreadyExistsException where the name is not free
    static Path make(Path link, byte[] target) throws IOException {
        String text = new String(target, StandardCharsets.UTF_8);
        Path path = link.getFileSystem().getPath(text);
        if (path.toString().equals(text) || Calls.FOUND.isEmpty()) {
            return Files.createSymbolicLink(link, path);
        }
        Calls calls = Calls.FOUND.get();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(calls.state);
            int done = (int) calls.symlink.invokeExact(state, arena.allocateFrom(text, NAMES), arena.allocateFrom(link.toAbsolutePath().toString(), NAMES));
            if (done != 0) {
                throw failed(link, (int) calls.errno.get(state, 0L));
            }
            return link;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// A link like another, wherever it leads.
    static void copy(Path from, Path to) throws IOException {
        make(to, read(from));
    }

    private static IOException failed(Path link, int errno) {
        return errno == EXISTS ? new FileAlreadyExistsException(link.toString())
                : new FileSystemException(link.toString(), null, "the link can't be read or made: error " + errno);
    }
}
