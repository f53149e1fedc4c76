package invoice;

import java.time.LocalDate;
import java.util.List;

/** What a customer owes, and since when. */
public record Invoice(String number, String customer, LocalDate issued, List<LineItem> items) {

    public Invoice {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("invoice " + number + " has no lines");
        }
    }

    public Money net() {
        return items.stream().map(LineItem::net).reduce(Money.ZERO, Money::plus);
    }

    public Money vat() {
        return items.stream().map(LineItem::vat).reduce(Money.ZERO, Money::plus);
    }

    public Money total() {
        return net().plus(vat());
    }
}
