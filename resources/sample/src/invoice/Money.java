package invoice;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** An amount of euros, in whole cents. */
public record Money(long cents) {
    public static final Money ZERO = new Money(0);

    /** Reads an amount such as {@code 12.50}. */
    public static Money of(String euros) {
        return new Money(new BigDecimal(euros).movePointRight(2).longValueExact());
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(cents, other.cents));
    }

    public Money times(int factor) {
        return new Money(Math.multiplyExact(cents, (long) factor));
    }

    /** So many per cent of this amount. Half a cent is rounded away from zero, as the tax office wants it. */
    public Money percent(int rate) {
        return new Money(BigDecimal.valueOf(cents)
                .multiply(BigDecimal.valueOf(rate))
                .divide(BigDecimal.valueOf(100), 0, RoundingMode.HALF_UP)
                .longValueExact());
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }
}
