package dev.countersign.starlark.builtin;

import dev.countersign.starlark.value.BoolValue;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;

/// The methods of strings about kinds and cases of letters, by code points.
final class LetterMethods {
    private LetterMethods() {}

    static void addTo(Map<String, StringMethods.Body> all) {
        predicate(all, "isalnum", text -> each(text, Character::isLetterOrDigit));
        predicate(all, "isalpha", text -> each(text, Character::isLetter));
        predicate(all, "isdigit", text -> each(text, Character::isDigit));
        predicate(all, "isspace", text -> each(text, LetterMethods::isSpace));
        predicate(all, "islower", text -> text.codePoints().anyMatch(LetterMethods::cased) && text.equals(text.toLowerCase(Locale.ROOT)));
        predicate(all, "isupper", text -> text.codePoints().anyMatch(LetterMethods::cased) && text.equals(text.toUpperCase(Locale.ROOT)));
        predicate(all, "istitle", LetterMethods::isTitle);
        changed(all, "lower", text -> text.toLowerCase(Locale.ROOT));
        changed(all, "upper", text -> text.toUpperCase(Locale.ROOT));
        changed(all, "capitalize", LetterMethods::capitalized);
        changed(all, "title", LetterMethods::title);
    }

    private static void predicate(Map<String, StringMethods.Body> all, String name, java.util.function.Predicate<String> test) {
        all.put(name, (ev, text, args) -> {
            args.positional(0, 0);
            ev.copy(text.length(), 2);
            return BoolValue.of(test.test(text));
        });
    }

    private static void changed(Map<String, StringMethods.Body> all, String name, java.util.function.UnaryOperator<String> change) {
        all.put(name, (ev, text, args) -> {
            args.positional(0, 0);
            ev.copy(text.length(), 8);
            return StringMethods.text(ev, change.apply(text));
        });
    }

    private static boolean each(String text, IntPredicate test) {
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }

    static boolean isSpace(int point) {
        return point == ' ' || point >= '\t' && point <= '\r' || point == 0x85 || Character.isSpaceChar(point);
    }

    private static boolean cased(int point) {
        return Character.isUpperCase(point) || Character.isLowerCase(point) || Character.isTitleCase(point);
    }

    /// Each run of letters starts with a capital and goes on in small ones.
    private static boolean isTitle(String text) {
        boolean any = false;
        boolean inWord = false;
        for (int point : text.codePoints().toArray()) {
            boolean capital = Character.isUpperCase(point) || Character.isTitleCase(point);
            if (capital && (inWord || Character.toTitleCase(point) != point) || Character.isLowerCase(point) && !inWord) {
                return false;
            }
            inWord = cased(point);
            any |= capital;
        }
        return any;
    }

    private static String capitalized(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.codePointAt(0);
        return Character.toString(Character.toTitleCase(first)) + text.substring(Character.charCount(first)).toLowerCase(Locale.ROOT);
    }

    private static String title(String text) {
        var out = new StringBuilder();
        boolean inWord = false;
        for (int point : text.codePoints().toArray()) {
            out.appendCodePoint(inWord ? Character.toLowerCase(point) : Character.toTitleCase(point));
            inWord = Character.isLetter(point);
        }
        return out.toString();
    }
}
