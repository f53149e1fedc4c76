package dev.countersign.ui.ledger;

import dev.countersign.ledger.entry.Decided;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.entry.Verdict;
import dev.countersign.ledger.query.EntryQuery;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// What stands in the filter field: tokens `name:value` and text. A value with spaces stands in double quotes. Whatever is no
/// token is text to search for.
///
/// @param faults tokens whose value means nothing; they hold no condition
record LedgerFilter(EntryQuery query, List<String> faults) {
    static final List<String> NAMES = List.of("file:", "agent:", "model:", "verdict:", "decision:", "kind:", "run:", "after:", "before:");

    static LedgerFilter of(String typed, ZoneId zone) {
        var reader = new Reader(zone);
        split(typed).forEach(reader::take);
        String text = String.join(" ", reader.text).strip();
        return new LedgerFilter(new EntryQuery(OptionalLong.empty(), 1, Optional.of(text).filter(t -> !t.isEmpty()), reader.file, reader.agent,
                reader.kind, reader.model, reader.verdict, reader.decided, reader.run, reader.since, reader.until), List.copyOf(reader.faults));
    }

    /// Words; one that holds a quoted part goes on to its closing quote.
    static List<String> split(String typed) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            }
            if (!quoted && Character.isWhitespace(c)) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return words.stream().filter(w -> !w.isBlank()).toList();
    }

    /// How a value of an enumeration is written.
    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> List<String> names(Class<E> type) {
        return java.util.Arrays.stream(type.getEnumConstants()).map(LedgerFilter::name).toList();
    }

    private static final class Reader {
        private final ZoneId zone;
        private final List<String> text = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();
        private Optional<String> file = Optional.empty();
        private Optional<String> agent = Optional.empty();
        private Optional<String> model = Optional.empty();
        private Optional<String> run = Optional.empty();
        private Optional<EntryKind> kind = Optional.empty();
        private Optional<Verdict> verdict = Optional.empty();
        private Optional<Decided> decided = Optional.empty();
        private OptionalLong since = OptionalLong.empty();
        private OptionalLong until = OptionalLong.empty();

        Reader(ZoneId zone) {
            this.zone = zone;
        }

        void take(String word) {
            int colon = word.indexOf(':');
            String name = colon < 0 ? "" : word.substring(0, colon + 1).toLowerCase(Locale.ROOT);
            String value = word.substring(colon + 1).replace("\"", "");
            if (!NAMES.contains(name)) {
                text.add(word);
                return;
            }
            if (value.isBlank()) {
                // Still being typed.
                return;
            }
            Optional<String> some = Optional.of(value);
            switch (name) {
                case "file:" -> file = some;
                case "agent:" -> agent = some;
                case "model:" -> model = some;
                case "run:" -> run = some;
                case "kind:" -> kind = one(EntryKind.class, word, value);
                case "verdict:" -> verdict = one(Verdict.class, word, value);
                case "decision:" -> decided = one(Decided.class, word, value);
                case "after:" -> since = day(word, value);
                case "before:" -> until = day(word, value);
                default -> throw new IllegalStateException(name);
            }
        }

        private <E extends Enum<E>> Optional<E> one(Class<E> type, String word, String value) {
            for (E constant : type.getEnumConstants()) {
                if (name(constant).equalsIgnoreCase(value)) {
                    return Optional.of(constant);
                }
            }
            faults.add(word);
            return Optional.empty();
        }

        private OptionalLong day(String word, String value) {
            try {
                return OptionalLong.of(LocalDate.parse(value).atStartOfDay(zone).toInstant().toEpochMilli());
            } catch (DateTimeException | ArithmeticException e) {
                faults.add(word);
                return OptionalLong.empty();
            }
        }
    }
}
