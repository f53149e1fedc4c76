package dev.countersign.remote;

import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A call: the methods that lead to its target, each with its arguments, and the method itself last.
record Call(List<Step> steps) {
    Call {
        steps = List.copyOf(steps);
    }

    /// @param arguments may hold nulls
    record Step(Method method, @Nullable Object[] arguments) {}

    Step last() {
        return steps.getLast();
    }

    Call then(Method method, @Nullable Object[] arguments) {
        var all = new ArrayList<>(steps);
        all.add(new Step(method, arguments));
        return new Call(all);
    }

    static final Call NONE = new Call(List.of());

    /// Whether it may be sent again where its answer was lost.
    boolean isIdempotent() {
        return Ports.isIdempotent(last().method());
    }

    <T> Optional<T> argument(Class<T> type) {
        Class<?>[] types = last().method().getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            if (types[i] == type) {
                return Optional.of(type.cast(last().arguments()[i]));
            }
        }
        return Optional.empty();
    }

    /// The same call with another argument of this type.
    Call with(Class<?> type, Object argument) {
        Step last = last();
        @Nullable Object[] arguments = last.arguments().clone();
        for (int i = 0; i < arguments.length; i++) {
            if (last.method().getParameterTypes()[i] == type) {
                arguments[i] = argument;
            }
        }
        return new Call(steps.subList(0, steps.size() - 1)).then(last.method(), arguments);
    }

    void write(Out out, Codec codec) throws IOException {
        out.count(steps.size());
        for (Step step : steps) {
            out.text(Ports.name(step.method()));
            for (int i = 0; i < step.arguments().length; i++) {
                Class<?> raw = step.method().getParameterTypes()[i];
                if (raw == Progress.class) {
                    out.u8(step.arguments()[i] instanceof Progress p && p.cancelled() ? 1 : 0);
                } else if (!flows(raw)) {
                    codec.write(out, step.method().getGenericParameterTypes()[i], step.arguments()[i]);
                }
            }
        }
    }

    private static boolean flows(Class<?> raw) {
        return raw == InputStream.class || raw == OutputStream.class || raw == Consumer.class;
    }

    /// What stands for an argument that flows while the call runs.
    interface Flows {
        Object of(Class<?> type, java.lang.reflect.Type generic, boolean cancelled);
    }

    static Call read(In in, Codec codec, Ports ports, Class<?> root, Flows flows) throws IOException {
        var steps = new ArrayList<Step>();
        Class<?> port = root;
        for (int left = in.length(); left > 0; left--) {
            String name = in.text();
            Class<?> on = port;
            Method method = ports.find(on, name).orElseThrow(() -> new IOException("there is no " + on.getSimpleName() + "." + name));
            var arguments = new @Nullable Object[method.getParameterCount()];
            for (int i = 0; i < arguments.length; i++) {
                Class<?> raw = method.getParameterTypes()[i];
                java.lang.reflect.Type generic = method.getGenericParameterTypes()[i];
                arguments[i] = raw == Progress.class ? flows.of(raw, generic, in.u8() == 1)
                        : flows(raw) ? flows.of(raw, generic, false) : codec.read(in, generic);
            }
            steps.add(new Step(method, arguments));
            port = method.getReturnType();
        }
        if (steps.isEmpty() || !in.isAtEnd()) {
            throw new IOException("a call has no end");
        }
        return new Call(steps);
    }

    /// Makes the call on an object of this process.
    ///
    /// @throws java.lang.reflect.InvocationTargetException with what it threw
    @Nullable Object on(Object root) throws ReflectiveOperationException {
        @Nullable Object target = root;
        for (Step step : steps) {
            target = step.method().invoke(target, step.arguments());
        }
        return target;
    }
}
