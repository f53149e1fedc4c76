package dev.countersign.verify.project;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text that can be read until a moment: java.util.regex has no limit of its own, but asks for every character.
record BoundedText(CharSequence text, long until) implements CharSequence {

    /// Where `pattern` matches in one line, from 0; empty inside where it does not, empty where that could not be told in time.
    static Optional<OptionalInt> find(Pattern pattern, String line, Duration patience) {
        Matcher matcher = pattern.matcher(new BoundedText(line, System.nanoTime() + patience.toNanos()));
        try {
            return Optional.of(matcher.find() ? OptionalInt.of(matcher.start()) : OptionalInt.empty());
        } catch (TooLong | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private static final class TooLong extends RuntimeException {
        TooLong() {
            super(null, null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (System.nanoTime() - until > 0) {
            throw new TooLong();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new BoundedText(text.subSequence(start, end), until);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
