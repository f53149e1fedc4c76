package dev.countersign.verify.syntax;

import dev.countersign.toml.TomlText;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Set;
import org.tomlj.TomlParseResult;

/// TOML 1.
final class TomlSyntax implements Syntax {
    private static final Set<String> NAMES = Set.of("Cargo.lock", "poetry.lock", "uv.lock", "Pipfile", "pdm.lock");

    @Override
    public String language() {
        return "TOML";
    }

    @Override
    public boolean reads(WorkspacePath path) {
        return path.extension().equals("toml") || NAMES.contains(path.name());
    }

    @Override
    public Parse parse(WorkspacePath path, byte[] content) {
        return switch (Utf8.read(content)) {
            case Utf8.Read.Fault fault -> Utf8.fault(fault);
            case Utf8.Read.Text text -> {
                TomlParseResult result = TomlText.parse(text.text());
                List<Error> errors = result.errors().stream()
                        .map(e -> new Error(e.position().line(), e.position().column(), String.valueOf(e.getMessage()))).toList();
                yield errors.isEmpty() ? new Parse.Fine() : new Parse.Faulty(errors);
            }
        };
    }
}
