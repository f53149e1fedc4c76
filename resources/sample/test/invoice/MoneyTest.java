package invoice;

public final class MoneyTest {
    private MoneyTest() {}

    public static void readsAndPrintsTheSameAmount() {
        Expect.equal("1234.50", Money.of("1234.5").toString());
        Expect.equal("-0.05", Money.of("-0.05").toString());
    }

    public static void addsExactly() {
        Expect.equal(Money.of("0.30"), Money.of("0.10").plus(Money.of("0.20")));
    }

    public static void roundsHalfACentUp() {
        Expect.equal(Money.of("0.10"), Money.of("0.50").percent(19));
        Expect.equal(Money.of("0.93"), Money.of("4.90").percent(19));
    }

    public static void roundsCreditsAwayFromZero() {
        Expect.equal(Money.of("-0.10"), Money.of("-0.50").percent(19));
    }
}
