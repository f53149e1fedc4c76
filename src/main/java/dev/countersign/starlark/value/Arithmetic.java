package dev.countersign.starlark.value;

import java.math.BigInteger;

/// The arithmetic of numbers, and what `+`, `*`, `|` and their like mean for other values. Work on large numbers is charged by its size.
public final class Arithmetic {
    private static final int MOST_SHIFT = 512;
    private static final long LARGEST_INT_BITS = 1L << 24;

    private Arithmetic() {}

    private static Failure unknown(Value a, String operator, Value b) {
        return new Failure("unknown binary op: %s %s %s".formatted(a.type(), operator, b.type()));
    }

    private static boolean numbers(Value a, Value b) {
        return (a instanceof IntValue || a instanceof FloatValue) && (b instanceof IntValue || b instanceof FloatValue);
    }

    private static double real(Value value) {
        return value instanceof FloatValue(double x) ? x : value instanceof IntValue number ? Floats.of(number) : Double.NaN;
    }

    private static Value real(Evaluation evaluation, double x) {
        evaluation.allocate(24);
        return new FloatValue(x);
    }

    private static Value whole(Evaluation evaluation, BigInteger number) {
        evaluation.allocate(48 + number.bitLength() / 8);
        return IntValue.of(number);
    }

    public static Value add(Evaluation evaluation, Value a, Value b) {
        if (a instanceof IntValue x && b instanceof IntValue y) {
            if (x.isLong() && y.isLong()) {
                long sum = x.small() + y.small();
                if (((x.small() ^ sum) & (y.small() ^ sum)) >= 0) {
                    evaluation.allocate(24);
                    return IntValue.of(sum);
                }
            }
            evaluation.step((x.words() + y.words()) / 16);
            return whole(evaluation, x.big().add(y.big()));
        }
        if (a instanceof StringValue(String x) && b instanceof StringValue(String y)) {
            evaluation.copy((long) x.length() + y.length(), 2);
            return new StringValue(x.concat(y));
        }
        if (numbers(a, b)) {
            return real(evaluation, real(a) + real(b));
        }
        if (a instanceof ListValue x && b instanceof ListValue y) {
            return ListValue.sharing(joined(evaluation, x.copy(), y.copy()));
        }
        if (a instanceof TupleValue x && b instanceof TupleValue y) {
            return TupleValue.sharing(joined(evaluation, x.shared(), y.shared()));
        }
        if (a instanceof BytesValue x && b instanceof BytesValue y) {
            evaluation.copy((long) x.length() + y.length(), 1);
            var all = java.util.Arrays.copyOf(x.shared(), x.length() + y.length());
            System.arraycopy(y.shared(), 0, all, x.length(), y.length());
            return BytesValue.sharing(all);
        }
        throw unknown(a, "+", b);
    }

