package dev.countersign.verify.syntax;

import dev.countersign.workspace.WorkspacePath;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// JSON (RFC 8259) with unique names; comments and trailing commas only in files whose readers are known to take them;
/// several values only in JSON Lines.
final class JsonSyntax implements Syntax {
    private static final Set<String> EXTENSIONS =
            Set.of("json", "jsonc", "jsonl", "ndjson", "geojson", "webmanifest", "ipynb", "code-workspace");
    private static final Set<String> NAMES = Set.of("composer.lock", "Pipfile.lock", ".babelrc", ".swcrc");
    private static final Set<String> COMMENTED = Set.of(".eslintrc.json", ".babelrc", ".swcrc", ".jshintrc", "devcontainer.json",
            "deno.json", "api-extractor.json", "language-configuration.json", "tslint.json", ".babelrc.json");

    private final JsonFactory strict = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private final JsonFactory commented = strict.rebuild()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA).build();

    @Override
    public String language() {
        return "JSON";
    }

    @Override
    public boolean reads(WorkspacePath path) {
        return EXTENSIONS.contains(path.extension()) || NAMES.contains(path.name());
    }

    @Override
    public Parse parse(WorkspacePath path, byte[] content) {
        if (Utf8.read(content) instanceof Utf8.Read.Fault fault) {
            return Utf8.fault(fault);
        }
        boolean lines = path.extension().equals("jsonl") || path.extension().equals("ndjson");
        try (JsonParser parser = (takesComments(path) ? commented : strict).createParser(ObjectReadContext.empty(), content)) {
            if (parser.nextToken() == null) {
                TokenStreamLocation end = parser.currentLocation();
                return lines ? new Parse.Fine()
                        : Parse.Faulty.of(end.getLineNr(), end.getColumnNr(), "The file has no JSON value.");
            }
            do {
                parser.skipChildren();
                JsonToken next = parser.nextToken();
                if (next == null) {
                    return new Parse.Fine();
                }
            } while (lines);
            TokenStreamLocation place = parser.currentTokenLocation();
            return Parse.Faulty.of(place.getLineNr(), place.getColumnNr(), "There is something after the JSON value.");
        } catch (StreamConstraintsException e) {
            return new Parse.Unread(e.getOriginalMessage());
        } catch (JacksonException e) {
            TokenStreamLocation place = e.getLocation();
            return Parse.Faulty.of(place == null ? 0 : Math.max(0, place.getLineNr()),
                    place == null ? 0 : Math.max(0, place.getColumnNr()), e.getOriginalMessage());
        }
    }

    private static boolean takesComments(WorkspacePath path) {
        String name = path.name();
        return path.extension().equals("jsonc") || path.extension().equals("code-workspace") || COMMENTED.contains(name)
                || name.matches("[tj]sconfig(\\..+)?\\.json") || path.parts().contains(".vscode");
    }
}
