package invoice;

/** One line of an invoice. */
public record LineItem(String text, int quantity, Money price, int vatPercent) {

    public LineItem {
        if (quantity == 0) {
            throw new IllegalArgumentException("a line has a quantity: " + text);
        }
    }

    public Money net() {
        return price.times(quantity);
    }

    public Money vat() {
        return net().percent(vatPercent);
    }
}
