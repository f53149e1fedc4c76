package dev.countersign.remote;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/// Forms of the plain values.
final class Plain {
    private Plain() {}

    /// What a declared `Object` may hold, by its place in the message.
    private static final List<Class<?>> ANY = List.of(String.class, Long.class, Integer.class, Double.class, Boolean.class, byte[].class,
            Short.class, Byte.class, Float.class, BigInteger.class, BigDecimal.class, UUID.class, Instant.class, LocalDate.class,
            LocalDateTime.class, Duration.class, List.class);

    private interface Writer<T> {
        void write(Out out, T value) throws IOException;
    }

    private interface Reader<T> {
        T read(In in) throws IOException;
    }

    private static <T> Codec.Shape shape(Class<T> type, Writer<T> writer, Reader<T> reader) {
        return new Codec.Shape() {
            @Override
            public void write(Out out, Object value) throws IOException {
                writer.write(out, type.cast(value));
            }

            @Override
            public Object read(In in) throws IOException {
                return reader.read(in);
            }
        };
    }

    static Map<Class<?>, Codec.Shape> shapes(Codec codec) {
        var all = new HashMap<Class<?>, Codec.Shape>();
        both(all, boolean.class, Boolean.class, (out, v) -> out.u8(v ? 1 : 0), in -> in.u8() == 1);
        both(all, byte.class, Byte.class, (out, v) -> out.u8(v), in -> (byte) in.u8());
        both(all, short.class, Short.class, (out, v) -> out.i64(v), in -> (short) in.i64());
        both(all, char.class, Character.class, (out, v) -> out.i64(v), in -> (char) in.i64());
        both(all, int.class, Integer.class, (out, v) -> out.i64(v), in -> (int) in.i64());
        both(all, long.class, Long.class, Out::i64, In::i64);
        both(all, double.class, Double.class, (out, v) -> out.i64(Double.doubleToRawLongBits(v)), in -> Double.longBitsToDouble(in.i64()));
        both(all, float.class, Float.class, (out, v) -> out.i64(Float.floatToRawIntBits(v)), in -> Float.intBitsToFloat((int) in.i64()));
        put(all, String.class, Out::text, In::text);
        put(all, byte[].class, Out::bytes, In::bytes);
        put(all, UUID.class, (out, v) -> out.i64(v.getMostSignificantBits()).i64(v.getLeastSignificantBits()),
                in -> new UUID(in.i64(), in.i64()));
        put(all, Duration.class, (out, v) -> out.i64(v.getSeconds()).i64(v.getNano()), in -> Duration.ofSeconds(in.i64(), in.i64()));
        put(all, Instant.class, (out, v) -> out.i64(v.getEpochSecond()).i64(v.getNano()), in -> Instant.ofEpochSecond(in.i64(), in.i64()));
        put(all, LocalDate.class, (out, v) -> out.i64(v.toEpochDay()), in -> LocalDate.ofEpochDay(in.i64()));
        put(all, LocalDateTime.class, (out, v) -> out.text(v.toString()), in -> LocalDateTime.parse(in.text()));
        put(all, BigInteger.class, (out, v) -> out.bytes(v.toByteArray()), in -> new BigInteger(in.bytes()));
        put(all, BigDecimal.class, (out, v) -> out.text(v.toString()), in -> new BigDecimal(in.text()));
        // The other process may work in another folder.
        put(all, Path.class, (out, v) -> out.text(v.toAbsolutePath().toString()), in -> Path.of(in.text()));
        put(all, OptionalLong.class, (out, v) -> out.u8(v.isPresent() ? 1 : 0).i64(v.orElse(0)), in -> {
            boolean there = in.u8() == 1;
            long value = in.i64();
            return there ? OptionalLong.of(value) : OptionalLong.empty();
        });
        put(all, OptionalInt.class, (out, v) -> out.u8(v.isPresent() ? 1 : 0).i64(v.orElse(0)), in -> {
            boolean there = in.u8() == 1;
            int value = (int) in.i64();
            return there ? OptionalInt.of(value) : OptionalInt.empty();
        });
        put(all, OptionalDouble.class, (out, v) -> out.u8(v.isPresent() ? 1 : 0).i64(Double.doubleToRawLongBits(v.orElse(0))), in -> {
            boolean there = in.u8() == 1;
            double value = Double.longBitsToDouble(in.i64());
            return there ? OptionalDouble.of(value) : OptionalDouble.empty();
        });
        put(all, Object.class, (out, v) -> any(codec, out, v), in -> any(codec, in));
        return all;
    }

    private static <T> void put(Map<Class<?>, Codec.Shape> all, Class<T> type, Writer<T> writer, Reader<T> reader) {
        all.put(type, shape(type, writer, reader));
    }

    private static <T> void both(Map<Class<?>, Codec.Shape> all, Class<T> primitive, Class<T> boxed, Writer<T> writer, Reader<T> reader) {
        put(all, boxed, writer, reader);
        all.put(primitive, shape(boxed, writer, reader));
    }

    private static void any(Codec codec, Out out, Object value) throws IOException {
        for (int i = 0; i < ANY.size(); i++) {
            if (ANY.get(i).isInstance(value)) {
                codec.of(ANY.get(i)).write(out.count(i), value);
                return;
            }
        }
        throw new IOException("a value of " + value.getClass().getName() + " cannot travel between processes");
    }

    private static Object any(Codec codec, In in) throws IOException {
        int index = in.count();
        if (index < 0 || index >= ANY.size()) {
            throw new IOException("a message names a type that is not there");
        }
        return codec.of(ANY.get(index)).read(in);
    }
}
