package invoice;

import java.time.LocalDate;
import java.util.List;

public final class TextReportTest {
    private TextReportTest() {}

    public static void printsLinesAndTotals() {
        Invoice invoice = new Invoice("2026-014", "Marlow Books", LocalDate.of(2026, 3, 2), List.of(
                new LineItem("Notebook", 3, Money.of("4.50"), 19),
                new LineItem("Shipping", 1, Money.of("4.90"), 19)));

        Expect.equal("""
                Invoice 2026-014
                Issued 2026-03-02 for Marlow Books

                  3 x Notebook                 13.50
                  1 x Shipping                  4.90

                Net                            18.40
                VAT                             3.50
                Total                          21.90 EUR
                """, TextReport.of(invoice));
    }
}
