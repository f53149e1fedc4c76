package dev.countersign.starlark.value;

/// The numbers from `start` by `step`, `size` of them; none of them is stored.
public record RangeValue(long start, long stop, long step, long size) implements Value {
    /// @throws Failure if `step` is zero
    public static RangeValue of(long start, long stop, long step) {
        if (step == 0) {
            throw new Failure("step argument must not be zero");
        }
        long size = step > 0 ? (stop > start ? (stop - start - 1) / step + 1 : 0)
                : start > stop ? (start - stop - 1) / -step + 1 : 0;
        return new RangeValue(start, stop, step, size);
    }

    public IntValue at(long index) {
        return IntValue.of(start + index * step);
    }

    boolean contains(Value value) {
        if (value instanceof FloatValue(double x)) {
            return x == Math.rint(x) && Math.abs(x) < 1L << 53 && contains(IntValue.of((long) x));
        }
        if (!(value instanceof IntValue number) || !number.isLong() || size == 0) {
            return false;
        }
        long x = number.small();
        long last = start + (size - 1) * step;
        return x >= Math.min(start, last) && x <= Math.max(start, last) && (x - start) % step == 0;
    }

    boolean sameAs(RangeValue other) {
        return size == other.size && (size == 0 || start == other.start && (size == 1 || step == other.step));
    }

    @Override
    public String type() {
        return "range";
    }

    @Override
    public boolean truth() {
        return size > 0;
    }
}
