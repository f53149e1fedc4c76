package dev.countersign.starlark.value;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Floating-point numbers as text, and what whole numbers become of them.
public final class Floats {
    private static final int LEAST_EXPONENT = -4;
    private static final int MOST_EXPONENT = 17;

    private Floats() {}

    /// The shortest digits that denote `x`, always with a point or an exponent.
    static String shortest(double x) {
        if (Double.isNaN(x)) {
            return "nan";
        }
        if (Double.isInfinite(x)) {
            return x > 0 ? "+inf" : "-inf";
        }
        if (x == 0) {
            return 1 / x < 0 ? "-0.0" : "0.0";
        }
        var exact = new BigDecimal(Double.toString(Math.abs(x))).stripTrailingZeros();
        String digits = exact.unscaledValue().toString();
        int exponent = digits.length() - 1 - exact.scale();
        String sign = x < 0 ? "-" : "";
        if (exponent < LEAST_EXPONENT || exponent >= MOST_EXPONENT) {
            String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
            return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        }
        String plain = exact.toPlainString();
        return sign + plain + (plain.indexOf('.') < 0 ? ".0" : "");
    }

    /// As the conversions `e`, `f` and `g` of a format show it, upper case for an upper-case one.
    static String converted(double x, char conversion) {
        String text = Double.isNaN(x) || Double.isInfinite(x) ? shortest(x) : switch (Character.toLowerCase(conversion)) {
            case 'e' -> scientific(x);
            case 'f' -> (x < 0 || 1 / x < 0 ? "-" : "") + new BigDecimal(Math.abs(x)).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
            default -> shortest(x);
        };
        return Character.isUpperCase(conversion) ? text.toUpperCase(java.util.Locale.ROOT) : text;
    }

    private static String scientific(double x) {
        if (x == 0) {
            return (1 / x < 0 ? "-" : "") + "0.000000e+00";
        }
        BigDecimal rounded = new BigDecimal(Math.abs(x)).round(new java.math.MathContext(7, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().toString();
        int exponent = digits.length() - 1 - rounded.scale();
        digits = (digits + "000000").substring(0, 7);
        return (x < 0 ? "-" : "") + digits.charAt(0) + "." + digits.substring(1) + "e" + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /// The double nearest to `number`.
    ///
    /// @throws Failure if it is too large
    public static double of(IntValue number) {
        double x = number.toDouble();
        if (Double.isInfinite(x)) {
            throw new Failure("int too large to convert to float");
        }
        return x;
    }

    /// The whole number that `x` is when cut towards zero.
    ///
    /// @throws Failure if it is not finite
    public static IntValue truncated(double x) {
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            throw new Failure("cannot convert float " + (Double.isNaN(x) ? "NaN" : "infinity") + " to integer");
        }
        return Math.abs(x) < 9e18 ? IntValue.of((long) x) : IntValue.of(new BigDecimal(x).toBigInteger());
    }

}
