package dev.countersign.secret;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Redacts every text in a value made of records, lists, optionals and maps, keys of maps too. Types that are named as kept stay as they
/// are: what stands for content or identity must stay true. Safe for use by several threads.
public final class RecordRedaction {
    private final Redaction redaction;
    private final Predicate<Class<?>> kept;
    private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();

    private record Shape(List<Method> components, Constructor<?> constructor) {}

    public RecordRedaction(Redaction redaction, Predicate<Class<?>> kept) {
        this.redaction = redaction;
        this.kept = kept;
    }

    /// The value itself where there is nothing to redact.
    ///
    /// @throws IllegalArgumentException where a record does not take the redacted text
    @SuppressWarnings("unchecked")
    public <T> T of(T value) {
        Redactor redactor = redaction.now();
        return redactor.isIdle() ? value : (T) redacted(value, redactor);
    }

    private Object redacted(Object value, Redactor redactor) {
        return switch (value) {
            case String text -> redactor.redact(text);
            case Optional<?> some -> some.isEmpty() ? some : optional(some, redactor);
            case List<?> list -> list(list, redactor);
            case Map<?, ?> map -> map(map, redactor);
            case Record one when !kept.test(one.getClass()) -> one(one, redactor);
            default -> value;
        };
    }

    private Object optional(Optional<?> some, Redactor redactor) {
        Object before = some.orElseThrow();
        Object after = redacted(before, redactor);
        return after == before ? some : Optional.of(after);
    }

    private Object list(List<?> list, Redactor redactor) {
        var copy = new ArrayList<Object>(list.size());
        boolean same = true;
        for (Object each : list) {
            Object after = redacted(each, redactor);
            same &= after == each;
            copy.add(after);
        }
        return same ? list : List.copyOf(copy);
    }

    private Object map(Map<?, ?> map, Redactor redactor) {
        Map<Object, Object> copy = map instanceof SortedMap<?, ?> ? new TreeMap<>() : new LinkedHashMap<>();
        boolean same = true;
        for (Map.Entry<?, ?> each : map.entrySet()) {
            Object key = redacted(each.getKey(), redactor);
            Object value = redacted(each.getValue(), redactor);
            same &= key == each.getKey() && value == each.getValue();
            copy.put(key, value);
        }
        return same ? map : copy;
    }

    private Object one(Record record, Redactor redactor) {
        Shape shape = shapes.computeIfAbsent(record.getClass(), RecordRedaction::shape);
        Object[] values = new Object[shape.components.size()];
        boolean same = true;
        try {
            for (int i = 0; i < values.length; i++) {
                @Nullable Object before = shape.components.get(i).invoke(record);
                values[i] = before == null ? null : redacted(before, redactor);
                same &= values[i] == before;
            }
            return same ? record : shape.constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            // Without the cause: its message may hold what must not be shown.
            throw new IllegalArgumentException("a " + record.getClass().getSimpleName() + " does not take a redacted text");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Shape shape(Class<?> type) {
        try {
            RecordComponent[] components = type.getRecordComponents();
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return new Shape(Arrays.stream(components).map(component -> {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                return accessor;
            }).toList(), constructor);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
