package dev.countersign.ledger.store;

import dev.countersign.fault.UserException;
import dev.countersign.ledger.Problems;
import dev.countersign.toml.TomlText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/// What the content of a ledger takes on disk, beside what it may take before somebody is told. Nothing is ever refused or taken for it.
///
/// @param used   bytes of the vault's files
/// @param budget bytes; `content_budget` in `ledger.toml` of the configuration folder
public record Room(long used, long budget) {
    /// Where nobody chose another one: 10 GiB.
    public static final long DEFAULT_BUDGET = 10L << 30;
    private static final String KEY = "content_budget";
    private static final Map<String, Integer> UNITS = Map.of("KIB", 10, "MIB", 20, "GIB", 30, "TIB", 40);
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) *([A-Za-z]{3})");

    /// How near the budget is: 80 % of it, or all of it.
    public enum Level { FREE, NEAR, OVER }

    public Room {
        if (used < 0 || budget < 1) {
            throw new IllegalArgumentException("used " + used + ", budget " + budget);
        }
    }

    /// Measures a vault's folder; one that is not there takes nothing.
    public static Room of(Path vault, long budget) throws IOException {
        long used = 0;
        if (Files.isDirectory(vault)) {
            try (var files = Files.newDirectoryStream(vault)) {
                for (Path file : files) {
                    used += Files.isRegularFile(file) ? Files.size(file) : 0;
                }
            }
        }
        return new Room(used, budget);
    }

    /// The budget that a file says; [#DEFAULT_BUDGET] where there is none.
    ///
    /// @throws UserException `LEDGER-036` naming file, line and key
    public static long budget(Path file) throws IOException {
        if (!Files.exists(file)) {
            return DEFAULT_BUDGET;
        }
        TomlParseResult read;
        try {
            read = TomlText.parse(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new UserException(Problems.settings(file, 1, "it is not UTF-8"));
        }
        if (!read.errors().isEmpty()) {
            var error = read.errors().getFirst();
            throw new UserException(Problems.settings(file, error.position().line(), String.valueOf(error.getMessage())));
        }
        for (String key : read.keySet()) {
            if (!key.equals(KEY)) {
                throw new UserException(Problems.settings(file, line(read, key), "the key \"" + key + "\" is unknown; there is " + KEY + " only"));
            }
        }
        if (!read.contains(KEY)) {
            return DEFAULT_BUDGET;
        }
        return read.get(KEY) instanceof String text ? size(text).orElseThrow(() -> wrong(file, read)) : refused(file, read);
    }

    private static long refused(Path file, TomlParseResult read) {
        throw wrong(file, read);
    }

    private static UserException wrong(Path file, TomlParseResult read) {
        return new UserException(Problems.settings(file, line(read, KEY), KEY + " is no size such as \"500 MiB\" or \"10 GiB\""));
    }

    private static int line(TomlParseResult read, String key) {
        TomlPosition at = read.inputPositionOf(List.of(key));
        return at == null ? 1 : at.line();
    }

    private static Optional<Long> size(String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches() || !UNITS.containsKey(matcher.group(2).toUpperCase(Locale.ROOT))) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        int shift = UNITS.get(matcher.group(2).toUpperCase(Locale.ROOT));
        return count > 0 && count <= Long.MAX_VALUE >> shift ? Optional.of(count << shift) : Optional.empty();
    }

    public Level level() {
        return used >= budget ? Level.OVER : used >= budget / 5 * 4 ? Level.NEAR : Level.FREE;
    }

    /// In whole percent of the budget, rounded down.
    public long percent() {
        return (long) (100.0 * used / budget);
    }

    /// `8.2 GiB of a budget of 10.0 GiB (82 %)`.
    public String says() {
        return bytes(used) + " of a budget of " + bytes(budget) + " (" + percent() + " %)";
    }

    /// A sentence for whoever keeps the ledger; empty while there is room.
    public Optional<String> warning() {
        return switch (level()) {
            case FREE -> Optional.empty();
            case NEAR -> Optional.of("The content of this ledger takes " + says() + ". countersign ledger gc frees what no entry needs.");
            case OVER -> Optional.of("The content of this ledger is over its budget: " + says()
                    + ". countersign ledger gc frees what no entry needs; " + KEY + " in ledger.toml is the budget.");
        };
    }

    private static String bytes(long count) {
        int shift = count < 1L << 20 ? 10 : count < 1L << 30 ? 20 : 30;
        return String.format(Locale.ENGLISH, "%.1f %s", count / (double) (1L << shift), shift == 10 ? "KiB" : shift == 20 ? "MiB" : "GiB");
    }
}
