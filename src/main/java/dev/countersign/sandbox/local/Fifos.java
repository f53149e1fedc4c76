package dev.countersign.sandbox.local;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/// Makes named pipes by `mkfifo(3)`; a program for that would take as long to start as what it is made for.
final class Fifos {
    private static final int FOR_THE_OWNER = 0600;

    private final Optional<MethodHandle> mkfifo;

    @SuppressWarnings("restricted")
    Fifos() {
        Linker linker = Linker.nativeLinker();
        mkfifo = linker.defaultLookup().find("mkfifo").map(symbol -> linker.downcallHandle(symbol,
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)));
    }

    /// Whether this system has them; Windows has not.
    boolean areThere() {
        return mkfifo.isPresent();
    }

    void make(Path pipe) throws IOException {
        int result;
        try (Arena arena = Arena.ofConfined()) {
            result = (int) mkfifo.orElseThrow().invokeExact(arena.allocateFrom(pipe.toString()), FOR_THE_OWNER);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (result != 0) {
            throw new IOException("no pipe can be made at " + pipe);
        }
    }
}
