package dev.countersign.starlark.value;

/// `x * n`.
final class Repetition {
    private Repetition() {}

    static Value repeat(Evaluation evaluation, Value x, IntValue count, Value a, Value b) {
        return switch (x) {
            case StringValue(String text) -> new StringValue(text.repeat(times(evaluation, text.length(), count, 2)));
            case BytesValue bytes -> {
                int n = times(evaluation, bytes.length(), count, 1);
                var all = new byte[bytes.length() * n];
                for (int i = 0; i < n; i++) {
                    System.arraycopy(bytes.shared(), 0, all, i * bytes.length(), bytes.length());
                }
                yield BytesValue.sharing(all);
            }
            case ListValue list -> ListValue.sharing(items(evaluation, list.copy(), count));
            case TupleValue tuple -> TupleValue.sharing(items(evaluation, tuple.shared(), count));
            default -> throw new Failure("unknown binary op: %s * %s".formatted(a.type(), b.type()));
        };
    }

    private static Value[] items(Evaluation evaluation, Value[] items, IntValue count) {
        int n = times(evaluation, items.length, count, 16);
        var all = new Value[items.length * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(items, 0, all, i * items.length, items.length);
        }
        return all;
    }

    /// How often, charged before anything is made.
    private static int times(Evaluation evaluation, int length, IntValue count, int size) {
        if (count.signum() <= 0 || length == 0) {
            return 0;
        }
        if (!count.isLong() || count.small() > Integer.MAX_VALUE) {
            throw new Failure("repeat count " + (count.isLong() ? count.toString() + " " : "") + "too large");
        }
        if (count.small() * length > Integer.MAX_VALUE - 16) {
            throw new Failure("excessive repeat (%d * %d elements)".formatted(length, count.small()));
        }
        evaluation.copy(count.small() * length, size);
        return (int) count.small();
    }
}
