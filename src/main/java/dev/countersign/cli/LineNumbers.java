package dev.countersign.cli;

import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers as people write several of them: `1,3-5`.
final class LineNumbers {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(?:\\s*-\\s*(\\d{1,9}))?");

    private LineNumbers() {}

    /// Numbers from 1 to `most`; none for an empty text.
    ///
    /// @return empty where it is no such list
    static Optional<TreeSet<Integer>> parse(String text, int most) {
        var numbers = new TreeSet<Integer>();
        if (text.isBlank()) {
            return Optional.of(numbers);
        }
        for (String part : text.split(",", -1)) {
            Matcher matcher = PART.matcher(part.strip());
            if (!matcher.matches()) {
                return Optional.empty();
            }
            int from = Integer.parseInt(matcher.group(1));
            int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
            if (from < 1 || to < from || to > most) {
                return Optional.empty();
            }
            for (int number = from; number <= to; number++) {
                numbers.add(number);
            }
        }
        return Optional.of(numbers);
    }
}
