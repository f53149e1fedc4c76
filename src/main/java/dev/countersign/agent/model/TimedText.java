package dev.countersign.agent.model;

/// A text that a pattern is not matched against for ever.
record TimedText(CharSequence text, long until) implements CharSequence {
    static final class Over extends RuntimeException {
        Over() {
            super("over", null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if ((index & 63) == 0 && System.nanoTime() > until) {
            throw new Over();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
