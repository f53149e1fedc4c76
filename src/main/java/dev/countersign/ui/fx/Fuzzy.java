package dev.countersign.ui.fx;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;

/// Finds what was meant by a few of its letters in their order. Matches at the start of words and in runs count more.
public final class Fuzzy {
    private Fuzzy() {}

    /// Those that match, best first; with an empty query all in their own order.
    public static <T> List<T> rank(String query, List<T> all, Function<T, String> text) {
        String wanted = query.strip().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            return List.copyOf(all);
        }
        record Hit<T>(T item, int score) {}
        return all.stream()
                .map(item -> new Hit<>(item, score(wanted, text.apply(item).toLowerCase(Locale.ROOT)).orElse(-1)))
                .filter(hit -> hit.score >= 0)
                .sorted(Comparator.comparingInt((Hit<T> hit) -> -hit.score))
                .map(Hit::item).toList();
    }

    /// Empty where the letters are not all there in order; larger is better.
    static OptionalInt score(String query, String text) {
        int score = 0;
        int from = 0;
        int last = -2;
        for (int i = 0; i < query.length(); i++) {
            char wanted = query.charAt(i);
            if (wanted == ' ') {
                continue;
            }
            int at = best(text, wanted, from, last);
            if (at < 0) {
                return OptionalInt.empty();
            }
            score += 1 + (at == last + 1 ? 6 : 0) + (startsWord(text, at) ? 4 : 0);
            last = at;
            from = at + 1;
        }
        return OptionalInt.of(Math.max(0, score * 4 - text.length() / 8));
    }

    /// The next letter if it continues a run, else the start of a word, else anywhere.
    private static int best(String text, char wanted, int from, int last) {
        if (last >= 0 && from < text.length() && text.charAt(from) == wanted) {
            return from;
        }
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == wanted && startsWord(text, i)) {
                return i;
            }
        }
        return text.indexOf(wanted, from);
    }

    private static boolean startsWord(String text, int at) {
        return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
    }
}
