package dev.countersign.remote;

import dev.countersign.workspace.Idempotent;
import dev.countersign.workspace.Progress;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What can be called on interfaces, by name; and the fingerprint of it all, by which two builds know whether they mean the same.
/// A method may return an interface of ours again: that one is called through the one that gave it.
///
/// Safe for several threads.
final class Ports {
    private final Codec codec;
    private final Map<Class<?>, Map<String, Method>> methods = new ConcurrentHashMap<>();

    Ports(Codec codec) {
        this.codec = codec;
    }

    /// Whether a value of this type stays where it is, and calls on it travel.
    static boolean isPort(Class<?> type) {
        return type.isInterface() && !type.isSealed() && type.getName().startsWith("dev.countersign.") && type != Progress.class;
    }

    static String name(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    static boolean isIdempotent(Method method) {
        return method.isAnnotationPresent(Idempotent.class) || method.getDeclaringClass().isAnnotationPresent(Idempotent.class)
                || isPort(method.getReturnType());
    }

    Optional<Method> find(Class<?> port, String name) {
        return Optional.ofNullable(methods.computeIfAbsent(port, Ports::all).get(name));
    }

    private static Map<String, Method> all(Class<?> port) {
        var found = new HashMap<String, Method>();
        for (Method method : port.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers()) && !method.isBridge()) {
                found.merge(name(method), method, (one, other) ->
                        one.getDeclaringClass().isAssignableFrom(other.getDeclaringClass()) ? other : one);
            }
        }
        return found;
    }

    /// The type of what a [Consumer] takes.
    static Type taken(Type consumer) {
        Type type = consumer instanceof ParameterizedType p ? p.getActualTypeArguments()[0] : Object.class;
        return type instanceof java.lang.reflect.WildcardType w && w.getLowerBounds().length > 0 ? w.getLowerBounds()[0] : type;
    }

    /// A digest over everything that can be said through `port`: methods, and the types they are made of.
    ///
    /// @throws IllegalArgumentException naming a method with a type that cannot travel
    byte[] fingerprint(Class<?> port) {
        var lines = new TreeSet<String>();
        describe(port, lines, new TreeSet<>());
        lines.addAll(codec.description());
        var digest = dev.countersign.workspace.Sha256.digester();
        lines.forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return digest.digest();
    }

    private void describe(Class<?> port, TreeSet<String> lines, TreeSet<String> seen) {
        if (!seen.add(port.getName())) {
            return;
        }
        all(port).values().forEach(method -> {
            lines.add(method.toGenericString());
            try {
                for (int i = 0; i < method.getParameterCount(); i++) {
                    Class<?> raw = method.getParameterTypes()[i];
                    if (raw == Consumer.class) {
                        codec.of(taken(method.getGenericParameterTypes()[i]));
                    } else if (raw != Progress.class && raw != InputStream.class && raw != OutputStream.class) {
                        codec.of(method.getGenericParameterTypes()[i]);
                    }
                }
                Class<?> returned = method.getReturnType();
                if (isPort(returned)) {
                    describe(returned, lines, seen);
                } else if (returned != void.class && returned != InputStream.class && !staysHere(method)) {
                    codec.of(method.getGenericReturnType());
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(method.getDeclaringClass().getSimpleName() + "." + method.getName() + ": "
                        + e.getMessage(), e);
            }
        });
    }

    /// A turn is the operating system's to give, not the owner's.
    private static boolean staysHere(Method method) {
        return method.getReturnType() == Optional.class && method.getName().equals("turn");
    }
}
