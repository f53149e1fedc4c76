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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Brings to disk whatever was written to the file systems of some folders, contents and names, with one call each: `syncfs(2)`. For many
/// files that costs what syncing a few one by one does. It waits for what other programs wrote there as well.
///
/// Made before the writing begins: a fault of the disk is told to whom had the file system open when it happened. Only on Linux since 5.8,
/// as before it the call said nothing of such faults.
final class WholeSync implements AutoCloseable {
    /// From so many files or folders on one call costs less than one for each.
    static final int WORTH = 16;

    private static final int READ_ONLY_CLOSED_ON_EXEC = 02000000;
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    /// The calls of the C library; empty where it may not be called or has none of these.
    private record Calls(MethodHandle open, MethodHandle syncfs, MethodHandle close, MethodHandle strerror, StructLayout state, VarHandle errno) {
        private static final Optional<Calls> FOUND = find();

        private static Optional<Calls> find() {
            if (!System.getProperty("os.name").equals("Linux") || !tellsFaults(System.getProperty("os.version"))) {
                return Optional.empty();
            }
            try {
                Linker linker = Linker.nativeLinker();
                StructLayout state = Linker.Option.captureStateLayout();
                Linker.Option errno = Linker.Option.captureCallState("errno");
                return Optional.of(new Calls(
                        linker.downcallHandle(linker.defaultLookup().findOrThrow("open"),
                                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT), errno, Linker.Option.firstVariadicArg(2)),
                        linker.downcallHandle(linker.defaultLookup().findOrThrow("syncfs"),
                                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), errno),
                        linker.downcallHandle(linker.defaultLookup().findOrThrow("close"),
                                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)),
                        linker.downcallHandle(linker.defaultLookup().findOrThrow("strerror"),
                                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT)),
                        state, state.varHandle(MemoryLayout.PathElement.groupElement("errno"))));
            } catch (RuntimeException | LinkageError e) {
                return Optional.empty();
            }
        }

        private String reason(int errno) throws Throwable {
            return ((MemorySegment) strerror.invokeExact(errno)).reinterpret(Long.MAX_VALUE).getString(0, StandardCharsets.UTF_8);
        }
    }

    private final Calls calls;
    private final Map<Long, Integer> descriptors = new HashMap<>();

    private WholeSync(Calls calls) {
        this.calls = calls;
    }

    static boolean tellsFaults(String version) {
        Matcher found = VERSION.matcher(version);
        if (!found.matches()) {
            return false;
        }
        int major = Integer.parseInt(found.group(1));
        return major > 5 || major == 5 && Integer.parseInt(found.group(2)) >= 8;
    }

    /// @return empty where this system cannot do it; then each file and folder is to be synced by itself
    static Optional<WholeSync> of(Collection<Path> folders) throws IOException {
        if (Calls.FOUND.isEmpty()) {
            return Optional.empty();
        }
        var sync = new WholeSync(Calls.FOUND.get());
        try {
            for (Path folder : folders) {
                long device = (Long) Files.getAttribute(folder, "unix:dev", LinkOption.NOFOLLOW_LINKS);
                if (!sync.descriptors.containsKey(device) && !sync.opened(device, folder)) {
                    sync.close();
                    return Optional.empty();
                }
            }
            return Optional.of(sync);
        } catch (IOException | RuntimeException e) {
            sync.close();
            throw e;
        }
    }

    /// Syncs now. For names: of content that could not be written before, nothing is told.
    ///
    /// @return whether this system can do it
    static boolean done(Collection<Path> folders) throws IOException {
        Optional<WholeSync> whole = of(folders);
        if (whole.isEmpty()) {
            return false;
        }
        try (WholeSync all = whole.get()) {
            all.sync();
            return true;
        }
    }

    private boolean opened(long device, Path folder) {
        try (Arena arena = Arena.ofConfined()) {
            Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
            MemorySegment path = arena.allocateFrom(folder.toString(), names);
            int descriptor = (int) calls.open.invokeExact(arena.allocate(calls.state), path, READ_ONLY_CLOSED_ON_EXEC);
            if (descriptor >= 0) {
                descriptors.put(device, descriptor);
            }
            return descriptor >= 0;
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /// Returns when all that was written before is on disk.
    ///
    /// @throws IOException where any of it could not be written since this was made
    void sync() throws IOException {
        for (int descriptor : descriptors.values()) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment state = arena.allocate(calls.state);
                if ((int) calls.syncfs.invokeExact(state, descriptor) != 0) {
                    throw new IOException("syncfs: " + calls.reason((int) calls.errno.get(state, 0L)));
                }
            } catch (IOException e) {
                throw e;
            } catch (Throwable e) {
                throw unchecked(e);
            }
        }
    }

    @Override
    public void close() {
        for (int descriptor : descriptors.values()) {
            try {
                int _ = (int) calls.close.invokeExact(descriptor);
            } catch (Throwable e) {
                throw unchecked(e);
            }
        }
        descriptors.clear();
    }

    private static RuntimeException unchecked(Throwable e) {
        return switch (e) {
            case Error error -> throw error;
            case RuntimeException runtime -> runtime;
            default -> new IllegalStateException(e);
        };
    }
}
