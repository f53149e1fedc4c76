package dev.countersign.starlark.value;

/// Searches within texts and bytes, charged for the worst that they may take.
public final class Searching {
    private Searching() {}

    /// Charges a plain search for `part` elements in `whole`.
    public static void charge(Evaluation evaluation, int whole, int part) {
        evaluation.step(1 + whole / 16L * Math.max(1, Math.min(part, whole) / 16));
    }

    static boolean inBytes(Evaluation evaluation, Value a, BytesValue bytes) {
        if (a instanceof IntValue number) {
            if (!number.isLong() || number.small() < 0 || number.small() > 255) {
                throw new Failure("int in bytes: " + number + " out of range");
            }
            evaluation.step(1 + bytes.length() / 16);
            for (byte octet : bytes.shared()) {
                if ((octet & 0xff) == number.small()) {
                    return true;
                }
            }
            return false;
        }
        if (!(a instanceof BytesValue part)) {
            throw new Failure("'in bytes' requires bytes or int as left operand, not " + a.type());
        }
        charge(evaluation, bytes.length(), part.length());
        for (int i = 0; i + part.length() <= bytes.length(); i++) {
            if (java.util.Arrays.equals(bytes.shared(), i, i + part.length(), part.shared(), 0, part.length())) {
                return true;
            }
        }
        return false;
    }
}
