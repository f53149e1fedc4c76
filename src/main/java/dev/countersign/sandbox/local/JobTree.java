package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Limits;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/// Processes in a job object of Windows: the system limits their memory and number together, and ends all of them with the job, which ends
/// with this process. What the first one starts before it is put into the job is known by its parents alone.
final class JobTree implements ProcessTree {
    private static final int SET_QUOTA_AND_TERMINATE = 0x0101;
    private static final int KILLED = 137;

    private final HandleTree parents;
    private final Kernel kernel = new Kernel();
    private final MemorySegment job;
    private boolean closed;

    /// @throws IOException where Windows says no
    JobTree(Process process, Limits limits) throws IOException {
        parents = new HandleTree(process.toHandle());
        job = kernel.job(JobLimits.of(limits));
        try {
            kernel.assign(job, process.pid());
        } catch (IOException e) {
            kernel.end(job, KILLED);
            throw e;
        }
    }

    @Override
    public synchronized void look() {
        parents.look();
    }

    @Override
    public synchronized List<Long> known() {
        return parents.known();
    }

    @Override
    public synchronized boolean kill() {
        if (!closed) {
            kernel.end(job, KILLED);
            closed = true;
        }
        return parents.kill();
    }

    /// Functions of kernel32.dll.
    @SuppressWarnings("restricted")
    private static final class Kernel {
        private final Linker linker = Linker.nativeLinker();
        private final SymbolLookup library = SymbolLookup.libraryLookup("kernel32", Arena.global());
        private final MethodHandle create = function("CreateJobObjectW", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        private final MethodHandle set = function("SetInformationJobObject", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        private final MethodHandle open = function("OpenProcess", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT));
        private final MethodHandle assign = function("AssignProcessToJobObject", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
                ValueLayout.ADDRESS));
        private final MethodHandle terminate = function("TerminateJobObject", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
        private final MethodHandle close = function("CloseHandle", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

        private MethodHandle function(String name, FunctionDescriptor shape) {
            return linker.downcallHandle(library.findOrThrow(name), shape);
        }

        MemorySegment job(byte[] limits) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment made = (MemorySegment) create.invokeExact(MemorySegment.NULL, MemorySegment.NULL);
                if (made.address() == 0) {
                    throw new IOException("no job object can be made");
                }
                MemorySegment given = arena.allocate(limits.length, 8).copyFrom(MemorySegment.ofArray(limits));
                if ((int) set.invokeExact(made, JobLimits.KIND, given, limits.length) == 0) {
                    int ignored = (int) close.invokeExact(made);
                    throw new IOException("the job object can't be limited");
                }
                return made;
            } catch (IOException | RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        void assign(MemorySegment job, long pid) throws IOException {
            try {
                MemorySegment process = (MemorySegment) open.invokeExact(SET_QUOTA_AND_TERMINATE, 0, (int) pid);
                if (process.address() == 0) {
                    throw new IOException("the process can't be put into its job object");
                }
                int done = (int) assign.invokeExact(job, process);
                int ignored = (int) close.invokeExact(process);
                if (done == 0) {
                    throw new IOException("the process can't be put into its job object");
                }
            } catch (IOException | RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        void end(MemorySegment job, int status) {
            try {
                int ended = (int) terminate.invokeExact(job, status);
                int ignored = (int) close.invokeExact(job);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
