package dev.countersign.remote;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Values as bytes, by their declared types: records component by component, sealed types by the place of their variant, containers,
/// and what the JDK's value types are. Both sides hold the same classes, which the hello makes sure of; nothing names a class in a
/// message, so a message can make no other object than its declared type allows. A record's own constructor checks what comes in.
///
/// Safe for several threads.
final class Codec {
    /// One type's form.
    interface Shape {
        void write(Out out, Object value) throws IOException;

        Object read(In in) throws IOException;
    }

    private final Map<Type, Shape> shapes = new ConcurrentHashMap<>();
    private final Map<Class<?>, Shape> plain = Plain.shapes(this);
    private final Map<String, String> described = new ConcurrentHashMap<>();

    /// @throws IllegalArgumentException where values of this type cannot travel; names it
    Shape of(Type type) {
        Shape known = shapes.get(type);
        if (known == null) {
            known = make(type);
            shapes.put(type, known);
        }
        return known;
    }

    /// What the types met so far are made of, one line each.
    List<String> description() {
        return described.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).sorted().toList();
    }

    void write(Out out, Type type, @Nullable Object value) throws IOException {
        if (type instanceof Class<?> c && c.isPrimitive()) {
            of(type).write(out, java.util.Objects.requireNonNull(value));
        } else if (value == null) {
            out.u8(0);
        } else {
            of(type).write(out.u8(1), value);
        }
    }

    @Nullable Object read(In in, Type type) throws IOException {
        boolean there = type instanceof Class<?> c && c.isPrimitive() || in.u8() == 1;
        return there ? of(type).read(in) : null;
    }

    private Shape make(Type type) {
        if (type instanceof WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0]);
        }
        Class<?> raw = type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : type instanceof Class<?> c ? c : null;
        List<Type> arguments = type instanceof ParameterizedType p ? Arrays.asList(p.getActualTypeArguments()) : List.of();
        if (raw == null) {
            throw unknown(type);
        }
        Shape simple = plain.get(raw);
        if (simple != null) {
            return simple;
        }
        if (Containers.isOne(raw)) {
            return Containers.shape(this, raw, arguments);
        }
        if (raw.isArray()) {
            return Containers.array(this, raw.getComponentType());
        }
        if (raw.isEnum()) {
            return enumeration(raw);
        }
        if (raw.isRecord()) {
            return record(type, raw, arguments);
        }
        if (raw.isSealed()) {
            return sealed(raw, arguments);
        }
        return text(raw).orElseThrow(() -> unknown(type));
    }

    private static IllegalArgumentException unknown(Type type) {
        return new IllegalArgumentException("values of " + type.getTypeName() + " cannot travel between processes; use records, sealed "
                + "types, containers and plain values");
    }

    private Shape enumeration(Class<?> raw) {
        Object[] constants = raw.getEnumConstants();
        described.put(raw.getName(), Arrays.toString(constants));
        return new Shape() {
            @Override
            public void write(Out out, Object value) {
                out.count(((Enum<?>) value).ordinal());
            }

            @Override
            public Object read(In in) throws IOException {
                return picked(constants, in.count());
            }
        };
    }

    private static <T> T picked(T[] of, int index) throws IOException {
        if (index < 0 || index >= of.length) {
            throw new IOException("a message names a variant that is not there");
        }
        return of[index];
    }

    /// Types may hold themselves: what is being made stands as a promise meanwhile.
    private Shape record(Type type, Class<?> raw, List<Type> arguments) {
        var later = new Later();
        shapes.put(type, later);
        RecordComponent[] components = raw.getRecordComponents();
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            bound.put(raw.getTypeParameters()[i], arguments.get(i));
        }
        Type[] types = Arrays.stream(components).map(c -> Bound.in(c.getGenericType(), bound)).toArray(Type[]::new);
        Method[] accessors = Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
        Arrays.stream(accessors).forEach(a -> a.setAccessible(true));
        described.put(type.getTypeName(), Arrays.toString(components));
        Constructor<?> constructor;
        try {
            constructor = raw.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has it", e);
        }
        constructor.setAccessible(true);
        for (Type each : types) {
            of(each);
        }
        return later.is(new Shape() {
            @Override
            public void write(Out out, Object value) throws IOException {
                for (int i = 0; i < types.length; i++) {
                    Codec.this.write(out, types[i], called(accessors[i], value));
                }
            }

            @Override
            public Object read(In in) throws IOException {
                var values = new Object[types.length];
                for (int i = 0; i < types.length; i++) {
                    values[i] = Codec.this.read(in, types[i]);
                }
                try {
                    return constructor.newInstance(values);
                } catch (InvocationTargetException e) {
                    throw new IOException("a message holds no valid " + raw.getSimpleName(), e.getCause());
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    private static @Nullable Object called(Method method, @Nullable Object on, @Nullable Object... arguments) throws IOException {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw new IOException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Shape sealed(Class<?> raw, List<Type> arguments) {
        if (!arguments.isEmpty()) {
            throw unknown(raw);
        }
        var later = new Later();
        shapes.put(raw, later);
        var variants = new TreeSet<Class<?>>(java.util.Comparator.comparing(Class::getName));
        gather(raw, variants);
        Class<?>[] all = variants.toArray(Class<?>[]::new);
        described.put(raw.getName(), Arrays.toString(all));
        Shape[] forms = Arrays.stream(all).map(this::of).toArray(Shape[]::new);
        return later.is(new Shape() {
            @Override
            public void write(Out out, Object value) throws IOException {
                Class<?> own = value instanceof Enum<?> e ? e.getDeclaringClass() : value.getClass();
                int index = Arrays.asList(all).indexOf(own);
                forms[index].write(out.count(index), value);
            }

            @Override
            public Object read(In in) throws IOException {
                return picked(forms, in.count()).read(in);
            }
        });
    }

    private static void gather(Class<?> type, TreeSet<Class<?>> into) {
        if (!type.isSealed() || type.isEnum()) {
            into.add(type);
            return;
        }
        for (Class<?> variant : type.getPermittedSubclasses()) {
            gather(variant, into);
        }
    }

    /// A class that says of itself that it is a text.
    private java.util.Optional<Shape> text(Class<?> raw) {
        Method creator = null;
        Method value = null;
        for (Method method : raw.getDeclaredMethods()) {
            if (Modifier.isStatic(method.getModifiers()) && method.isAnnotationPresent(JsonCreator.class)) {
                creator = method;
            } else if (method.isAnnotationPresent(JsonValue.class) && method.getReturnType() == String.class) {
                value = method;
            }
        }
        if (creator == null || value == null) {
            return java.util.Optional.empty();
        }
        Method make = creator;
        Method say = value;
        described.put(raw.getName(), "text");
        return java.util.Optional.of(new Shape() {
            @Override
            public void write(Out out, Object object) throws IOException {
                out.text((String) java.util.Objects.requireNonNull(called(say, object)));
            }

            @Override
            public Object read(In in) throws IOException {
                return java.util.Objects.requireNonNull(called(make, null, in.text()));
            }
        });
    }

    /// Stands for a form that is still being made.
    private static final class Later implements Shape {
        private volatile @Nullable Shape form;

        Shape is(Shape made) {
            form = made;
            return made;
        }

        private Shape made() {
            return java.util.Objects.requireNonNull(form);
        }

        @Override
        public void write(Out out, Object value) throws IOException {
            made().write(out, value);
        }

        @Override
        public Object read(In in) throws IOException {
            return made().read(in);
        }
    }

    /// Type variables replaced by what they stand for.
    private record Bound(Class<?> raw, Type[] arguments) implements ParameterizedType {
        static Type in(Type type, Map<TypeVariable<?>, Type> bound) {
            if (type instanceof TypeVariable<?> variable) {
                return bound.getOrDefault(variable, Object.class);
            }
            if (type instanceof ParameterizedType p && !bound.isEmpty()) {
                return new Bound((Class<?>) p.getRawType(),
                        Arrays.stream(p.getActualTypeArguments()).map(a -> in(a, bound)).toArray(Type[]::new));
            }
            return type;
        }

        @Override
        public Type[] getActualTypeArguments() {
            return arguments;
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return raw.getDeclaringClass();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ParameterizedType p && p.getRawType() == raw && Arrays.equals(p.getActualTypeArguments(), arguments);
        }

        @Override
        public int hashCode() {
            return raw.hashCode() ^ Arrays.hashCode(arguments);
        }

        @Override
        public String toString() {
            return raw.getName() + Arrays.toString(arguments);
        }
    }

    /// A list that may hold nothing in places.
    List<@Nullable Object> items(In in, Type type) throws IOException {
        int count = in.length();
        var items = new ArrayList<@Nullable Object>(count);
        for (int i = 0; i < count; i++) {
            items.add(read(in, type));
        }
        return items;
    }
}
