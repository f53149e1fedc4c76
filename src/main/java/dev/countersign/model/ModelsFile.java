package dev.countersign.model;

import dev.countersign.toml.TomlText;
import static dev.countersign.toml.StrictToml.line;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.toml.StrictToml;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// Reads `models.toml`: a table `[models.NAME]` for each model, and `[tiers]`.
///
/// Keys of a model: `api` ("anthropic", "openai", "openai-responses", "gemini" or "ollama") and `model`, both required; `address`,
/// `key` (always `"${NAME}"`, a variable or a stored secret: a key itself never stands in the file), `context` and `max_output` (tokens),
/// `temperature`, `silence` (seconds), `input_price` and `output_price` (both or none), `cached_price`, `cache_write_price` (US dollars
/// for a million tokens). Keys of `[tiers]`: `planner`, `actuator`, `verifier`, `speculator`, each a list of names of models.
/// Everything else, and anything that is not as it must be, refuses the whole file.
public final class ModelsFile {
    private static final Set<String> KEYS = Set.of("api", "model", "address", "key", "context", "max_output", "temperature", "silence",
            "input_price", "output_price", "cached_price", "cache_write_price");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,39}");
    private static final Pattern KEY = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String source;
    private final StrictToml toml = new StrictToml(this::fault);

    private ModelsFile(String source) {
        this.source = source;
    }

    /// What the file says; [Models#NONE] where there is none.
    ///
    /// @throws UserException `MODELS-001` naming file, line and key where it is wrong, `MODELS-002` where it cannot be read
    public static Models load(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Models.NONE;
        }
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new UserException(Problem.of("MODELS-002", Exit.USAGE, file + " cannot be read: "
                    + (e instanceof CharacterCodingException ? "it is not UTF-8" : e.toString()) + ".", "No model was asked.",
                    "Correct the file or its permissions."), e);
        }
    }

    /// @param source what the text is called in errors
    /// @throws UserException `MODELS-001`
    public static Models parse(String text, String source) {
        return new ModelsFile(source).read(text);
    }

    private Models read(String text) {
        TomlParseResult file = toml.parse(text);
        for (String key : file.keySet()) {
            if (!key.equals("models") && !key.equals("tiers")) {
                throw fault(line(file, key), "the key \"" + key + "\" is unknown; known are [models.NAME] and [tiers]");
            }
        }
        var models = new ArrayList<Model>();
        TomlTable named = table(file, "models");
        for (String name : named.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw fault(line(named, name), "the name \"" + name + "\" must be lower-case letters, digits, dots and dashes, at most 40");
            }
            if (!(named.get(List.of(name)) instanceof TomlTable table)) {
                throw fault(line(named, name), "\"" + name + "\" must be written [models." + name + "]");
            }
            models.add(model(name, table, line(named, name)));
        }
        // Tables come in no order of their own.
        models.sort(java.util.Comparator.comparingInt(model -> line(named, model.name())));
        TomlTable written = table(file, "tiers");
        Map<Tier, List<String>> tiers = new EnumMap<>(Tier.class);
        for (String key : written.keySet()) {
            Tier tier = Tier.of(key).orElseThrow(() -> fault(line(written, key), "the key \"" + key
                    + "\" is unknown; known are planner, actuator, verifier, speculator"));
            List<String> names = toml.list(written, key, "names of models");
            for (String name : names) {
                if (models.stream().noneMatch(model -> model.name().equals(name))) {
                    throw fault(line(written, key), key + ": there is no [models." + name + "]");
                }
            }
            tiers.put(tier, names);
        }
        return new Models(models, tiers);
    }

    private TomlTable table(TomlTable in, String key) {
        Object value = in.get(List.of(key));
        if (value == null) {
            return TomlText.parse("");
        }
        if (value instanceof TomlTable table) {
            return table;
        }
        throw fault(line(in, key), "\"" + key + "\" must be a table");
    }

    private Model model(String name, TomlTable table, int start) {
        for (String key : table.keySet()) {
            if (!KEYS.contains(key)) {
                throw fault(line(table, key), "the key \"" + key + "\" is unknown; known are " + String.join(", ", KEYS.stream().sorted().toList()));
            }
        }
        String label = toml.text(table, "api").orElseThrow(() -> fault(start, "the model " + name + " has no \"api\""));
        Api api = Api.of(label).orElseThrow(() -> fault(line(table, "api"), "api \"" + label
                + "\" is none of anthropic, openai, openai-responses, gemini, ollama"));
        String id = toml.text(table, "model").filter(t -> !t.isBlank()).orElseThrow(() -> fault(start, "the model " + name + " has no \"model\""));
        URI address = toml.text(table, "address").map(t -> address(table, t)).orElse(api.address());
        // The key of a provider is not for a stranger's address.
        Optional<String> key = toml.text(table, "key").map(t -> key(table, t)).or(() -> address.equals(api.address()) ? api.key() : Optional.empty());
        if (key.isPresent() && address.getScheme().equals("http") && !LOOPBACK.contains(address.getHost())) {
            throw fault(line(table, table.contains("address") ? "address" : "key"), "address must begin with https: a key would travel in the clear");
        }
        int context = tokens(table, "context", Model.CONTEXT);
        int answer = tokens(table, "max_output", Math.min(Model.ANSWER, Math.max(1, context / 4)));
        if (context <= answer) {
            throw fault(line(table, table.contains("max_output") ? "max_output" : "context"), "context must be more than max_output");
        }
        OptionalDouble temperature = number(table, "temperature").map(n -> OptionalDouble.of(n.doubleValue())).orElseGet(OptionalDouble::empty);
        Duration silence = Duration.ofSeconds(Math.min(900, tokens(table, "silence", (int) Model.SILENCE.toSeconds())));
        return new Model(name, api, id, address, key, context, answer, temperature, silence, price(table));
    }

    private Optional<Price> price(TomlTable table) {
        Optional<BigDecimal> input = number(table, "input_price");
        Optional<BigDecimal> output = number(table, "output_price");
        if (input.isPresent() != output.isPresent()) {
            throw fault(line(table, input.isPresent() ? "input_price" : "output_price"), "input_price and output_price need each other");
        }
        for (String key : List.of("cached_price", "cache_write_price")) {
            if (input.isEmpty() && table.contains(key)) {
                throw fault(line(table, key), key + " needs input_price and output_price");
            }
        }
        return input.map(price -> new Price(price, output.orElseThrow(), number(table, "cached_price"), number(table, "cache_write_price")));
    }

    private URI address(TomlTable table, String text) {
        try {
            URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (Set.of("http", "https").contains(String.valueOf(uri.getScheme())) && uri.getHost() != null && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // As any other that is no address.
        }
        throw fault(line(table, "address"), "address must be like https://host/path");
    }

    private String key(TomlTable table, String text) {
        Matcher reference = KEY.matcher(text);
        if (!reference.matches()) {
            throw fault(line(table, "key"), "key must be \"${NAME}\", a variable or a stored secret (countersign secret set NAME);"
                    + " a key itself does not belong into a file");
        }
        return reference.group(1);
    }

    private int tokens(TomlTable table, String key, int otherwise) {
        Object value = table.get(List.of(key));
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long number && number > 0 && number <= 100_000_000) {
            return number.intValue();
        }
        throw fault(line(table, key), key + " must be a whole number above 0");
    }

    private Optional<BigDecimal> number(TomlTable table, String key) {
        Object value = table.get(List.of(key));
        Optional<BigDecimal> number = switch (value) {
            case null -> Optional.empty();
            case Long whole -> Optional.of(BigDecimal.valueOf(whole));
            case Double real when Double.isFinite(real) -> Optional.of(BigDecimal.valueOf(real));
            default -> throw fault(line(table, key), key + " must be a number");
        };
        if (number.filter(n -> n.signum() < 0).isPresent()) {
            throw fault(line(table, key), key + " must not be below 0");
        }
        return number;
    }

    private UserException fault(int line, String what) {
        return new UserException(Problem.of("MODELS-001", Exit.USAGE, source + " is wrong in line " + line + ": " + what + ".",
                "No model was asked, and none is set up.", "Correct the file, or move it away."));
    }
}
