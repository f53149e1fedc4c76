package invoice;

import java.time.LocalDate;
import java.util.List;

public final class InvoiceTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    private InvoiceTest() {}

    public static void addsUpItsLines() {
        Invoice invoice = new Invoice("2026-014", "Marlow Books", DAY, List.of(
                new LineItem("Notebook", 3, Money.of("4.50"), 19),
                new LineItem("Shipping", 1, Money.of("4.90"), 19)));

        Expect.equal(Money.of("18.40"), invoice.net());
        Expect.equal(Money.of("3.50"), invoice.vat());
        Expect.equal(Money.of("21.90"), invoice.total());
    }

    public static void aCreditIsANegativeLine() {
        Invoice invoice = new Invoice("2026-015", "Marlow Books", DAY, List.of(
                new LineItem("Notebook", -1, Money.of("4.50"), 19)));

        Expect.equal(Money.of("-5.36"), invoice.total());
    }

    public static void anInvoiceHasLines() {
        Expect.refused(() -> new Invoice("2026-016", "Marlow Books", DAY, List.of()));
    }
}
