package dev.countersign.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Changes one table of a `models.toml` and leaves the rest of what a person wrote as it is, comments too. Texts in, texts out; whether the outcome
/// says what it should is for [ModelsFile] to tell.
public final class ModelsText {
    private static final Pattern HEADER = Pattern.compile("\\s*\\[.*");

    private ModelsText() {}

    /// With this model: in place of the table of `before`, else at the end.
    public static String with(String text, Optional<String> before, Model model) {
        return replaced(text, before.map(ModelsText::header), block(model));
    }

    /// Without this model. Where it stands in tiers is for [#tiers].
    public static String without(String text, String name) {
        return replaced(text, Optional.of(header(name)), List.of());
    }

    /// With these tiers; those without names are left out.
    public static String tiers(String text, Map<Tier, List<String>> tiers) {
        var block = new ArrayList<String>();
        for (Tier tier : Tier.values()) {
            List<String> names = tiers.getOrDefault(tier, List.of());
            if (!names.isEmpty()) {
                block.add(tier.label() + " = [" + names.stream().map(ModelsText::quoted).collect(Collectors.joining(", ")) + "]");
            }
        }
        if (!block.isEmpty()) {
            block.addFirst("[tiers]");
        }
        return replaced(text, Optional.of(Pattern.compile("\\s*\\[\\s*tiers\\s*]\\s*(#.*)?")), block);
    }

    private static Pattern header(String name) {
        return Pattern.compile("\\s*\\[\\s*models\\s*\\.\\s*[\"']?" + Pattern.quote(name) + "[\"']?\\s*]\\s*(#.*)?");
    }

    private static String replaced(String text, Optional<Pattern> header, List<String> block) {
        var lines = new ArrayList<>(text.lines().toList());
        int start = -1;
        for (int i = 0; i < lines.size() && start < 0; i++) {
            start = header.isPresent() && header.get().matcher(lines.get(i)).matches() ? i : -1;
        }
        if (start >= 0) {
            int end = start + 1;
            while (end < lines.size() && !HEADER.matcher(lines.get(end)).matches()) {
                end++;
            }
            // A comment above the next table is about that one.
            while (end > start + 1 && end < lines.size() && (lines.get(end - 1).isBlank() || lines.get(end - 1).strip().startsWith("#"))) {
                end--;
            }
            lines.subList(start, end).clear();
            lines.addAll(start, block);
        } else if (!block.isEmpty()) {
            if (!lines.isEmpty() && !lines.getLast().isBlank()) {
                lines.add("");
            }
            lines.addAll(block);
        }
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static List<String> block(Model model) {
        var block = new ArrayList<String>();
        block.add("[models." + (model.name().contains(".") ? quoted(model.name()) : model.name()) + "]");
        block.add("api = " + quoted(model.api().label()));
        block.add("model = " + quoted(model.id()));
        boolean own = !model.address().equals(model.api().address());
        if (own) {
            block.add("address = " + quoted(model.address().toString()));
        }
        model.key().filter(key -> own || !model.api().key().equals(Optional.of(key))).ifPresent(key -> block.add("key = " + quoted("${" + key + "}")));
        block.add("context = " + model.context());
        block.add("max_output = " + model.answer());
        model.temperature().ifPresent(t -> block.add("temperature = " + t));
        if (!model.silence().equals(Model.SILENCE)) {
            block.add("silence = " + model.silence().toSeconds());
        }
        model.price().ifPresent(price -> {
            block.add("input_price = " + price.input().toPlainString());
            block.add("output_price = " + price.output().toPlainString());
            price.cached().ifPresent(p -> block.add("cached_price = " + p.toPlainString()));
            price.stored().ifPresent(p -> block.add("cache_write_price = " + p.toPlainString()));
        });
        return block;
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
