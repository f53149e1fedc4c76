package dev.countersign.verify.syntax;

import dev.countersign.verify.FileChecks;
import dev.countersign.workspace.WorkspacePath;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// YAML 1.2, any number of documents. Composed but never constructed, so that aliases cost nothing and tags make nothing.
final class YamlSyntax implements Syntax {
    @Override
    public String language() {
        return "YAML";
    }

    @Override
    public boolean reads(WorkspacePath path) {
        return path.extension().equals("yml") || path.extension().equals("yaml") || path.extension().equals("cff");
    }

    @Override
    public Parse parse(WorkspacePath path, byte[] content) {
        return switch (Utf8.read(content)) {
            case Utf8.Read.Fault fault -> Utf8.fault(fault);
            case Utf8.Read.Text text when isTemplate(path, text.text()) ->
                    new Parse.Unread("a template, which is not YAML until it is filled in");
            case Utf8.Read.Text text -> compose(text.text());
        };
    }

    /// Charts of Helm keep Go templates under this name.
    private static boolean isTemplate(WorkspacePath path, String text) {
        return path.parts().contains("templates") && text.contains("{{");
    }

    private static Parse compose(String text) {
        try {
            var settings = LoadSettings.builder().setCodePointLimit(FileChecks.LARGEST)
                    .setMaxAliasesForCollections(Integer.MAX_VALUE).build();
            new Compose(settings).composeAllFromString(text).forEach(_ -> {});
            return new Parse.Fine();
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            String message = String.valueOf(e.getProblem()) + (e.getContext() == null ? "" : " " + e.getContext());
            return Parse.Faulty.of(mark.map(m -> m.getLine() + 1).orElse(0), mark.map(m -> m.getColumn() + 1).orElse(0), message);
        } catch (ReaderException e) {
            String before = text.substring(0, Math.min(e.getPosition(), text.length()));
            return Parse.Faulty.of(1 + (int) before.chars().filter(c -> c == '\n').count(),
                    before.length() - before.lastIndexOf('\n'),
                    "The character U+%04X is not allowed.".formatted(e.getCodePoint()));
        } catch (YamlEngineException e) {
            return Parse.Faulty.of(0, 0, String.valueOf(e.getMessage()));
        }
    }
}
