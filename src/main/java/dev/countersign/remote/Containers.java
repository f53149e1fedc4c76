package dev.countersign.remote;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Forms of the containers. What is read cannot be changed.
final class Containers {
    private static final Set<Class<?>> MAPS = Set.of(Map.class, SequencedMap.class, SortedMap.class, NavigableMap.class);
    private static final Set<Class<?>> LISTS = Set.of(List.class, Collection.class, Iterable.class);
    private static final Set<Class<?>> SETS = Set.of(Set.class, SortedSet.class, NavigableSet.class);

    private Containers() {}

    static boolean isOne(Class<?> raw) {
        return raw == Optional.class || MAPS.contains(raw) || LISTS.contains(raw) || SETS.contains(raw);
    }

    static Codec.Shape shape(Codec codec, Class<?> raw, List<Type> arguments) {
        Type first = arguments.isEmpty() ? Object.class : arguments.getFirst();
        if (raw == Optional.class) {
            codec.of(first);
            return optional(codec, first);
        }
        if (MAPS.contains(raw)) {
            Type second = arguments.isEmpty() ? Object.class : arguments.get(1);
            codec.of(first);
            codec.of(second);
            return map(codec, SortedMap.class.isAssignableFrom(raw), first, second);
        }
        if (first != Object.class) {
            codec.of(first);
        }
        if (LISTS.contains(raw)) {
            return collection(codec, first, Collections::unmodifiableList);
        }
        return SortedSet.class.isAssignableFrom(raw)
                ? collection(codec, first, items -> Collections.unmodifiableNavigableSet(new TreeSet<>(items)))
                : collection(codec, first, items -> Collections.unmodifiableSet(new LinkedHashSet<>(items)));
    }

    private static Codec.Shape optional(Codec codec, Type type) {
        return new Codec.Shape() {
            @Override
            public void write(Out out, Object value) throws IOException {
                codec.write(out, type, ((Optional<?>) value).orElse(null));
            }

            @Override
            public Object read(In in) throws IOException {
                return Optional.ofNullable(codec.read(in, type));
            }
        };
    }

    private static Codec.Shape collection(Codec codec, Type type, Function<List<@Nullable Object>, Object> made) {
        return new Codec.Shape() {
            @Override
            public void write(Out out, Object value) throws IOException {
                Collection<?> items = (Collection<?>) value;
                out.count(items.size());
                for (Object item : items) {
                    codec.write(out, type, item);
                }
            }

            @Override
            public Object read(In in) throws IOException {
                return made.apply(codec.items(in, type));
            }
        };
    }

    private static Codec.Shape map(Codec codec, boolean sorted, Type keys, Type values) {
        return new Codec.Shape() {
            @Override
            public void write(Out out, Object value) throws IOException {
                Map<?, ?> map = (Map<?, ?>) value;
                out.count(map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    codec.write(out, keys, entry.getKey());
                    codec.write(out, values, entry.getValue());
                }
            }

            @Override
            public Object read(In in) throws IOException {
                Map<@Nullable Object, @Nullable Object> map = sorted ? new TreeMap<>() : new LinkedHashMap<>();
                for (int left = in.length(); left > 0; left--) {
                    Object key = codec.read(in, keys);
                    map.put(key, codec.read(in, values));
                }
                return sorted ? Collections.unmodifiableNavigableMap((TreeMap<?, ?>) map) : Collections.unmodifiableMap(map);
            }
        };
    }

    static Codec.Shape array(Codec codec, Class<?> component) {
        codec.of(component);
        return new Codec.Shape() {
            @Override
            public void write(Out out, Object value) throws IOException {
                int length = Array.getLength(value);
                out.count(length);
                for (int i = 0; i < length; i++) {
                    codec.write(out, component, Array.get(value, i));
                }
            }

            @Override
            public Object read(In in) throws IOException {
                List<@Nullable Object> items = codec.items(in, component);
                Object array = Array.newInstance(component, items.size());
                for (int i = 0; i < items.size(); i++) {
                    Array.set(array, i, items.get(i));
                }
                return array;
            }
        };
    }
}