    private static Value[] joined(Evaluation evaluation, Value[] x, Value[] y) {
        evaluation.copy((long) x.length + y.length, 24);
        var all = java.util.Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, all, x.length, y.length);
        return all;
    }

    public static Value subtract(Evaluation evaluation, Value a, Value b) {
        if (a instanceof IntValue x && b instanceof IntValue y) {
            if (x.isLong() && y.isLong()) {
                long difference = x.small() - y.small();
                if (((x.small() ^ y.small()) & (x.small() ^ difference)) >= 0) {
                    evaluation.allocate(24);
                    return IntValue.of(difference);
                }
            }
            evaluation.step((x.words() + y.words()) / 16);
            return whole(evaluation, x.big().subtract(y.big()));
        }
        if (numbers(a, b)) {
            return real(evaluation, real(a) - real(b));
        }
        if (a instanceof SetValue x && b instanceof SetValue y) {
            return Sets.difference(evaluation, x, y);
        }
        throw unknown(a, "-", b);
    }

    public static Value multiply(Evaluation evaluation, Value a, Value b) {
        if (a instanceof IntValue x && b instanceof IntValue y) {
            if (x.isLong() && y.isLong()) {
                long high = Math.multiplyHigh(x.small(), y.small());
                long low = x.small() * y.small();
                if (high == 0 && low >= 0 || high == -1 && low < 0) {
                    evaluation.allocate(24);
                    return IntValue.of(low);
                }
            }
            chargeProduct(evaluation, x, y);
            return whole(evaluation, x.big().multiply(y.big()));
        }
        if (numbers(a, b)) {
            return real(evaluation, real(a) * real(b));
        }
        if (a instanceof IntValue count) {
            return Repetition.repeat(evaluation, b, count, a, b);
        }
        if (b instanceof IntValue count) {
            return Repetition.repeat(evaluation, a, count, a, b);
        }
        throw unknown(a, "*", b);
    }

    private static void chargeProduct(Evaluation evaluation, IntValue x, IntValue y) {
        evaluation.step(1 + x.words() * y.words() / 16);
        evaluation.allocate((x.words() + y.words()) * 4);
        if ((x.words() + y.words()) * 32 > LARGEST_INT_BITS) {
            throw new Failure("int too large");
        }
    }

    public static Value divide(Evaluation evaluation, Value a, Value b) {
        if (numbers(a, b)) {
            double divisor = real(b);
            if (divisor == 0) {
                throw new Failure("floating-point division by zero");
            }
            return real(evaluation, real(a) / divisor);
        }
        throw unknown(a, "/", b);
    }

    public static Value floorDivide(Evaluation evaluation, Value a, Value b) {
        if (a instanceof IntValue x && b instanceof IntValue y) {
            if (y.signum() == 0) {
                throw new Failure("floored division by zero");
            }
            if (x.isLong() && y.isLong() && (x.small() != Long.MIN_VALUE || y.small() != -1)) {
                evaluation.allocate(24);
                return IntValue.of(Math.floorDiv(x.small(), y.small()));
            }
            chargeProduct(evaluation, x, y);
            BigInteger[] parts = x.big().divideAndRemainder(y.big());
            boolean down = parts[1].signum() != 0 && parts[1].signum() != y.signum();
            return whole(evaluation, down ? parts[0].subtract(BigInteger.ONE) : parts[0]);
        }
        if (numbers(a, b)) {
            double divisor = real(b);
            if (divisor == 0) {
                throw new Failure("floored division by zero");
            }
            return real(evaluation, Math.floor(real(a) / divisor));
        }
        throw unknown(a, "//", b);
    }

    public static Value modulo(Evaluation evaluation, Value a, Value b) {
        if (a instanceof IntValue x && b instanceof IntValue y) {
            if (y.signum() == 0) {
                throw new Failure("integer modulo by zero");
            }
            if (x.isLong() && y.isLong()) {
                evaluation.allocate(24);
                return IntValue.of(Math.floorMod(x.small(), y.small()));
            }
            chargeProduct(evaluation, x, y);
            BigInteger rest = x.big().remainder(y.big());
            return whole(evaluation, rest.signum() != 0 && rest.signum() != y.signum() ? rest.add(y.big()) : rest);
        }
        if (a instanceof StringValue(String format)) {
            return Interpolation.interpolate(evaluation, format, b);
        }
        if (numbers(a, b)) {
            double divisor = real(b);
            if (divisor == 0) {
                throw new Failure("floating-point modulo by zero");
            }
            double rest = real(a) % divisor;
            return real(evaluation, rest != 0 && rest < 0 != divisor < 0 ? rest + divisor : rest);
        }
        throw unknown(a, "%", b);
    }

    public static Value or(Evaluation evaluation, Value a, Value b) {
        if (a instanceof IntValue x && b instanceof IntValue y) {
            return bits(evaluation, x, y, x.small() | y.small(), BigInteger::or);
        }
        if (a instanceof DictValue x && b instanceof DictValue y) {
            DictValue union = x.copy(evaluation);
            Sets.putAll(evaluation, union, y);
            return union;
        }
        if (a instanceof SetValue x && b instanceof SetValue y) {
            return Sets.union(evaluation, x, y);
        }
        throw unknown(a, "|", b);
    }

    public static Value and(Evaluation evaluation, Value a, Value b) {
        if (a instanceof IntValue x && b instanceof IntValue y) {
            return bits(evaluation, x, y, x.small() & y.small(), BigInteger::and);
        }
        if (a instanceof SetValue x && b instanceof SetValue y) {
            return Sets.intersection(evaluation, x, y);
        }
        throw unknown(a, "&", b);
    }

    public static Value xor(Evaluation evaluation, Value a, Value b) {
        if (a instanceof IntValue x && b instanceof IntValue y) {
            return bits(evaluation, x, y, x.small() ^ y.small(), BigInteger::xor);
        }
        if (a instanceof SetValue x && b instanceof SetValue y) {
            return Sets.symmetricDifference(evaluation, x, y);
        }
        throw unknown(a, "^", b);
    }

    private static Value bits(Evaluation evaluation, IntValue x, IntValue y, long small, java.util.function.BinaryOperator<BigInteger> large) {
        if (x.isLong() && y.isLong()) {
            evaluation.allocate(24);
            return IntValue.of(small);
        }
        evaluation.step((x.words() + y.words()) / 16);
        return whole(evaluation, large.apply(x.big(), y.big()));
    }

    /// `a << b` or `a >> b`.
    public static Value shift(Evaluation evaluation, Value a, Value b, boolean left) {
        if (!(a instanceof IntValue x && b instanceof IntValue y)) {
            throw unknown(a, left ? "<<" : ">>", b);
        }
        if (y.signum() < 0) {
            throw new Failure("negative shift count: " + y);
        }
        if (!y.isLong() || left && y.small() >= MOST_SHIFT) {
            if (!left) {
                return IntValue.of(x.signum() < 0 ? -1 : 0);
            }
            throw new Failure("shift count too large: " + y);
        }
        evaluation.step(x.words() / 16);
        evaluation.allocate(x.words() * 4 + y.small() / 8);
        int by = (int) Math.min(y.small(), Integer.MAX_VALUE);
        return whole(evaluation, left ? x.big().shiftLeft(by) : x.big().shiftRight(by));
    }

    /// `-x`, `+x` or `~x`.
    public static Value unary(Evaluation evaluation, String operator, Value x) {
        if (x instanceof IntValue number) {
            if (operator.equals("+")) {
                return x;
            }
            evaluation.step(number.words() / 16);
            return operator.equals("-") ? whole(evaluation, number.big().negate()) : whole(evaluation, number.big().not());
        }
        if (x instanceof FloatValue(double value) && !operator.equals("~")) {
            return operator.equals("-") ? real(evaluation, -value) : x;
        }
        throw new Failure("unknown unary op: " + operator + x.type());
    }

    /// `a in b`.
    public static boolean contains(Evaluation evaluation, Value a, Value b) {
        switch (b) {
            case StringValue(String text) -> {
                if (!(a instanceof StringValue(String part))) {
                    throw new Failure("'in <string>' requires string as left operand, not " + a.type());
                }
                Searching.charge(evaluation, text.length(), part.length());
                return text.contains(part);
            }
            case DictValue dict -> {
                return dict.table().find(evaluation, a) >= 0;
            }
            case SetValue set -> {
                return set.contains(evaluation, a);
            }
            case RangeValue range -> {
                if (!(a instanceof IntValue) && !(a instanceof FloatValue)) {
                    throw new Failure("'in <range>' requires integer as left operand, not " + a.type());
                }
                return range.contains(a);
            }
            case BytesValue bytes -> {
                return Searching.inBytes(evaluation, a, bytes);
            }
            case ListValue list -> {
                for (int i = 0; i < list.size(); i++) {
                    evaluation.step(1);
                    if (Equality.equal(evaluation, a, list.at(i))) {
                        return true;
                    }
                }
                return false;
            }
            case TupleValue tuple -> {
                for (Value item : tuple.shared()) {
                    evaluation.step(1);
                    if (Equality.equal(evaluation, a, item)) {
                        return true;
                    }
                }
                return false;
            }
            default -> throw unknown(a, "in", b);
        }
    }
}
