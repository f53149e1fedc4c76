package dev.countersign.starlark.builtin;

import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.Bound;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.ListValue;
import dev.countersign.starlark.value.Searching;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.TupleValue;
import dev.countersign.starlark.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// The methods of strings that take them apart: `partition`, `split`, `splitlines`, `strip` and their like.
final class SplitMethods {
    /// What a part of a text takes besides its characters.
    private static final int PART = 80;

    private SplitMethods() {}

    static void addTo(Map<String, StringMethods.Body> all) {
        all.put("strip", (ev, text, args) -> strip(ev, text, args, true, true));
        all.put("lstrip", (ev, text, args) -> strip(ev, text, args, true, false));
        all.put("rstrip", (ev, text, args) -> strip(ev, text, args, false, true));
        all.put("partition", (ev, text, args) -> partition(ev, text, args, false));
        all.put("rpartition", (ev, text, args) -> partition(ev, text, args, true));
        all.put("split", (ev, text, args) -> split(ev, text, args, false));
        all.put("rsplit", (ev, text, args) -> split(ev, text, args, true));
        all.put("splitlines", SplitMethods::splitLines);
    }

    private static Value strip(Evaluation ev, String text, Arguments arguments, boolean left, boolean right) {
        Bound args = arguments.positional(0, 1);
        IntPredicate cut = LetterMethods::isSpace;
        if (args.hasSome(0)) {
            String characters = args.string(0);
            cut = point -> {
                ev.step(1 + characters.length() / 16);
                return characters.indexOf(point) >= 0;
            };
        }
        int from = 0;
        int to = text.length();
        while (left && from < to && cut.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (right && to > from && cut.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return StringMethods.text(ev, text.substring(Math.min(from, to), to));
    }

    private static Value partition(Evaluation ev, String text, Arguments arguments, boolean last) {
        String separator = arguments.positional(1, 1).string(0);
        if (separator.isEmpty()) {
            throw new Failure("empty separator");
        }
        Searching.charge(ev, text.length(), separator.length());
        ev.copy(text.length(), 2);
        ev.allocate(3 * PART);
        int at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
        if (at < 0) {
            return last ? TupleValue.of(StringValue.EMPTY, StringValue.EMPTY, new StringValue(text))
                    : TupleValue.of(new StringValue(text), StringValue.EMPTY, StringValue.EMPTY);
        }
        return TupleValue.of(new StringValue(text.substring(0, at)), new StringValue(separator), new StringValue(text.substring(at + separator.length())));
    }

    private static Value split(Evaluation ev, String text, Arguments arguments, boolean fromRight) {
        Bound args = arguments.positional(0, 2);
        int most = args.clamped(1, -1);
        ev.copy(text.length(), 2);
        List<String> parts = new ArrayList<>();
        if (!args.hasSome(0)) {
            if (fromRight) {
                wordsFromRight(ev, text, most, parts);
            } else {
                words(ev, text, most, parts);
            }
        } else {
            String separator = args.string(0);
            if (separator.isEmpty()) {
                throw new Failure("empty separator");
            }
            Searching.charge(ev, text.length(), separator.length());
            if (fromRight) {
                separatedFromRight(ev, text, separator, most, parts);
            } else {
                separated(ev, text, separator, most, parts);
            }
        }
        return ListValue.sharing(parts.stream().map(StringValue::new).toArray(Value[]::new));
    }

    private static void add(Evaluation ev, List<String> parts, String part) {
        ev.allocate(PART);
        ev.step(1);
        parts.add(part);
    }

    private static void separated(Evaluation ev, String text, String separator, int most, List<String> parts) {
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0 && parts.size() != most; at = text.indexOf(separator, from)) {
            add(ev, parts, text.substring(from, at));
            from = at + separator.length();
        }
        add(ev, parts, text.substring(from));
    }

    private static void separatedFromRight(Evaluation ev, String text, String separator, int most, List<String> parts) {
        int to = text.length();
        for (int at = text.lastIndexOf(separator); at >= 0 && parts.size() != most; at = at == 0 && to == 0 ? -1 : text.lastIndexOf(separator, to - separator.length())) {
            add(ev, parts, text.substring(at + separator.length(), to));
            to = at;
            if (to < separator.length()) {
                break;
            }
        }
        add(ev, parts, text.substring(0, to));
        Collections.reverse(parts);
    }

    private static boolean space(String text, int at) {
        return LetterMethods.isSpace(text.charAt(at));
    }

    private static void words(Evaluation ev, String text, int most, List<String> parts) {
        int at = 0;
        while (true) {
            while (at < text.length() && space(text, at)) {
                at++;
            }
            if (at == text.length()) {
                return;
            }
            if (parts.size() == most) {
                add(ev, parts, text.substring(at));
                return;
            }
            int from = at;
            while (at < text.length() && !space(text, at)) {
                at++;
            }
            add(ev, parts, text.substring(from, at));
        }
    }

    private static void wordsFromRight(Evaluation ev, String text, int most, List<String> parts) {
        int at = text.length();
        while (true) {
            while (at > 0 && space(text, at - 1)) {
                at--;
            }
            if (at == 0) {
                break;
            }
            if (parts.size() == most) {
                add(ev, parts, text.substring(0, at));
                break;
            }
            int to = at;
            while (at > 0 && !space(text, at - 1)) {
                at--;
            }
            add(ev, parts, text.substring(at, to));
        }
        Collections.reverse(parts);
    }

    private static Value splitLines(Evaluation ev, String text, Arguments arguments) {
        boolean keep = arguments.bind("keepends?").bool(0, false);
        ev.copy(text.length(), 2);
        var lines = new ArrayList<String>();
        int from = 0;
        while (from < text.length()) {
            int to = from;
            while (to < text.length() && text.charAt(to) != '\n' && text.charAt(to) != '\r') {
                to++;
            }
            int next = to == text.length() ? to : text.startsWith("\r\n", to) ? to + 2 : to + 1;
            add(ev, lines, text.substring(from, keep ? next : to));
            from = next;
        }
        return ListValue.sharing(lines.stream().map(StringValue::new).toArray(Value[]::new));
    }
}
