package dev.countersign.verify.syntax;

import dev.countersign.verify.FileChecks;
import dev.countersign.verify.FileSensor;
import dev.countersign.verify.Part;
import dev.countersign.verify.Readings;
import dev.countersign.verify.Residual;
import dev.countersign.verify.Sensor;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Signature;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Parses every changed file whose language it knows; one result per language. Files of other languages, and those that are
/// too large, are named as not checked.
public final class SyntaxSensor implements Sensor {
    private final FileChecks checks;
    private final Signatures signatures;

    /// @param readings what was found in files before
    /// @param python   the one language that is read by a program in the sandbox
    public SyntaxSensor(Readings readings, PythonSyntax python) {
        var languages = new ArrayList<FileSensor>(List.of(new JavaSyntax(), new JsonSyntax(), new XmlSyntax(), new TomlSyntax(),
                new YamlSyntax(), new HtmlSyntax(), python));
        languages.addAll(Grammars.all());
        signatures = new Signatures(new JavaSyntax(), Stream.concat(Grammars.all().stream(), Stream.of(Grammars.python())).toList());
        checks = new FileChecks(Part.SYN, "syntax", "files not parsed", languages, readings, true);
    }

    @Override
    public Part part() {
        return checks.part();
    }

    @Override
    public String name() {
        return checks.name();
    }

    @Override
    public List<SensorResult> check(Verifier.Request request, Progress progress) throws IOException {
        return checks.check(request, progress);
    }

    @Override
    public List<Residual> faults(WorkspacePath path, byte[] content) {
        return checks.faults(path, content);
    }

    @Override
    public Optional<Signature> signature(WorkspacePath path, byte[] content) {
        return signatures.of(path, content);
    }

    @Override
    public Optional<Set<String>> symbols(WorkspacePath path, byte[] content) {
        return signatures.symbols(path, content);
    }
}
