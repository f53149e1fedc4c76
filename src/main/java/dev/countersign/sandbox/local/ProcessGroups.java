package dev.countersign.sandbox.local;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Kills process groups by `kill(2)`, which reaches every member at one moment.
final class ProcessGroups {
    private static final int SIGKILL = 9;

    private final MethodHandle kill;

    @SuppressWarnings("restricted")
    ProcessGroups() {
        Linker linker = Linker.nativeLinker();
        kill = linker.downcallHandle(linker.defaultLookup().findOrThrow("kill"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    /// Whether there was a member, be it one that is dead and was not waited for.
    ///
    /// @param group more than 1, which would be everybody
    boolean kill(long group) {
        if (group <= 1 || group > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no group: " + group);
        }
        try {
            return (int) kill.invokeExact((int) -group, SIGKILL) == 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
