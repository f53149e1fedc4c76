package invoice;

import java.util.Locale;

/** An invoice as plain text, 40 columns wide. */
public final class TextReport {
    private static final String CURRENCY = "EUR";

    private TextReport() {}

    public static String of(Invoice invoice) {
        StringBuilder text = new StringBuilder();
        text.append("Invoice ").append(invoice.number()).append('\n');
        text.append("Issued ").append(invoice.issued()).append(" for ").append(invoice.customer()).append("\n\n");
        for (LineItem item : invoice.items()) {
            text.append(row("  " + item.quantity() + " x " + item.text(), item.net()));
        }
        text.append('\n');
        text.append(row("Net", invoice.net()));
        text.append(row("VAT", invoice.vat()));
        text.append(total(invoice));
        return text.toString();
    }

    private static String row(String label, Money amount) {
        return String.format(Locale.ROOT, "%-26s %9s%n", label, amount).replace("\r", "");
    }

    private static String total(Invoice invoice) {
        String line = row("Total", invoice.total());
        return line.substring(0, line.length() - 1) + " " + CURRENCY + "\n";
    }
}
