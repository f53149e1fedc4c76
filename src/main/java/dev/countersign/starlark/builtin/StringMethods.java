package dev.countersign.starlark.builtin;

import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.BoolValue;
import dev.countersign.starlark.value.Bound;
import dev.countersign.starlark.value.ElementsValue;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.IntValue;
import dev.countersign.starlark.value.MethodValue;
import dev.countersign.starlark.value.Searching;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.TupleValue;
import dev.countersign.starlark.value.Value;
import java.util.HashMap;
import java.util.Map;

/// The methods of strings: searching, joining and replacing; those about letters are [LetterMethods], about parts [SplitMethods].
final class StringMethods {
    static final Map<String, MethodValue.Body> ALL = all();

    private StringMethods() {}

    /// What a method does with the text.
    @FunctionalInterface
    interface Body {
        Value call(Evaluation ev, String text, Arguments args);
    }

    private static Map<String, MethodValue.Body> all() {
        var all = new HashMap<String, Body>();
        LetterMethods.addTo(all);
        SplitMethods.addTo(all);
        all.put("count", StringMethods::count);
        all.put("find", (ev, text, args) -> IntValue.of(find(ev, text, args, false)));
        all.put("rfind", (ev, text, args) -> IntValue.of(find(ev, text, args, true)));
        all.put("index", (ev, text, args) -> IntValue.of(found(find(ev, text, args, false))));
        all.put("rindex", (ev, text, args) -> IntValue.of(found(find(ev, text, args, true))));
        all.put("startswith", (ev, text, args) -> affix(ev, text, args, true));
        all.put("endswith", (ev, text, args) -> affix(ev, text, args, false));
        all.put("removeprefix", (ev, text, args) -> {
            String prefix = args.positional(1, 1).string(0);
            return text(ev, text.startsWith(prefix) ? text.substring(prefix.length()) : text);
        });
        all.put("removesuffix", (ev, text, args) -> {
            String suffix = args.positional(1, 1).string(0);
            return text(ev, text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text);
        });
        all.put("replace", StringMethods::replace);
        all.put("join", StringMethods::join);
        all.put("format", Formatting::format);
        for (ElementsValue.Form form : ElementsValue.Form.values()) {
            all.put(form.method(), (ev, text, args) -> {
                args.positional(0, 0);
                return new ElementsValue(new StringValue(text), form);
            });
        }
        var methods = new HashMap<String, MethodValue.Body>();
        all.forEach((name, body) -> methods.put(name, (ev, self, args) -> body.call(ev, ((StringValue) self).text(), args)));
        return Map.copyOf(methods);
    }

    /// A text that a method gives back, charged.
    static StringValue text(Evaluation ev, String text) {
        ev.copy(text.length(), 2);
        return new StringValue(text);
    }

    private record Span(int from, int to) {}

    private static Span span(Bound args, int index, int size) {
        int from = args.hasSome(index) ? ListMethods.clamp(args.clamped(index, 0), size) : 0;
        int to = args.hasSome(index + 1) ? ListMethods.clamp(args.clamped(index + 1, 0), size) : size;
        return new Span(from, to);
    }

    private static Value count(Evaluation ev, String text, Arguments arguments) {
        Bound args = arguments.positional(1, 3);
        String part = args.string(0);
        Span span = span(args, 1, text.length());
        Searching.charge(ev, text.length(), part.length());
        if (span.from() > span.to()) {
            return IntValue.ZERO;
        }
        String within = text.substring(span.from(), span.to());
        if (part.isEmpty()) {
            return IntValue.of(within.length() + 1L);
        }
        int count = 0;
        for (int at = within.indexOf(part); at >= 0; at = within.indexOf(part, at + part.length())) {
            count++;
        }
        return IntValue.of(count);
    }

    private static int find(Evaluation ev, String text, Arguments arguments, boolean last) {
        Bound args = arguments.positional(1, 3);
        String part = args.string(0);
        Span span = span(args, 1, text.length());
        Searching.charge(ev, text.length(), part.length());
        if (span.from() > span.to()) {
            return -1;
        }
        String within = text.substring(span.from(), span.to());
        int at = last ? within.lastIndexOf(part) : within.indexOf(part);
        return at < 0 ? -1 : at + span.from();
    }

    private static int found(int at) {
        if (at < 0) {
            throw new Failure("substring not found");
        }
        return at;
    }

    private static Value affix(Evaluation ev, String text, Arguments arguments, boolean start) {
        Bound args = arguments.positional(1, 3);
        Span span = span(args, 1, text.length());
        if (args.value(0) instanceof TupleValue options) {
            boolean any = false;
            for (int i = 0; i < options.size(); i++) {
                if (!(options.at(i) instanceof StringValue(String option))) {
                    throw new Failure("want string, got %s, for element %d".formatted(options.at(i).type(), i));
                }
                any |= matches(ev, text, span, option, start);
            }
            return BoolValue.of(any);
        }
        if (!(args.value(0) instanceof StringValue)) {
            throw new Failure("for parameter 1: got %s, want string or tuple of string".formatted(args.value(0).type()));
        }
        return BoolValue.of(matches(ev, text, span, args.string(0), start));
    }

    private static boolean matches(Evaluation ev, String text, Span span, String part, boolean start) {
        ev.step(1 + part.length() / 16);
        int at = start ? span.from() : span.to() - part.length();
        return at >= span.from() && at + part.length() <= span.to() && text.startsWith(part, at);
    }

    private static Value replace(Evaluation ev, String text, Arguments arguments) {
        Bound args = arguments.positional(2, 3);
        String old = args.string(0);
        String by = args.string(1);
        int most = args.clamped(2, -1);
        Searching.charge(ev, text.length(), old.length());
        var out = new StringBuilder();
        int done = 0;
        int copied = 0;
        for (int at = text.indexOf(old); at >= 0 && at <= text.length() && done != most; done++) {
            ev.copy(by.length() + (long) at - copied, 4);
            out.append(text, copied, at).append(by);
            copied = at + old.length();
            if (old.isEmpty()) {
                if (at == text.length()) {
                    break;
                }
                out.append(text.charAt(at));
                copied = at + 1;
                at++;
            } else {
                at = text.indexOf(old, copied);
            }
        }
        out.append(text, Math.min(copied, text.length()), text.length());
        return text(ev, out.toString());
    }

    private static Value join(Evaluation ev, String text, Arguments arguments) {
        Value[] items = arguments.positional(1, 1).elements(ev, 0);
        var out = new StringBuilder();
        for (int i = 0; i < items.length; i++) {
            if (!(items[i] instanceof StringValue(String part))) {
                throw new Failure("in list, want string, got " + items[i].type());
            }
            ev.copy((long) part.length() + text.length(), 4);
            out.append(i > 0 ? text : "").append(part);
        }
        return new StringValue(out.toString());
    }
}
