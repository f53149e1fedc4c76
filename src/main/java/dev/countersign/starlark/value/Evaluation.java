package dev.countersign.starlark.value;

import dev.countersign.starlark.trace.CancelledException;
import dev.countersign.starlark.trace.EvaluationException;
import dev.countersign.starlark.trace.LimitException;
import dev.countersign.starlark.trace.LimitException.Limit;
import dev.countersign.starlark.trace.StackEntry;
import dev.countersign.starlark.trace.StarlarkException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run of a script on one thread, with what it may still use up. Everything that takes work or memory is charged here first.
/// Only [#cancel] may be called from another thread.
public final class Evaluation {
    private static final long BETWEEN_CHECKS = 5_000;
    /// Nested nodes that may be under evaluation at once, over all active calls.
    private static final int MOST_NESTING = 2_500;

    private final Limits limits;
    private final Consumer<String> printer;
    private final long started = System.nanoTime();
    private final long nanos;
    private volatile boolean cancelled;
    private long steps;
    private long nextCheck;
    private long bytes;
    private int depth;
    private int nesting;
    private @Nullable Frame frame;

    /// @param printer is given each line that `print` writes
    public Evaluation(Limits limits, Consumer<String> printer) {
        this.limits = limits;
        this.printer = printer;
        long asked;
        try {
            asked = limits.time().toNanos();
        } catch (ArithmeticException e) {
            asked = Long.MAX_VALUE / 2;
        }
        nanos = asked;
        nextCheck = Math.min(BETWEEN_CHECKS, limits.steps());
    }

    /// Makes the script stop soon, with a [CancelledException].
    public void cancel() {
        cancelled = true;
    }

    /// The steps taken so far.
    public long steps() {
        return steps;
    }

    /// The bytes allocated so far.
    public long bytes() {
        return bytes;
    }

    public void print(String line) {
        allocate(line.length() * 2L);
        printer.accept(line);
    }

    /// Charges `count` steps of work that is about to be done.
    public void step(long count) {
        steps += count;
        if (steps >= nextCheck) {
            check();
        }
    }

    private void check() {
        if (steps >= limits.steps() || steps < 0) {
            throw new LimitException(Limit.STEPS, "more than " + limits.steps() + " steps", stack());
        }
        if (cancelled || Thread.currentThread().isInterrupted()) {
            throw new CancelledException(stack());
        }
        if (System.nanoTime() - started > nanos) {
            throw new LimitException(Limit.TIME, "took longer than " + limits.time(), stack());
        }
        nextCheck = Math.min(steps + BETWEEN_CHECKS, limits.steps());
    }

    /// Charges `count` bytes that are about to be allocated.
    public void allocate(long count) {
        bytes += count;
        if (bytes > limits.bytes() || bytes < 0) {
            throw new LimitException(Limit.BYTES, "allocated more than " + limits.bytes() + " bytes", stack());
        }
    }

    /// Charges a copy of `count` elements of `size` bytes.
    public void copy(long count, int size) {
        if (count > limits.bytes()) {
            throw new LimitException(Limit.BYTES, "excessive repeat or copy of " + count + " elements", stack());
        }
        allocate(32 + count * size);
        step(count / 16 + 1);
    }

    public @Nullable Frame frame() {
        return frame;
    }

    /// Makes `entered` the innermost call.
    ///
    /// @param height how deep the evaluation of its body can nest
    public void enter(Frame entered, int height) {
        step(1);
        if (depth >= limits.depth() || nesting + height > MOST_NESTING) {
            throw new LimitException(Limit.DEPTH, "Starlark stack overflow: more than " + (depth >= limits.depth() ? limits.depth() + " calls deep"
                    : MOST_NESTING + " nested expressions"), stack());
        }
        var code = entered.function.code();
        for (Frame active = frame; active != null; active = active.caller) {
            if (active.function.code() == code) {
                throw new Failure("function " + code.name() + " called recursively");
            }
        }
        depth++;
        nesting += height;
        frame = entered;
    }

    public void leave(Frame left, int height) {
        depth--;
        nesting -= height;
        frame = left.caller;
    }

    /// The failure with its traceback.
    public EvaluationException located(Failure failure) {
        return new EvaluationException(failure.getMessage(), failure.builtin(), stack());
    }

    private List<StackEntry> stack() {
        var entries = new ArrayList<StackEntry>();
        for (Frame active = frame; active != null; active = active.caller) {
            entries.add(new StackEntry(active.function.name(), active.position()));
        }
        Collections.reverse(entries);
        return entries;
    }

    /// Calls `function` from the host.
    ///
    /// @throws StarlarkException if it fails, needs too much or is cancelled
    public Value call(Value function, Value... arguments) {
        return call(function, Arguments.of(arguments));
    }

    /// Calls `function` from the host, or from a built-in.
    public Value call(Value function, Arguments arguments) {
        try {
            if (!(function instanceof Callable callable)) {
                throw new Failure("invalid call of non-function (" + function.type() + ")");
            }
            return callable.call(this, arguments);
        } catch (Failure failure) {
            if (frame != null) {
                throw failure;
            }
            throw located(failure);
        } catch (StackOverflowError e) {
            throw new LimitException(Limit.DEPTH, "Starlark stack overflow", List.of());
        }
    }
}
