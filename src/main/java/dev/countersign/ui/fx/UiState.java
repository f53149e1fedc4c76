package dev.countersign.ui.fx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What the window remembers: bounds, splitters, theme, last workspaces. One JSON object of texts and lists of texts in the
/// data folder, written whole and atomically. A file that cannot be read is set aside as `.bad` and everything starts at its
/// default: it holds nothing that matters. Safe from any thread.
public final class UiState {
    private static final JsonMapper JSON = JsonMapper.builder().enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Path file;
    private final Map<String, Object> values;

    private UiState(Path file, Map<String, Object> values) {
        this.file = file;
        this.values = values;
    }

    /// Reads `file`, which need not exist.
    public static UiState open(Path file) {
        return new UiState(file, read(file));
    }

    private static Map<String, Object> read(Path file) {
        if (!Files.exists(file)) {
            return new TreeMap<>();
        }
        try {
            var values = new TreeMap<>(JSON.readValue(Files.readAllBytes(file), new TypeReference<TreeMap<String, Object>>() {}));
            values.values().removeIf(value -> !(value instanceof String) && !isTexts(value));
            return values;
        } catch (IOException | JacksonException | NullPointerException e) {
            try {
                Files.move(file, file.resolveSibling(file.getFileName() + ".bad"), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException ignored) {
                return new TreeMap<>();
            }
            return new TreeMap<>();
        }
    }

    private static boolean isTexts(Object value) {
        return value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
    }

    public synchronized Optional<String> get(String key) {
        return values.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    public String get(String key, String otherwise) {
        return get(key).orElse(otherwise);
    }

    public boolean get(String key, boolean otherwise) {
        return get(key).map(Boolean::parseBoolean).orElse(otherwise);
    }

    /// Empty for nothing, or for what is not a finite number.
    public OptionalDouble number(String key) {
        try {
            double value = Double.parseDouble(get(key).orElse("-"));
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    public synchronized List<String> list(String key) {
        return values.get(key) instanceof List<?> list ? list.stream().map(String.class::cast).toList() : List.of();
    }

    public synchronized void put(String key, String value) {
        values.put(key, value);
    }

    public void put(String key, boolean value) {
        put(key, Boolean.toString(value));
    }

    public void put(String key, double value) {
        put(key, Double.toString(value));
    }

    public synchronized void put(String key, List<String> list) {
        values.put(key, List.copyOf(list));
    }

    public synchronized void remove(String key) {
        values.remove(key);
    }

    /// Writes everything: a temporary file, then a rename.
    ///
    /// @throws UncheckedIOException where the folder cannot be written; the old file stays
    public synchronized void save() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
            Files.write(temporary, JSON.writeValueAsBytes(values));
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
